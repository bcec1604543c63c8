// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Digest algorithms that every JDK from 17 on has, by the names that TUF and dm-verity use. */
public enum DigestAlgorithm {
  /** SHA-256, FIPS 180-4. */
  SHA256("sha256", "SHA-256", 32),
  /** SHA-384, FIPS 180-4. */
  SHA384("sha384", "SHA-384", 48),
  /** SHA-512, FIPS 180-4. */
  SHA512("sha512", "SHA-512", 64);

  private final String id;
  private final String jcaName;
  private final int sizeBytes;

  DigestAlgorithm(String id, String jcaName, int sizeBytes) {
    this.id = id;
    this.jcaName = jcaName;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Returns the name that TUF metadata and verity superblocks use.
   *
   * @return lower case, for example {@code sha256}
   */
  public String id() {
    return id;
  }

  /**
   * Returns the size of a digest.
   *
   * @return bytes
   */
  public int sizeBytes() {
    return sizeBytes;
  }

  /**
   * Finds an algorithm by its {@link #id()}.
   *
   * @param id the exact lower-case name
   * @return the algorithm, or empty if there is none of that name
   */
  public static Optional<DigestAlgorithm> find(String id) {
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.id.equals(id)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns a fresh digest engine.
   *
   * @return a new engine, not thread-safe
   */
  public MessageDigest newMessageDigest() {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(jcaName + " is guaranteed by the JDK", e);
    }
  }
}
