// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Trust in another role for part of the target paths (TUF specification section 4.5).
 *
 * <p>Immutable and thread-safe.
 */
public final class Delegation {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final List<String> TOP_LEVEL = List.of("root", "targets", "snapshot", "timestamp");

  private final String name;
  private final KeyPolicy keys;
  private final List<String> paths;
  private final List<String> pathHashPrefixes;
  private final boolean terminating;

  private Delegation(Builder builder) {
    this.name = builder.name;
    this.keys = builder.keys;
    this.paths = List.copyOf(builder.paths);
    this.pathHashPrefixes = List.copyOf(builder.pathHashPrefixes);
    this.terminating = builder.terminating;
  }

  /**
   * Starts a delegation.
   *
   * @param name name of the role: up to 100 letters, digits, dots, underscores and hyphens,
   *     starting with a letter or digit, so that its file has the same name on every server
   * @param keys who speaks for the role
   * @return a new builder
   * @throws IllegalArgumentException if the name is any other, or that of a top-level role
   */
  public static Builder builder(String name, KeyPolicy keys) {
    return new Builder(name, keys);
  }

  /**
   * Makes hash bins of the classic kind: one delegation for each, with prefixes of the SHA-256
   * digest of target paths (specification section 4.5), which every client understands. {@link
   * SuccinctDelegation} says the same in one entry. The bins are named {@code PREFIX-N} as there.
   *
   * @param namePrefix what the names start with
   * @param keys who speaks for every bin
   * @param bins how many bins: a power of two from 2 to 65,536
   * @return one delegation a bin, terminating, in order
   * @throws IllegalArgumentException if the prefix or the number is out of range
   */
  public static List<Delegation> hashBins(String namePrefix, KeyPolicy keys, int bins) {
    int bits = Integer.numberOfTrailingZeros(bins);
    if (Integer.bitCount(bins) != 1 || bits < 1 || bits > 16) {
      throw new IllegalArgumentException(bins + " bins, expected a power of two from 2 to 65536");
    }
    int digits = (bits + 3) / 4;
    int prefixesEach = 1 << (4 * digits - bits);
    List<Delegation> delegations = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      Builder builder = builder(BinTable.name(namePrefix, bits, bin), keys).terminating(true);
      for (int i = 0; i < prefixesEach; i++) {
        String hex = Integer.toHexString(bin * prefixesEach + i);
        builder.pathHashPrefix("0".repeat(digits - hex.length()) + hex);
      }
      delegations.add(builder.build());
    }
    return List.copyOf(delegations);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !TOP_LEVEL.contains(name);
  }

  /**
   * Returns the name of the role.
   *
   * @return a name that is also a file name
   */
  public String name() {
    return name;
  }

  /**
   * Returns who speaks for the role.
   *
   * @return keys and threshold
   */
  public KeyPolicy keys() {
    return keys;
  }

  /**
   * Returns the patterns of target paths.
   *
   * @return an unmodifiable list, empty if the role has hash prefixes
   */
  public List<String> paths() {
    return paths;
  }

  /**
   * Returns the prefixes of SHA-256 digests of target paths.
   *
   * @return an unmodifiable list, empty if the role has patterns
   */
  public List<String> pathHashPrefixes() {
    return pathHashPrefixes;
  }

  /**
   * Tells whether a search that comes here goes no further.
   *
   * @return true for a terminating delegation
   */
  public boolean terminating() {
    return terminating;
  }

  /** Collects the parts; not thread-safe. */
  public static final class Builder {
    private final String name;
    private final KeyPolicy keys;
    private final List<String> paths = new ArrayList<>();
    private final List<String> pathHashPrefixes = new ArrayList<>();
    private boolean terminating;

    private Builder(String name, KeyPolicy keys) {
      if (!isName(name)) {
        throw new IllegalArgumentException("role name is " + Text.quote(name));
      }
      this.name = name;
      this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Adds a pattern of target paths.
     *
     * @param pattern a path in which {@code *} and {@code ?} stand for characters of one segment
     * @return this
     */
    public Builder path(String pattern) {
      if (pattern.isEmpty()) {
        throw new IllegalArgumentException("the pattern is empty");
      }
      paths.add(pattern);
      return this;
    }

    /**
     * Adds a prefix of the SHA-256 digest of target paths.
     *
     * @param prefix 1 to 64 lower-case hexadecimal digits
     * @return this
     */
    public Builder pathHashPrefix(String prefix) {
      if (!prefix.matches("[0-9a-f]{1,64}")) {
        throw new IllegalArgumentException("prefix is " + Text.quote(prefix));
      }
      pathHashPrefixes.add(prefix);
      return this;
    }

    /**
     * Sets whether a search that comes here goes no further.
     *
     * @param value false if not set
     * @return this
     */
    public Builder terminating(boolean value) {
      this.terminating = value;
      return this;
    }

    /**
     * Makes the delegation.
     *
     * @return the delegation
     * @throws IllegalStateException unless there are either patterns or hash prefixes
     */
    public Delegation build() {
      if (paths.isEmpty() == pathHashPrefixes.isEmpty()) {
        throw new IllegalStateException("either patterns or hash prefixes are needed");
      }
      return new Delegation(this);
    }
  }
}
