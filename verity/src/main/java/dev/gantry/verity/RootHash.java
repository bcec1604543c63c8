// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.Guid;
import dev.gantry.core.Text;
import java.util.Objects;

/**
 * The digest at the root of a verity tree, which stands for all of its data.
 *
 * <p>Immutable; the comparison takes constant time.
 *
 * @param algorithm the digest of data blocks and tree blocks
 * @param value as many bytes as the algorithm makes
 */
public record RootHash(VerityAlgorithm algorithm, Bytes value) {
  /**
   * Creates a root hash.
   *
   * @throws IllegalArgumentException if the number of bytes is not the algorithm's
   */
  public RootHash {
    Objects.requireNonNull(algorithm, "algorithm");
    if (value.size() != algorithm.sizeBytes()) {
      throw new IllegalArgumentException(
          algorithm.id()
              + " root hash has "
              + value.size()
              + " bytes, expected "
              + algorithm.sizeBytes());
    }
  }

  /**
   * Takes over a digest.
   *
   * @param digest a digest whose value is a root hash
   * @return the root hash
   */
  public static RootHash of(Digest digest) {
    VerityAlgorithm algorithm =
        switch (digest.algorithm()) {
          case SHA256 -> VerityAlgorithm.SHA256;
          case SHA384 -> VerityAlgorithm.SHA384;
          case SHA512 -> VerityAlgorithm.SHA512;
        };
    return new RootHash(algorithm, digest.value());
  }

  /**
   * Creates a SHA-256 root hash from its hexadecimal form.
   *
   * @param hex 64 hexadecimal digits of either case
   * @return the root hash
   * @throws IllegalArgumentException if the text is anything else
   */
  public static RootHash sha256(String hex) {
    return parse(VerityAlgorithm.SHA256, hex);
  }

  /**
   * Parses the hexadecimal form.
   *
   * @param algorithm the digest that made it
   * @param hex two digits of either case for each byte
   * @return the root hash
   * @throws IllegalArgumentException if the text is anything else
   */
  public static RootHash parse(VerityAlgorithm algorithm, String hex) {
    return new RootHash(algorithm, Bytes.parseHex(hex));
  }

  /**
   * Parses the form of {@link #toString()}.
   *
   * @param text an algorithm's {@link VerityAlgorithm#id()}, a colon and hexadecimal digits of
   *     either case, for example {@code sha256:00ff…}
   * @return the root hash
   * @throws IllegalArgumentException if the text is anything else
   */
  public static RootHash parse(String text) {
    int colon = text.indexOf(':');
    String id = colon < 0 ? "" : text.substring(0, colon);
    VerityAlgorithm algorithm =
        VerityAlgorithm.find(id)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "root hash is " + Text.quote(text) + ", expected ALGORITHM:HEX"));
    return parse(algorithm, text.substring(colon + 1));
  }

  /**
   * Returns the value as hexadecimal digits.
   *
   * @return lower case
   */
  public String hex() {
    return value.toHex();
  }

  /**
   * Returns the unique GUID of the data partition, by which a system that was given the root hash
   * finds it: the first 128 bits. Source: Discoverable Partitions Specification (UAPI.2), "Verity".
   *
   * @return the GUID, whose text begins as {@link #hex()} does
   */
  public Guid dataPartitionGuid() {
    return Guid.decodeBigEndian(value.asByteBuffer());
  }

  /**
   * Returns the unique GUID of the hash partition, by which a system that was given the root hash
   * finds it: the last 128 bits. Source: Discoverable Partitions Specification (UAPI.2), "Verity".
   *
   * @return the GUID, whose text ends as {@link #hex()} does
   */
  public Guid hashPartitionGuid() {
    return Guid.decodeBigEndian(
        value.asByteBuffer().position(value.size() - Guid.SIZE_BYTES).slice());
  }

  /** Returns the algorithm, a colon and the hexadecimal value. */
  @Override
  public String toString() {
    return algorithm.id() + ":" + hex();
  }
}
