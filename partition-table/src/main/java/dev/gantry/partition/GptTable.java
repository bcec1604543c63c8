// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a GPT says, whichever of its two copies said it: no checksums, no positions of the copies.
 *
 * <p>Immutable. Every instance keeps the rules: partitions lie in the usable range and do not
 * overlap, numbers and unique GUIDs are distinct. Two tables are equal if they say the same.
 *
 * <p>Source: UEFI 2.10, section 5.3.
 */
public final class GptTable {
  /** Entries of a table that is made new. */
  public static final int DEFAULT_ENTRY_COUNT = 128;

  /** Size of an entry of a table that is made new. */
  public static final int DEFAULT_ENTRY_SIZE_BYTES = 128;

  private final Guid diskGuid;
  private final int sectorSizeBytes;
  private final long sectorCount;
  private final long firstUsableLba;
  private final long lastUsableLba;
  private final int entryCount;
  private final int entrySizeBytes;
  private final List<GptPartition> partitions;

  GptTable(
      Guid diskGuid,
      int sectorSizeBytes,
      long sectorCount,
      long firstUsableLba,
      long lastUsableLba,
      int entryCount,
      int entrySizeBytes,
      Collection<GptPartition> partitions) {
    this.diskGuid = diskGuid;
    this.sectorSizeBytes = sectorSizeBytes;
    this.sectorCount = sectorCount;
    this.firstUsableLba = firstUsableLba;
    this.lastUsableLba = lastUsableLba;
    this.entryCount = entryCount;
    this.entrySizeBytes = entrySizeBytes;
    this.partitions = List.copyOf(partitions);
  }

  /**
   * Starts a new table of 128 entries of 128 bytes.
   *
   * @param diskGuid identity of the disk
   * @param sectorSizeBytes 512 or 4096
   * @param sectorCount size of the disk in sectors; the last one holds the backup header
   * @return a builder without partitions
   * @throws IllegalArgumentException if the sector size is another one, or the disk has no room for
   *     a table and one usable sector, or its size in bytes does not fit 63 bits
   */
  public static Builder builder(Guid diskGuid, int sectorSizeBytes, long sectorCount) {
    return new Builder(diskGuid, sectorSizeBytes, sectorCount);
  }

  /**
   * Returns the identity of the disk.
   *
   * @return the GUID in the headers
   */
  public Guid diskGuid() {
    return diskGuid;
  }

  /**
   * Returns the sector size.
   *
   * @return 512 or 4096
   */
  public int sectorSizeBytes() {
    return sectorSizeBytes;
  }

  /**
   * Returns the number of sectors that the table takes the disk to have: the backup header's
   * position and one. A disk that was enlarged has more.
   *
   * @return the number of sectors
   */
  public long sectorCount() {
    return sectorCount;
  }

  /**
   * Returns the first sector that a partition may use.
   *
   * @return a sector number
   */
  public long firstUsableLba() {
    return firstUsableLba;
  }

  /**
   * Returns the last sector that a partition may use.
   *
   * @return a sector number
   */
  public long lastUsableLba() {
    return lastUsableLba;
  }

  /**
   * Returns the length of the entry array, used entries and unused ones.
   *
   * @return the highest possible partition number
   */
  public int entryCount() {
    return entryCount;
  }

  /**
   * Returns the size of one entry.
   *
   * @return 128 times a power of two
   */
  public int entrySizeBytes() {
    return entrySizeBytes;
  }

  /**
   * Returns the partitions.
   *
   * @return an immutable list in the order of their numbers
   */
  public List<GptPartition> partitions() {
    return partitions;
  }

  /**
   * Returns the partition with a number.
   *
   * @param number any number
   * @return the partition, or nothing if there is no such entry or it is unused
   */
  public Optional<GptPartition> partition(int number) {
    return partitions.stream().filter(p -> p.number() == number).findFirst();
  }

  /**
   * Returns the partitions of one type.
   *
   * @param typeGuid the type
   * @return an immutable list in the order of their numbers
   */
  public List<GptPartition> partitionsOfType(Guid typeGuid) {
    return partitions.stream().filter(p -> p.typeGuid().equals(typeGuid)).toList();
  }

  /**
   * Returns a table in which one partition is replaced by another with the same number.
   *
   * @param partition the new partition
   * @return the new table
   * @throws IllegalArgumentException if there is no partition with that number, or the result
   *     breaks a rule
   */
  public GptTable withPartition(GptPartition partition) {
    Optional<GptPartition> old = partition(partition.number());
    if (old.isPresent() && old.get().withAttributes(partition.attributes()).equals(partition)) {
      // No rule is about attributes, so there is none to check.
      return new GptTable(
          diskGuid,
          sectorSizeBytes,
          sectorCount,
          firstUsableLba,
          lastUsableLba,
          entryCount,
          entrySizeBytes,
          partitions.stream().map(p -> p.equals(old.get()) ? partition : p).toList());
    }
    return toBuilder().replace(partition).build();
  }

