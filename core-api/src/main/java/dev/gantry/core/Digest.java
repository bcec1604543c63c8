// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.util.Objects;

/**
 * A digest and the algorithm that made it.
 *
 * <p>Immutable; the comparison takes constant time.
 *
 * @param algorithm the algorithm
 * @param value as many bytes as the algorithm makes
 */
public record Digest(DigestAlgorithm algorithm, Bytes value) {
  /**
   * Creates a digest.
   *
   * @throws IllegalArgumentException if the number of bytes is not the algorithm's
   */
  public Digest {
    Objects.requireNonNull(algorithm, "algorithm");
    if (value.size() != algorithm.sizeBytes()) {
      throw new IllegalArgumentException(
          algorithm.id()
              + " digest has "
              + value.size()
              + " bytes, expected "
              + algorithm.sizeBytes());
    }
  }

  /**
   * Creates a SHA-256 digest from its hexadecimal form.
   *
   * @param hex 64 hexadecimal digits of either case
   * @return the digest
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Digest sha256(String hex) {
    return new Digest(DigestAlgorithm.SHA256, Bytes.parseHex(hex));
  }

  /**
   * Parses the form of {@link #toString()}.
   *
   * @param text an algorithm's {@link DigestAlgorithm#id()}, a colon and hexadecimal digits of
   *     either case, for example {@code sha256:00ff…}
   * @return the digest
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    String id = colon < 0 ? "" : text.substring(0, colon);
    DigestAlgorithm algorithm =
        DigestAlgorithm.find(id)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "digest is " + Text.quote(text) + ", expected ALGORITHM:HEX"));
    return new Digest(algorithm, Bytes.parseHex(text.substring(colon + 1)));
  }

  /**
   * Hashes bytes.
   *
   * @param algorithm the algorithm
   * @param content the bytes
   * @return the digest
   */
  public static Digest compute(DigestAlgorithm algorithm, Bytes content) {
    java.security.MessageDigest engine = algorithm.newMessageDigest();
    engine.update(content.asByteBuffer());
    return new Digest(algorithm, Bytes.of(engine.digest()));
  }

  /**
   * Returns the value as hexadecimal digits.
   *
   * @return lower case
   */
  public String hex() {
    return value.toHex();
  }

  /** Returns the algorithm, a colon and the hexadecimal value. */
  @Override
  public String toString() {
    return algorithm.id() + ":" + hex();
  }
}
