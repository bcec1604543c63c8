// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.util.Objects;

/**
 * Says how blocks are hashed in this process, and prepares the fastest way.
 *
 * <p>Formatting and verification hash with the JDK's engines. Where the artifact {@code
 * gantry-verity-vector} is at hand and the processor has what it needs, SHA-256 of many blocks at
 * once is faster; a process changes over to it by itself, in the middle of its work, once it has
 * hashed about a gigabyte and seen that the digests are the same and come sooner. Results never
 * depend on it. A service that shall be fast from the first byte on calls {@link #prepare} when it
 * starts.
 *
 * <p>Stateless but for what the process counts; thread-safe.
 */
public final class VerityHashing {
  private VerityHashing() {}

  /**
   * Returns how the blocks so far were hashed.
   *
   * @param algorithm the digest
   * @return counts since the process began, over all calls and threads
   */
  public static HashingSummary summary(VerityAlgorithm algorithm) {
    return Acceleration.of(Objects.requireNonNull(algorithm, "algorithm")).summary();
  }

  /**
   * Says in one line how blocks are hashed with SHA-256.
   *
   * @return text for people, not to be parsed
   */
  public static String describe() {
    return summary(VerityAlgorithm.SHA256).toString();
  }

  /**
   * Makes an accelerated kernel ready now rather than when it is worth it: checks its digests and
   * runs it until it is compiled. Takes about a second of processor time, 15 seconds at most, and
   * nothing if there is no such kernel.
   *
   * @param algorithm the digest
   * @return true if a kernel will be used; {@link #summary} says why not
   */
  public static boolean prepare(VerityAlgorithm algorithm) {
    return Acceleration.of(Objects.requireNonNull(algorithm, "algorithm")).prepare();
  }
}
