// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import java.util.Objects;

/**
 * Trust in bins, each for the target paths whose SHA-256 digest starts with its number (TAP 15).
 * All bins have the same keys; together they have every path. Clients treat them as terminating.
 *
 * <p>Immutable and thread-safe.
 */
public final class SuccinctDelegation {
  /** The most bits for which an editor makes the bins: 65,536 of them. */
  public static final int MAX_CREATED_BITS = 16;

  private final String namePrefix;
  private final KeyPolicy keys;
  private final int bitLength;

  private SuccinctDelegation(String namePrefix, KeyPolicy keys, int bitLength) {
    this.namePrefix = namePrefix;
    this.keys = keys;
    this.bitLength = bitLength;
  }

  /**
   * Creates a delegation.
   *
   * @param namePrefix what the names of the bins start with, up to 91 letters, digits, dots,
   *     underscores and hyphens, starting with a letter or digit
   * @param keys who speaks for every bin
   * @param bitLength how many bits of the digest number a bin, 1 to 32: there are two to the power
   *     of it
   * @return the delegation
   * @throws IllegalArgumentException if the prefix or the number of bits is out of range
   */
  public static SuccinctDelegation of(String namePrefix, KeyPolicy keys, int bitLength) {
    if (!Delegation.isName(namePrefix + "-00000000")) {
      throw new IllegalArgumentException("prefix of bins is " + Text.quote(namePrefix));
    }
    if (bitLength < 1 || bitLength > 32) {
      throw new IllegalArgumentException("bit length " + bitLength + ", expected 1 to 32");
    }
    return new SuccinctDelegation(namePrefix, Objects.requireNonNull(keys, "keys"), bitLength);
  }

  /**
   * Returns what the names of the bins start with.
   *
   * @return the prefix, without the hyphen that follows
   */
  public String namePrefix() {
    return namePrefix;
  }

  /**
   * Returns who speaks for every bin.
   *
   * @return keys and threshold
   */
  public KeyPolicy keys() {
    return keys;
  }

  /**
   * Returns how many bits number a bin.
   *
   * @return 1 to 32
   */
  public int bitLength() {
    return bitLength;
  }

  /**
   * Returns the bin of a path.
   *
   * @param path a target path
   * @return the name of a role, for example {@code bin-07f}
   */
  public String binFor(TargetPath path) {
    RoleKeySet none = new RoleKeySet(namePrefix, java.util.Map.of(), keys.threshold());
    return new BinTable(namePrefix, bitLength, none).nameFor(path);
  }
}
