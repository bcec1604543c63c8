// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An option of the verity target (kernel documentation {@code device-mapper/verity.rst},
 * "Construction Parameters").
 */
public sealed interface VerityTableOption {
  /**
   * Returns the words of the option in a table line, its name first. They are counted one by one.
   *
   * @return one word, or two for each argument
   */
  List<String> words();

  /**
   * Says whether a table line cannot have both; the kernel refuses such a line.
   *
   * @param other another option
   * @return true if they are of one kind, or both say what happens in the same case
   */
  boolean excludes(VerityTableOption other);

  /** An option without an argument. */
  enum Flag implements VerityTableOption {
    /** Corrupt blocks are logged and delivered: no protection at all. Linux 4.1. */
    IGNORE_CORRUPTION(Group.CORRUPTION),

    /** The machine restarts when a block is corrupt. Linux 4.1. */
    RESTART_ON_CORRUPTION(Group.CORRUPTION),

    /** The kernel panics when a block is corrupt. Linux 5.9. */
    PANIC_ON_CORRUPTION(Group.CORRUPTION),

    /** The machine restarts when a block cannot be read. Linux 6.13. */
    RESTART_ON_ERROR(Group.ERROR),

    /** The kernel panics when a block cannot be read. Linux 6.13. */
    PANIC_ON_ERROR(Group.ERROR),

    /** Blocks that should be zero are not read, and delivered as zeros. Linux 4.5. */
    IGNORE_ZERO_BLOCKS(Group.OTHER),

    /** A data block is verified when it is read first, not again later. Linux 4.17. */
    CHECK_AT_MOST_ONCE(Group.OTHER),

    /** Blocks whose digests are in memory are verified without a change of context. Linux 6.0. */
    TRY_VERIFY_IN_TASKLET(Group.OTHER);

    private final Group group;
    private final String word;

    Flag(Group group) {
      this.group = group;
      this.word = name().toLowerCase(Locale.ROOT);
    }

    private enum Group {
      CORRUPTION,
      ERROR,
      OTHER
    }

    /**
     * Returns the word in the table line.
     *
     * @return for example {@code restart_on_corruption}
     */
    public String word() {
      return word;
    }

    /**
     * Finds the option of a word.
     *
     * @param word for example {@code restart_on_corruption}
     * @return the option, or empty if there is none without an argument
     */
    public static Optional<Flag> find(String word) {
      for (Flag flag : values()) {
        if (flag.word.equals(word)) {
          return Optional.of(flag);
        }
      }
      return Optional.empty();
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }

    @Override
    public boolean excludes(VerityTableOption other) {
      return this == other
          || (other instanceof Flag flag && group == flag.group && group != Group.OTHER);
    }
  }

  /**
   * Forward error correction: corrupt blocks are repaired from parity. Linux 4.5.
   *
   * @param device how the kernel finds the parity
   * @param roots number of parity bytes in a codeword, 2 to 24
   * @param blocks number of blocks that the parity covers: data, and hash blocks from the start of
   *     the tree on
   * @param start where the parity begins on its device, in data blocks
   */
  record Fec(String device, int roots, long blocks, long start) implements VerityTableOption {
    /** Fewest parity bytes in a codeword. */
    public static final int MIN_ROOTS = 2;

    /** Most parity bytes in a codeword. */
    public static final int MAX_ROOTS = 24;

    static final long MAX_BLOCKS = 1L << 54;
    static final String DEVICE = "use_fec_from_device";
    static final String ROOTS = "fec_roots";
    static final String BLOCKS = "fec_blocks";
    static final String START = "fec_start";

    /**
     * Creates the option.
     *
     * @throws IllegalArgumentException if the device is not a single word of letters, digits and
     *     {@code /._:=+@${}-}, or a number is out of range
     */
    public Fec {
      VerityTable.checkDevice(device);
      check(ROOTS, roots, MIN_ROOTS, MAX_ROOTS);
      check(BLOCKS, blocks, 1, MAX_BLOCKS);
      check(START, start, 0, MAX_BLOCKS);
    }

    private static void check(String name, long value, long min, long max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            name + " is " + value + ", expected " + min + " to " + max);
      }
    }

    @Override
    public List<String> words() {
      return List.of(
          DEVICE,
          device,
          ROOTS,
          Integer.toString(roots),
          BLOCKS,
          Long.toString(blocks),
          START,
          Long.toString(start));
    }

    @Override
    public boolean excludes(VerityTableOption other) {
      return other instanceof Fec;
    }
  }

  /**
   * A signature of the root hash that the kernel must find good. Linux 5.4.
   *
   * @param description description of the user key that holds the signature: 1 to 255 visible ASCII
   *     characters but {@code , ; \ "}
   */
  record SignatureKey(String description) implements VerityTableOption {
    static final String WORD = "root_hash_sig_key_desc";
    static final Pattern DESCRIPTION = Pattern.compile("[!-~&&[^,;\\\\\"]]{1,255}");

    /**
     * Creates the option.
     *
     * @throws IllegalArgumentException if the description has other characters or is too long
     */
    public SignatureKey {
      if (!DESCRIPTION.matcher(description).matches()) {
        throw new IllegalArgumentException(
            "key description is " + Text.quote(description) + ", expected " + DESCRIPTION);
      }
    }

    @Override
    public List<String> words() {
      return List.of(WORD, description);
    }

    @Override
    public boolean excludes(VerityTableOption other) {
      return other instanceof SignatureKey;
    }
  }
}