  /**
   * Starts from this table.
   *
   * @return a builder with this table's geometry and partitions
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  boolean hasGeometryOf(GptTable other) {
    return sectorSizeBytes == other.sectorSizeBytes
        && sectorCount == other.sectorCount
        && firstUsableLba == other.firstUsableLba
        && lastUsableLba == other.lastUsableLba
        && entryCount == other.entryCount
        && entrySizeBytes == other.entrySizeBytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GptTable table
        && hasGeometryOf(table)
        && diskGuid.equals(table.diskGuid)
        && partitions.equals(table.partitions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(diskGuid, sectorSizeBytes, sectorCount, partitions);
  }

  /** Returns the geometry and the number of partitions in one line. */
  @Override
  public String toString() {
    return "GPT "
        + diskGuid
        + ", "
        + sectorCount
        + " sectors of "
        + sectorSizeBytes
        + " bytes, "
        + partitions.size()
        + " of "
        + entryCount
        + " entries used";
  }

  /**
   * Collects partitions for a table.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private Guid diskGuid;
    private final int sectorSizeBytes;
    private final long sectorCount;
    private final long firstUsableLba;
    private final long lastUsableLba;
    private final int entryCount;
    private final int entrySizeBytes;
    private final SortedMap<Integer, GptPartition> partitions = new TreeMap<>();

    private Builder(Guid diskGuid, int sectorSizeBytes, long sectorCount) {
      if (!SectorSizes.isSupported(sectorSizeBytes)) {
        throw new IllegalArgumentException(
            "sector size is " + sectorSizeBytes + ", expected 512 or 4096");
      }
      this.diskGuid = Objects.requireNonNull(diskGuid, "diskGuid");
      this.sectorSizeBytes = sectorSizeBytes;
      this.sectorCount = sectorCount;
      this.entryCount = DEFAULT_ENTRY_COUNT;
      this.entrySizeBytes = DEFAULT_ENTRY_SIZE_BYTES;
      long entrySectors = entryCount * (long) entrySizeBytes / sectorSizeBytes;
      this.firstUsableLba = GptHeader.PRIMARY_LBA + 1 + entrySectors;
      this.lastUsableLba = sectorCount - 2 - entrySectors;
      if (lastUsableLba < firstUsableLba || sectorCount > Long.MAX_VALUE / sectorSizeBytes) {
        throw new IllegalArgumentException(
            "disk has " + sectorCount + " sectors of " + sectorSizeBytes + " bytes");
      }
    }

    private Builder(GptTable table) {
      this.diskGuid = table.diskGuid;
      this.sectorSizeBytes = table.sectorSizeBytes;
      this.sectorCount = table.sectorCount;
      this.firstUsableLba = table.firstUsableLba;
      this.lastUsableLba = table.lastUsableLba;
      this.entryCount = table.entryCount;
      this.entrySizeBytes = table.entrySizeBytes;
      table.partitions.forEach(p -> partitions.put(p.number(), p));
    }

    /**
     * Gives the disk another identity.
     *
     * @param guid the identity
     * @return this builder
     */
    public Builder diskGuid(Guid guid) {
      this.diskGuid = Objects.requireNonNull(guid, "guid");
      return this;
    }

    /**
     * Adds a partition.
     *
     * @param partition the partition, with a number that is free
     * @return this builder
     * @throws IllegalArgumentException if the number is taken
     */
    public Builder add(GptPartition partition) {
      if (partitions.putIfAbsent(partition.number(), partition) != null) {
        throw new IllegalArgumentException("partition number " + partition.number() + " is taken");
      }
      return this;
    }

    /**
     * Replaces the partition with the same number.
     *
     * @param partition the new partition
     * @return this builder
     * @throws IllegalArgumentException if there is no partition with that number
     */
    public Builder replace(GptPartition partition) {
      if (partitions.replace(partition.number(), partition) == null) {
        throw new IllegalArgumentException("there is no partition " + partition.number());
      }
      return this;
    }

    /**
     * Removes a partition.
     *
     * @param number its number
     * @return this builder
     * @throws IllegalArgumentException if there is no partition with that number
     */
    public Builder remove(int number) {
      if (partitions.remove(number) == null) {
        throw new IllegalArgumentException("there is no partition " + number);
      }
      return this;
    }

    /**
     * Makes the table.
     *
     * @return the table
     * @throws IllegalArgumentException if a partition has a number beyond the entry array or lies
     *     outside of the usable range, or if two overlap or share a unique GUID
     */
    public GptTable build() {
      Optional<TableRules.Breach> breach =
          TableRules.check(partitions.values(), firstUsableLba, lastUsableLba, entryCount);
      if (breach.isPresent()) {
        throw new IllegalArgumentException(
            breach.get().found() + ", expected " + breach.get().expected());
      }
      return new GptTable(
          diskGuid,
          sectorSizeBytes,
          sectorCount,
          firstUsableLba,
          lastUsableLba,
          entryCount,
          entrySizeBytes,
          partitions.values());
    }
  }
}
