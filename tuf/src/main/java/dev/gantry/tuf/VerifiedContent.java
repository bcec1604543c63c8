// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

/**
 * Proof that a stream has handed out exactly the bytes of a target, all of them. Only {@link
 * TargetStream#verified()} makes one.
 *
 * <p>Immutable.
 */
public final class VerifiedContent {
  private final Target target;

  VerifiedContent(Target target) {
    this.target = target;
  }

  /**
   * Returns the target that was read.
   *
   * @return what trusted metadata says of it
   */
  public Target target() {
    return target;
  }

  /** Returns the path and the role. */
  @Override
  public String toString() {
    return "verified content of " + target;
  }
}
