// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.Guid;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Partitions packed one behind the other from the first MiB of a disk, each a whole number of MiB;
 * the last MiB is for the backup table.
 *
 * <p>Immutable. The order is that of {@link PartitionRole}, so that every root partition is the one
 * behind its boot partition and every hash partition the one behind that: the kernel finds them so
 * ({@code PARTUUID=…/PARTNROFF=1} and {@code =2}).
 */
public final class SlotLayout {
  /** Partitions begin and end at multiples of this. */
  public static final long ALIGNMENT_BYTES = 1L << 20;

  /** Attributes of a slot that boots and is known to be good: priority 1, successful. */
  public static final long GOOD_SLOT_ATTRIBUTES = (1L << 48) | (1L << 56);

  private final int sectorSizeBytes;
  private final long diskSizeBytes;
  private final List<PlannedPartition> partitions;

  private SlotLayout(int sectorSizeBytes, long diskSizeBytes, List<PlannedPartition> partitions) {
    this.sectorSizeBytes = sectorSizeBytes;
    this.diskSizeBytes = diskSizeBytes;
    this.partitions = List.copyOf(partitions);
  }

  /**
   * Starts a layout without partitions, with Bottlerocket's types and labels.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the sector size of the table.
   *
   * @return 512 or 4096
   */
  public int sectorSizeBytes() {
    return sectorSizeBytes;
  }

  /**
   * Returns the size of the disk.
   *
   * @return a multiple of {@link #ALIGNMENT_BYTES}
   */
  public long diskSizeBytes() {
    return diskSizeBytes;
  }

  /**
   * Returns the partitions.
   *
   * @return an immutable list in the order of their numbers and places
   */
  public List<PlannedPartition> partitions() {
    return partitions;
  }

  /**
   * Returns the partition with a role.
   *
   * @param role what to look for
   * @return the partition, or nothing if the layout has none
   */
  public Optional<PlannedPartition> partition(PartitionRole role) {
    return partitions.stream().filter(p -> p.role() == role).findFirst();
  }

  /**
   * Makes a table of this layout, with random GUIDs wherever the layout fixes none.
   *
   * @param random the source of the GUIDs
   * @return a new table
   */
  public GptTable table(RandomGenerator random) {
    GptTable.Builder table =
        GptTable.builder(Guid.random(random), sectorSizeBytes, diskSizeBytes / sectorSizeBytes);
    for (PlannedPartition planned : partitions) {
      long end = planned.offsetBytes() + planned.sizeBytes();
      table.add(
          new GptPartition(
              planned.number(),
              planned.typeGuid(),
              planned.uniqueGuid().orElseGet(() -> Guid.random(random)),
              planned.offsetBytes() / sectorSizeBytes,
              end / sectorSizeBytes - 1,
              planned.attributes(),
              planned.label()));
    }
    return table.build();
  }

  /**
   * Collects the sizes of a layout.
   *
   * <p>A partition whose size is 0 is left out. Not thread-safe.
   */
  public static final class Builder {
    private final Map<PartitionRole, Long> sizes = new EnumMap<>(PartitionRole.class);
    private final Map<PartitionRole, String> labels = new EnumMap<>(PartitionRole.class);
    private final Map<PartitionRole, Guid> uniqueGuids = new EnumMap<>(PartitionRole.class);
    private PartitionTypes types = PartitionTypes.BOTTLEROCKET;
    private String labelPrefix = "BOTTLEROCKET";
    private int sectorSizeBytes = 512;
    private long diskSizeBytes;

    private Builder() {}

    /**
     * Sets the size of one partition.
     *
     * @param role the partition
     * @param sizeBytes a multiple of {@link #ALIGNMENT_BYTES}; 0 leaves the partition out
     * @return this builder
     * @throws IllegalArgumentException if the size is anything else
     */
    public Builder size(PartitionRole role, long sizeBytes) {
      checkAligned(role + " size", sizeBytes);
      sizes.put(role, sizeBytes);
      return this;
    }

    /**
     * Sets the sizes of the boot, root and hash partitions of both slots.
     *
     * @param bootBytes size of each boot partition
     * @param rootBytes size of each root partition
     * @param hashBytes size of each hash partition
     * @return this builder
     * @throws IllegalArgumentException if a size is not a multiple of {@link #ALIGNMENT_BYTES}
     */
    public Builder slotSizes(long bootBytes, long rootBytes, long hashBytes) {
      size(PartitionRole.BOOT_A, bootBytes).size(PartitionRole.BOOT_B, bootBytes);
      size(PartitionRole.ROOT_A, rootBytes).size(PartitionRole.ROOT_B, rootBytes);
      return size(PartitionRole.HASH_A, hashBytes).size(PartitionRole.HASH_B, hashBytes);
    }

