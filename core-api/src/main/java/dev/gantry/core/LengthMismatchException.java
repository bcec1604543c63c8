// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Serial;

/** Bytes whose length is not the one that trusted metadata or an earlier step recorded. */
public final class LengthMismatchException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** What was measured. */
  private final String what;

  /** The trusted length. */
  private final long expectedBytes;

  /** The length found, or a lower bound. */
  private final long actualBytes;

  /**
   * Creates a failure.
   *
   * @param what what was measured; foreign text is cut and escaped here
   * @param expectedBytes the trusted length
   * @param actualBytes the length found; where reading stopped early, a lower bound
   */
  public LengthMismatchException(String what, long expectedBytes, long actualBytes) {
    super(
        "LENGTH_MISMATCH",
        Text.clean(what)
            + ": length is "
            + (actualBytes > expectedBytes ? "at least " : "")
            + actualBytes
            + " bytes, expected "
            + expectedBytes,
        null);
    this.what = Text.clean(what);
    this.expectedBytes = expectedBytes;
    this.actualBytes = actualBytes;
  }

  /**
   * Returns what was measured.
   *
   * @return a description
   */
  public String what() {
    return what;
  }

  /**
   * Returns the trusted length.
   *
   * @return bytes
   */
  public long expectedBytes() {
    return expectedBytes;
  }

  /**
   * Returns the length found.
   *
   * @return bytes; a lower bound where reading stopped early
   */
  public long actualBytes() {
    return actualBytes;
  }
}
