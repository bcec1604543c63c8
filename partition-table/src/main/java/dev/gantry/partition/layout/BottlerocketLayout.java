// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The layouts of Bottlerocket images, for any image size.
 *
 * <p>Immutable. Source: twoliter, {@code partyplanner} and {@code rpm2img}. For an image of G GiB
 * with in-place updates each slot has 20·G MiB of boot, 460·G MiB of root and 5·G MiB of hash;
 * without, there is one slot of twice the size.
 */
public final class BottlerocketLayout {
  /** Largest sizes that are accepted, in GiB. */
  public static final int MAX_GIB = 1 << 20;

  private static final long MIB = 1L << 20;
  private static final long GIB_IN_MIB = 1024;
  private static final long BIOS_MIB = 4;
  private static final long EFI_MIB = 5;
  private static final long BOOT_MIB_PER_GIB = 20;
  private static final long ROOT_MIB_PER_GIB = 460;
  private static final long HASH_MIB_PER_GIB = 5;
  private static final long RESERVED_MIB_PER_GIB = 15;
  private static final long PRIVATE_MIB_PER_GIB = 24;
  private static final long SPLIT_DATA_A_MIB = 1;

  /** Both tables' MiB and the BIOS partition; the first data MiB comes on top. */
  private static final long OVERHEAD_MIB = 2 + BIOS_MIB;

  private final SlotLayout osLayout;
  private final Optional<SlotLayout> dataLayout;
  private final long dataFileSystemBytes;

  private BottlerocketLayout(
      SlotLayout osLayout, Optional<SlotLayout> dataLayout, long dataFileSystemBytes) {
    this.osLayout = osLayout;
    this.dataLayout = dataLayout;
    this.dataFileSystemBytes = dataFileSystemBytes;
  }

  /** Where the data partition is. */
  public enum Plan {
    /** On a disk of its own; the disk with the slots has one of one MiB to fall back to. */
    SPLIT,
    /** On the disk with the slots. */
    UNIFIED
  }

  /**
   * Starts a layout: split, with in-place updates, unless set otherwise.
   *
   * @param osGib size of the image in GiB without data, 1 to {@link #MAX_GIB}
   * @param dataGib size of the data disk, or of the data partition, in GiB, 1 to {@link #MAX_GIB}
   * @return a builder
   * @throws IllegalArgumentException if a size is out of range
   */
  public static Builder builder(int osGib, int dataGib) {
    return new Builder(osGib, dataGib);
  }

  /**
   * Returns the layout of the disk with the slots.
   *
   * @return a layout
   */
  public SlotLayout osLayout() {
    return osLayout;
  }

  /**
   * Returns the layout of the data disk.
   *
   * @return a layout, or nothing if the image is unified
   */
  public Optional<SlotLayout> dataLayout() {
    return dataLayout;
  }

  /**
   * Makes a table for the disk with the slots.
   *
   * @param random the source of GUIDs
   * @return a new table
   */
  public GptTable osDisk(RandomGenerator random) {
    return osLayout.table(random);
  }

  /**
   * Makes a table for the data disk.
   *
   * @param random the source of GUIDs
   * @return a new table, or nothing if the image is unified
   */
  public Optional<GptTable> dataDisk(RandomGenerator random) {
    return dataLayout.map(layout -> layout.table(random));
  }

  /**
   * Returns the size of the data file system that an image is built with. On the data disk of a
   * split image it is larger than the partition, unless {@link Builder#fullDataPartition} was
   * called: Bottlerocket writes an entry of one MiB, and the first boot enlarges it.
   *
   * @return a size in bytes
   */
  public long dataFileSystemBytes() {
    return dataFileSystemBytes;
  }

  /**
   * Collects the parameters of a layout.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private final long osGib;
    private final long dataGib;
    private final SlotLayout.Builder os = SlotLayout.builder();
    private final SlotLayout.Builder data = SlotLayout.builder();
    private Plan plan = Plan.SPLIT;
    private boolean inPlaceUpdates = true;
    private boolean fullDataPartition;

    private Builder(int osGib, int dataGib) {
      checkGib("image size", osGib);
      checkGib("data size", dataGib);
      this.osGib = osGib;
      this.dataGib = dataGib;
    }

    /**
     * Sets where the data partition is.
     *
     * @param newPlan split or unified
     * @return this builder
     */
    public Builder plan(Plan newPlan) {
      this.plan = Objects.requireNonNull(newPlan, "newPlan");
      return this;
    }

    /**
     * Sets whether there are two slots.
     *
     * @param enabled true for slots A and B, false for one slot of twice the size
     * @return this builder
     */
    public Builder inPlaceUpdates(boolean enabled) {
      this.inPlaceUpdates = enabled;
      return this;
    }