    /**
     * Sets the label of one partition; without it the label follows the prefix.
     *
     * @param role the partition
     * @param label at most {@link GptPartition#MAX_NAME_LENGTH} UTF-16 units
     * @return this builder
     */
    public Builder label(PartitionRole role, String label) {
      labels.put(role, Objects.requireNonNull(label, "label"));
      return this;
    }

    /**
     * Sets the name of the system in labels.
     *
     * @param prefix the name, {@code BOTTLEROCKET} unless set
     * @return this builder
     */
    public Builder labelPrefix(String prefix) {
      this.labelPrefix = Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /**
     * Sets the types of partitions.
     *
     * @param partitionTypes the types, Bottlerocket's unless set
     * @return this builder
     */
    public Builder types(PartitionTypes partitionTypes) {
      this.types = Objects.requireNonNull(partitionTypes, "partitionTypes");
      return this;
    }

    /**
     * Fixes the identity of one partition; without it every table gets a random one.
     *
     * @param role the partition
     * @param guid its unique GUID
     * @return this builder
     */
    public Builder uniqueGuid(PartitionRole role, Guid guid) {
      uniqueGuids.put(role, Objects.requireNonNull(guid, "guid"));
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
      if (bytes != 512 && bytes != 4096) {
        throw new IllegalArgumentException("sector size is " + bytes + ", expected 512 or 4096");
      }
      this.sectorSizeBytes = bytes;
      return this;
    }

    /**
     * Sets the size of the disk; without it the disk ends one MiB behind the last partition.
     *
     * @param bytes a multiple of {@link #ALIGNMENT_BYTES}
     * @return this builder
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder diskSizeBytes(long bytes) {
      checkAligned("disk size", bytes);
      this.diskSizeBytes = bytes;
      return this;
    }

    /**
     * Makes the layout.
     *
     * @return the layout
     * @throws IllegalArgumentException if the partitions and two MiB do not fit on the disk, a slot
     *     has some but not all of boot, root and hash, there is a slot B without a slot A, or a
     *     label is too long
     */
    public SlotLayout build() {
      checkSlot(PartitionRole.BOOT_A, PartitionRole.ROOT_A, PartitionRole.HASH_A);
      checkSlot(PartitionRole.BOOT_B, PartitionRole.ROOT_B, PartitionRole.HASH_B);
      if (has(PartitionRole.BOOT_B) && !has(PartitionRole.BOOT_A)) {
        throw new IllegalArgumentException("there is a slot B, but no slot A");
      }
      List<PlannedPartition> planned = new ArrayList<>();
      long offset = ALIGNMENT_BYTES;
      for (PartitionRole role : PartitionRole.values()) {
        if (!has(role)) {
          continue;
        }
        long size = Objects.requireNonNullElse(sizes.get(role), 0L);
        planned.add(
            new PlannedPartition(
                planned.size() + 1,
                role,
                label(role),
                types.typeOf(role),
                Optional.ofNullable(uniqueGuids.get(role)),
                offset,
                size,
                role == PartitionRole.BOOT_A ? GOOD_SLOT_ATTRIBUTES : 0));
        offset = Math.addExact(offset, size);
      }
      long needed = Math.addExact(offset, ALIGNMENT_BYTES);
      if (diskSizeBytes != 0 && diskSizeBytes < needed) {
        throw new IllegalArgumentException(
            "disk has " + diskSizeBytes + " bytes, the layout needs " + needed);
      }
      return new SlotLayout(sectorSizeBytes, diskSizeBytes == 0 ? needed : diskSizeBytes, planned);
    }

    private String label(PartitionRole role) {
      String label = Objects.requireNonNullElseGet(labels.get(role), () -> role.label(labelPrefix));
      if (label.length() > GptPartition.MAX_NAME_LENGTH) {
        throw new IllegalArgumentException("label of " + role + " is too long: " + label);
      }
      return label;
    }

    private boolean has(PartitionRole role) {
      return Objects.requireNonNullElse(sizes.get(role), 0L) > 0;
    }

    private void checkSlot(PartitionRole boot, PartitionRole root, PartitionRole hash) {
      if (has(boot) != has(root) || has(root) != has(hash)) {
        throw new IllegalArgumentException(
            "a slot needs all of " + boot + ", " + root + " and " + hash);
      }
    }

    private static void checkAligned(String what, long bytes) {
      if (bytes < 0 || bytes % ALIGNMENT_BYTES != 0) {
        throw new IllegalArgumentException(
            what + " is " + bytes + " bytes, expected a multiple of " + ALIGNMENT_BYTES);
      }
    }
  }
}
