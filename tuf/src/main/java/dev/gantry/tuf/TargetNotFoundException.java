// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;

/** A target path that no trusted role lists, although every role in question was searched. */
public final class TargetNotFoundException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The path. */
  private final String path;

  /**
   * Creates a failure.
   *
   * @param path the path that was looked for
   */
  public TargetNotFoundException(TargetPath path) {
    super(
        "TARGET_NOT_FOUND",
        "target " + Text.quote(path.value()) + " is listed by no trusted role (TUF 5.7.1)",
        null);
    this.path = path.value();
  }

  /**
   * Returns the path that was looked for.
   *
   * @return the path
   */
  public String path() {
    return path;
  }
}
