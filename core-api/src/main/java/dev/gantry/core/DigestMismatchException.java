// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Serial;

/** Bytes whose digest is not the one that trusted metadata or an earlier step recorded. */
public final class DigestMismatchException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** What was hashed. */
  private final String what;

  /** The trusted digest, as text so that it survives serialization. */
  private final String expected;

  /** The digest of the bytes, as text. */
  private final String actual;

  /**
   * Creates a failure.
   *
   * @param what what was hashed; foreign text is cut and escaped here
   * @param expected the trusted digest
   * @param actual the digest of the bytes that were found
   */
  public DigestMismatchException(String what, Digest expected, Digest actual) {
    super(
        "DIGEST_MISMATCH",
        Text.clean(what) + ": digest is " + actual + ", expected " + expected,
        null);
    this.what = Text.clean(what);
    this.expected = expected.toString();
    this.actual = actual.toString();
  }

  /**
   * Returns what was hashed.
   *
   * @return a description
   */
  public String what() {
    return what;
  }

  /**
   * Returns the trusted digest.
   *
   * @return the digest that was expected
   */
  public Digest expected() {
    return Digest.parse(expected);
  }

  /**
   * Returns the digest of the bytes that were found.
   *
   * @return the digest that was computed
   */
  public Digest actual() {
    return Digest.parse(actual);
  }
}
