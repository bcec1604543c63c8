// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The line of a device-mapper table that maps a verity device (kernel documentation {@code
 * device-mapper/verity.rst}):
 *
 * <pre>
 * 0 SECTORS verity TYPE DATA_DEV HASH_DEV DATA_BS HASH_BS DATA_BLOCKS HASH_START DIGEST ROOT SALT
 *   [#WORDS OPTION…]
 * </pre>
 *
 * <p>It holds all that the kernel needs to verify the data; the superblock is not read. Immutable
 * and thread-safe; equal if the lines are.
 */
public final class VerityTable {
  /** The variable in which Bottlerocket's boot loader keeps the GUID of the boot partition. */
  public static final String BOOT_UUID_VARIABLE = "$boot_uuid";

  /** Name of the device that Bottlerocket maps. */
  public static final String BOTTLEROCKET_NAME = "root";

  static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9/._:=+@${}-]{1,255}");
  static final int SECTOR_BYTES = 512;

  static String checkDevice(String device) {
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "device is " + Text.quote(device) + ", expected a word of [A-Za-z0-9/._:=+@${}-]");
    }
    return device;
  }

  private static final int DATA_PARTITION_OFFSET = 1;
  private static final int HASH_PARTITION_OFFSET = 2;

  private final String dataDevice;
  private final String hashDevice;
  private final TreeGeometry geometry;
  private final RootHash rootHash;
  private final List<VerityTableOption> options;

  VerityTable(
      String dataDevice,
      String hashDevice,
      TreeGeometry geometry,
      RootHash rootHash,
      List<VerityTableOption> options) {
    this.dataDevice = dataDevice;
    this.hashDevice = hashDevice;
    this.geometry = geometry;
    this.rootHash = rootHash;
    this.options = List.copyOf(options);
  }

  /**
   * Starts a line for a tree behind a superblock at the beginning of the hash device, without
   * options.
   *
   * @param dataDevice how the kernel finds the data: a path, {@code major:minor}, or as a {@link
   *     PartitionReference}
   * @param hashDevice how the kernel finds the tree
   * @param superblock shape and salt
   * @param rootHash the trusted root hash
   * @return a builder
   * @throws IllegalArgumentException if a device is not a single word of letters, digits and {@code
   *     /._:=+@${}-}, or the root hash is not made by the superblock's digest
   */
  public static Builder builder(
      String dataDevice, String hashDevice, VeritySuperblock superblock, RootHash rootHash) {
    return builder(dataDevice, hashDevice, VerityLayout.of(superblock), rootHash);
  }

  /**
   * Starts a line without options.
   *
   * @param dataDevice how the kernel finds the data: a path, {@code major:minor}, or as a {@link
   *     PartitionReference}
   * @param hashDevice how the kernel finds the tree
   * @param layout shape and salt, and where the tree is
   * @param rootHash the trusted root hash
   * @return a builder
   * @throws IllegalArgumentException if a device is not a single word of letters, digits and {@code
   *     /._:=+@${}-}, or the root hash is not made by the layout's digest
   */
  public static Builder builder(
      String dataDevice, String hashDevice, VerityLayout layout, RootHash rootHash) {
    return new Builder(dataDevice, hashDevice, layout, rootHash);
  }

  /**
   * Makes the line of Bottlerocket: the data is the partition after the boot partition, the tree is
   * the next one, and the machine restarts on corruption.
   *
   * @param bootUuid unique GUID of the boot partition, or a variable such as {@link
   *     #BOOT_UUID_VARIABLE}
   * @param superblock shape and salt
   * @param rootHash the trusted root hash
   * @return the line
   * @throws IllegalArgumentException if the UUID is neither, or the root hash is not made by the
   *     superblock's digest
   */
  public static VerityTable bottlerocket(
      String bootUuid, VeritySuperblock superblock, RootHash rootHash) {
    return bottlerocket(bootUuid, VerityLayout.of(superblock), rootHash);
  }

  private static VerityTable bottlerocket(String bootUuid, VerityLayout layout, RootHash rootHash) {
    return builder(
            new PartitionReference(bootUuid, DATA_PARTITION_OFFSET).toString(),
            new PartitionReference(bootUuid, HASH_PARTITION_OFFSET).toString(),
            layout,
            rootHash)
        .option(VerityTableOption.Flag.RESTART_ON_CORRUPTION)
        .option(VerityTableOption.Flag.IGNORE_ZERO_BLOCKS)
        .build();
  }

  /**
   * Makes the line of Bottlerocket for a tree that was just made.
   *
   * @param bootUuid unique GUID of the boot partition, or a variable such as {@link
   *     #BOOT_UUID_VARIABLE}
   * @param tree the tree
   * @return the line
   * @throws IllegalArgumentException if the UUID is neither
   */
  public static VerityTable bottlerocket(String bootUuid, VerityTree tree) {
    return bottlerocket(bootUuid, tree.layout(), tree.rootHash());
  }

  /**
   * Parses a table line strictly: single spaces, decimal numbers without leading zeros, one target
   * that starts at sector 0 and maps exactly the covered data.
   *
   * @param line the line, without a line break
   * @param source where it comes from, for messages
   * @return the table
   * @throws dev.gantry.core.MalformedDataException if the line is not of this form or a number is
   *     out of range
   * @throws dev.gantry.core.UnsupportedFormatException if target, hash type, digest or an option is
   *     another than those known here
   * @throws dev.gantry.core.LimitExceededException if the line is longer than 4096 characters
   * @throws GantryException never any other
   */
  public static VerityTable parse(String line, String source) throws GantryException {
    return VerityTableParser.parse(line, source);
  }

  /**
   * Returns the line; {@link #parse} reads it back to an equal table.
   *
   * @return words separated by single spaces
   */
  public String tableLine() {
    StringBuilder line = new StringBuilder(256);
    line.append("0 ").append(sectors()).append(" verity ").append(geometry.hashType());
    line.append(' ').append(dataDevice).append(' ').append(hashDevice);
    line.append(' ').append(dataBlockSizeBytes()).append(' ').append(hashBlockSizeBytes());
    line.append(' ').append(dataBlocks()).append(' ').append(hashStartBlock());
    line.append(' ').append(algorithm().id()).append(' ').append(rootHash.hex());
    line.append(' ').append(salt().size() == 0 ? "-" : salt().toHex());
    if (!options.isEmpty()) {
      List<String> words = options.stream().flatMap(option -> option.words().stream()).toList();
      line.append(' ').append(words.size());
      words.forEach(word -> line.append(' ').append(word));
    }
    return line.toString();
  }

  /**
   * Returns the value of the kernel parameter {@code dm-mod.create} that maps this table read-only.
   *
   * @param name name of the device, see {@link DmModCreate}
   * @return the value, without quotes
   * @throws IllegalArgumentException if the name is not one
   */
  public String dmModCreate(String name) {
    return DmModCreate.readOnly(name, this).toString();
  }

  /**
   * Returns how the kernel finds the data.
   *
   * @return a word, often a {@link PartitionReference}
   */
  public String dataDevice() {
    return dataDevice;
  }

  /**
   * Returns how the kernel finds the tree.
   *
   * @return a word, often a {@link PartitionReference}
   */
  public String hashDevice() {
    return hashDevice;
  }

  /**
   * Returns the size of a data block.
   *
   * @return bytes
   */
  public int dataBlockSizeBytes() {
    return geometry.dataBlockSize();
  }

  /**
   * Returns the size of a block of the tree.
   *
   * @return bytes
   */
  public int hashBlockSizeBytes() {
    return geometry.hashBlockSize();
  }

  /**
   * Returns how many blocks of data are covered.
   *
   * @return 1 or more
   */
  public long dataBlocks() {
    return geometry.dataBlocks();
  }

  /**
   * Returns how much of the data device is covered.
   *
   * @return bytes
   */
  public long dataBytes() {
    return geometry.dataBytes();
  }

  /**
   * Returns the size of the mapped device.
   *
   * @return sectors of 512 bytes
   */
  public long sectors() {
    return geometry.dataBytes() / SECTOR_BYTES;
  }

  /**
   * Returns the hash block of the hash device at which the tree begins.
   *
   * @return a block number, 1 behind a superblock unless hash blocks are 512 bytes
   */
  public long hashStartBlock() {
    return geometry.treeOffset() / geometry.hashBlockSize();
  }

  /**
   * Returns how much of the hash device is needed: everything up to the end of the tree.
   *
   * @return bytes
   */
  public long hashAreaBytes() {
    return geometry.endBytes();
  }

  /**
   * Returns the digest of data blocks and tree blocks.
   *
   * @return the algorithm
   */
  public VerityAlgorithm algorithm() {
    return geometry.algorithm();
  }

  /**
   * Returns the trusted root hash.
   *
   * @return the root hash
   */
  public RootHash rootHash() {
    return rootHash;
  }

  /**
   * Returns the salt.
   *
   * @return 0 to 256 bytes
   */
  public Bytes salt() {
    return geometry.salt();
  }

  /**
   * Returns the options in their order.
   *
   * @return no two that exclude each other
   */
  public List<VerityTableOption> options() {
    return options;
  }

  /**
   * Returns what the line says of data and tree, but for the root hash.
   *
   * @return the layout
   */
  public VerityLayout layout() {
    return new VerityLayout(geometry);
  }

  TreeGeometry geometry() {
    return geometry;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerityTable table && tableLine().equals(table.tableLine());
  }

  @Override
  public int hashCode() {
    return tableLine().hashCode();
  }

  /** Returns {@link #tableLine()}. */
  @Override
  public String toString() {
    return tableLine();
  }

  /** Collects the parts of a line; not thread-safe. */
  public static final class Builder {
    private final String dataDevice;
    private final String hashDevice;
    private final VerityLayout layout;
    private final RootHash rootHash;
    private final List<VerityTableOption> options = new ArrayList<>();

    private Builder(String dataDevice, String hashDevice, VerityLayout layout, RootHash rootHash) {
      this.dataDevice = checkDevice(dataDevice);
      this.hashDevice = checkDevice(hashDevice);
      this.layout = Objects.requireNonNull(layout, "layout");
      this.rootHash = rootHash;
      if (!rootHash.algorithm().equals(layout.algorithm())) {
        throw new IllegalArgumentException(
            "root hash is " + rootHash.algorithm().id() + ", expected " + layout.algorithm().id());
      }
    }

    /**
     * Adds an option behind those added before.
     *
     * @param option the option
     * @return this builder
     * @throws IllegalArgumentException if an option added before excludes it
     */
    public Builder option(VerityTableOption option) {
      for (VerityTableOption before : options) {
        if (before.excludes(option)) {
          throw new IllegalArgumentException(
              "option " + option.words().get(0) + " does not go with " + before.words().get(0));
        }
      }
      options.add(option);
      return this;
    }

    /**
     * Returns the table.
     *
     * @return an immutable copy
     */
    public VerityTable build() {
      return new VerityTable(dataDevice, hashDevice, layout.geometry(), rootHash, options);
    }
  }
}