    /**
     * Gives the partition on the data disk of a split image the size of its file system. Without
     * this its entry has one MiB, as Bottlerocket's images have it.
     *
     * @return this builder
     */
    public Builder fullDataPartition() {
      this.fullDataPartition = true;
      return this;
    }

    /**
     * Sets the name of the system in labels.
     *
     * @param prefix the name, {@code BOTTLEROCKET} unless set
     * @return this builder
     */
    public Builder labelPrefix(String prefix) {
      os.labelPrefix(prefix);
      data.labelPrefix(prefix);
      return this;
    }

    /**
     * Sets the label of one partition.
     *
     * @param role the partition
     * @param label at most {@link GptPartition#MAX_NAME_LENGTH} UTF-16 units
     * @return this builder
     */
    public Builder label(PartitionRole role, String label) {
      os.label(role, label);
      data.label(role, label);
      return this;
    }

    /**
     * Sets the types of partitions.
     *
     * @param types the types, Bottlerocket's unless set
     * @return this builder
     */
    public Builder types(PartitionTypes types) {
      os.types(types);
      data.types(types);
      return this;
    }

    /**
     * Sets the sector size.
     *
     * @param bytes 512, which is the default, or 4096
     * @return this builder
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder sectorSizeBytes(int bytes) {
      os.sectorSizeBytes(bytes);
      data.sectorSizeBytes(bytes);
      return this;
    }

    /**
     * Makes the layout.
     *
     * @return the layout
     * @throws IllegalArgumentException if a label is too long
     */
    public BottlerocketLayout build() {
      boolean split = plan == Plan.SPLIT;
      long slotFactor = inPlaceUpdates ? 1 : 2;
      mib(os, PartitionRole.BIOS, BIOS_MIB);
      mib(os, PartitionRole.EFI_A, EFI_MIB * slotFactor);
      mib(os, PartitionRole.BOOT_A, osGib * BOOT_MIB_PER_GIB * slotFactor);
      mib(os, PartitionRole.ROOT_A, osGib * ROOT_MIB_PER_GIB * slotFactor);
      mib(os, PartitionRole.HASH_A, osGib * HASH_MIB_PER_GIB * slotFactor);
      long reserved = osGib * RESERVED_MIB_PER_GIB - EFI_MIB;
      mib(os, PartitionRole.RESERVED_A, reserved * slotFactor);
      long second = inPlaceUpdates ? 1 : 0;
      mib(os, PartitionRole.EFI_B, EFI_MIB * second);
      mib(os, PartitionRole.BOOT_B, osGib * BOOT_MIB_PER_GIB * second);
      mib(os, PartitionRole.ROOT_B, osGib * ROOT_MIB_PER_GIB * second);
      mib(os, PartitionRole.HASH_B, osGib * HASH_MIB_PER_GIB * second);
      mib(os, PartitionRole.RESERVED_B, reserved * second);
      long privateMib = osGib * PRIVATE_MIB_PER_GIB - OVERHEAD_MIB - SPLIT_DATA_A_MIB;
      mib(os, PartitionRole.PRIVATE, privateMib);
      mib(os, PartitionRole.DATA_A, split ? SPLIT_DATA_A_MIB : dataGib * GIB_IN_MIB);
      os.uniqueGuid(
          PartitionRole.DATA_A,
          split ? PartitionTypes.FALLBACK_DATA_PARTITION : PartitionTypes.PREFERRED_DATA_PARTITION);
      os.diskSizeBytes((split ? osGib : osGib + dataGib) * GIB_IN_MIB * MIB);
      long fileSystemMib = split ? dataGib * GIB_IN_MIB - 2 : dataGib * GIB_IN_MIB;
      Optional<SlotLayout> dataLayout =
          split ? Optional.of(dataLayout(fileSystemMib)) : Optional.empty();
      return new BottlerocketLayout(os.build(), dataLayout, fileSystemMib * MIB);
    }

    private SlotLayout dataLayout(long fileSystemMib) {
      mib(data, PartitionRole.DATA_B, fullDataPartition ? fileSystemMib : SPLIT_DATA_A_MIB);
      data.uniqueGuid(PartitionRole.DATA_B, PartitionTypes.PREFERRED_DATA_PARTITION);
      return data.diskSizeBytes(dataGib * GIB_IN_MIB * MIB).build();
    }

    private static void mib(SlotLayout.Builder layout, PartitionRole role, long mib) {
      layout.size(role, mib * MIB);
    }

    private static void checkGib(String what, int gib) {
      if (gib < 1 || gib > MAX_GIB) {
        throw new IllegalArgumentException(what + " is " + gib + " GiB, expected 1 to " + MAX_GIB);
      }
    }
  }
}
