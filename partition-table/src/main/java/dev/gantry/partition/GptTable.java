// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import dev.gantry.core.StateConflictException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

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

  /** Alignment of new partitions unless said otherwise: 1 MiB. */
  public static final int DEFAULT_ALIGNMENT_BYTES = 1 << 20;

  private final Guid diskGuid;
  private final TableGeometry geometry;
  private final List<GptPartition> partitions;

  GptTable(Guid diskGuid, TableGeometry geometry, Collection<GptPartition> partitions) {
    this.diskGuid = diskGuid;
    this.geometry = geometry;
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
    return new Builder(
        diskGuid,
        TableGeometry.of(
            sectorSizeBytes, sectorCount, DEFAULT_ENTRY_COUNT, DEFAULT_ENTRY_SIZE_BYTES));
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
    return geometry.sectorSizeBytes();
  }

  /**
   * Returns the number of sectors that the table takes the disk to have: the backup header's
   * position and one. A disk that was enlarged has more.
   *
   * @return the number of sectors
   */
  public long sectorCount() {
    return geometry.sectorCount();
  }

  /**
   * Returns the first sector that a partition may use.
   *
   * @return a sector number
   */
  public long firstUsableLba() {
    return geometry.firstUsableLba();
  }

  /**
   * Returns the last sector that a partition may use.
   *
   * @return a sector number
   */
  public long lastUsableLba() {
    return geometry.lastUsableLba();
  }

  /**
   * Returns the length of the entry array, used entries and unused ones.
   *
   * @return the highest possible partition number
   */
  public int entryCount() {
    return geometry.entryCount();
  }

  /**
   * Returns the size of one entry.
   *
   * @return 128 times a power of two
   */
  public int entrySizeBytes() {
    return geometry.entrySizeBytes();
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
   * Returns what is free between the partitions of the usable range.
   *
   * @return an immutable list of ranges in their order on the disk
   */
  public List<LbaRange> freeRanges() {
    return FreeSpace.ranges(geometry, partitions);
  }

  /**
   * Returns the largest free range, the first among equals.
   *
   * @return the range, or nothing if no sector is free
   */
  public Optional<LbaRange> largestFreeRange() {
    return FreeSpace.largest(freeRanges());
  }

  /**
   * Returns how far a partition can grow where it is.
   *
   * @param number its number
   * @return the last sector before the next partition, or of the usable range
   * @throws IllegalArgumentException if there is no partition with that number
   */
  public long maxLastLba(int number) {
    GptPartition partition = required(number);
    return freeRanges().stream()
        .filter(range -> range.firstLba() == partition.lastLba() + 1)
        .findFirst()
        .map(LbaRange::lastLba)
        .orElse(partition.lastLba());
  }

  private GptPartition required(int number) {
    return partition(number)
        .orElseThrow(() -> new IllegalArgumentException("there is no partition " + number));
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
          geometry,
          partitions.stream().map(p -> p.equals(old.get()) ? partition : p).toList());
    }
    return toBuilder().replace(partition).build();
  }

  /**
   * Returns this table for a disk of another size: the backup goes to the new end, and the usable
   * range ends before it. Partitions stay where they are.
   *
   * @param newSectorCount size of the disk in sectors
   * @return the new table
   * @throws StateConflictException if a partition, or the table itself, does not fit ({@code
   *     TABLE_DOES_NOT_FIT})
   */
  public GptTable forDisk(long newSectorCount) throws StateConflictException {
    try {
      return toBuilder().sectorCount(newSectorCount).build();
    } catch (IllegalArgumentException e) {
      throw new StateConflictException(
          "TABLE_DOES_NOT_FIT",
          "changing the table for a disk of " + newSectorCount + " sectors",
          String.valueOf(e.getMessage()),
          "a disk that holds the table and all its partitions");
    }
  }

  /**
   * Returns a table in which the partitions are numbered from 1 on in their order on the disk.
   *
   * @return the new table
   */
  public GptTable sorted() {
    List<GptPartition> order = new ArrayList<>(partitions);
    order.sort(Comparator.comparingLong(GptPartition::firstLba));
    for (int i = 0; i < order.size(); i++) {
      order.set(i, order.get(i).withNumber(i + 1));
    }
    return new GptTable(diskGuid, geometry, order);
  }

  /**
   * Returns a table in which two numbers have changed places; one of them may be unused.
   *
   * @param left a number
   * @param right another number
   * @return the new table
   * @throws IllegalArgumentException if neither is a partition, or one is beyond the entry array
   */
  public GptTable withSwapped(int left, int right) {
    Optional<GptPartition> first = partition(left);
    Optional<GptPartition> second = partition(right);
    if (first.isEmpty() && second.isEmpty()) {
      throw new IllegalArgumentException("there is no partition " + left + " and no " + right);
    }
    Builder builder = toBuilder();
    first.ifPresent(p -> builder.remove(left));
    second.filter(p -> left != right).ifPresent(p -> builder.remove(right));
    first.ifPresent(p -> builder.add(p.withNumber(right)));
    second.filter(p -> left != right).ifPresent(p -> builder.add(p.withNumber(left)));
    return builder.build();
  }

  /**
   * Returns a table in which disk and partitions have new identities, as a clone of a disk needs.
   *
   * @param random the source of randomness
   * @return the new table
   */
  public GptTable withRandomGuids(RandomGenerator random) {
    Guid disk = Guid.random(random);
    return new GptTable(
        disk,
        geometry,
        partitions.stream().map(p -> p.withUniqueGuid(Guid.random(random))).toList());
  }

  /**
   * Starts from this table.
   *
   * @return a builder with this table's geometry and partitions
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  TableGeometry geometry() {
    return geometry;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GptTable table
        && geometry.equals(table.geometry)
        && diskGuid.equals(table.diskGuid)
        && partitions.equals(table.partitions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(diskGuid, geometry, partitions);
  }

  /** Returns the geometry and the number of partitions in one line. */
  @Override
  public String toString() {
    return "GPT "
        + diskGuid
        + ", "
        + geometry.sectorCount()
        + " sectors of "
        + geometry.sectorSizeBytes()
        + " bytes, "
        + partitions.size()
        + " of "
        + geometry.entryCount()
        + " entries used";
  }

  /**
   * Collects partitions for a table.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private Guid diskGuid;
    private TableGeometry geometry;
    private final SortedMap<Integer, GptPartition> partitions = new TreeMap<>();

    private Builder(Guid diskGuid, TableGeometry geometry) {
      this.diskGuid = Objects.requireNonNull(diskGuid, "diskGuid");
      this.geometry = geometry;
    }

    private Builder(GptTable table) {
      this(table.diskGuid, table.geometry);
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
     * Gives the table another entry array. A usable range that begins and ends at the entry arrays
     * goes on doing so, another is cut where the new arrays need room.
     *
     * @param count number of entries; at most 4096, at least 16384 bytes and at most 1 MiB in all
     * @param sizeBytes size of an entry: 128 times a power of two
     * @return this builder
     * @throws IllegalArgumentException if a number is out of range, or the disk has no room
     */
    public Builder entries(int count, int sizeBytes) {
      if ((long) count * sizeBytes < GptHeader.MIN_ENTRY_ARRAY_BYTES) {
        throw new IllegalArgumentException(
            count
                + " entries of "
                + sizeBytes
                + " bytes, expected at least "
                + GptHeader.MIN_ENTRY_ARRAY_BYTES
                + " bytes in all (UEFI 2.10, 5.3.1)");
      }
      return unsafeEntries(count, sizeBytes);
    }

    /**
     * Gives the table an entry array that may be smaller than the 16384 bytes of the specification,
     * for machines whose firmware lies in the sectors behind the headers. Many tools read such a
     * table; <b>Bottlerocket's boot loader does not</b>.
     *
     * @param count number of entries, 1 to 4096
     * @param sizeBytes size of an entry: 128 times a power of two
     * @return this builder
     * @throws IllegalArgumentException if a number is out of range, or the disk has no room
     */
    public Builder unsafeEntries(int count, int sizeBytes) {
      this.geometry = geometry.withEntries(count, sizeBytes);
      return this;
    }

    /**
     * Gives the disk another size. The usable range ends before the new backup, wherever it ended
     * before.
     *
     * @param count size of the disk in sectors
     * @return this builder
     * @throws IllegalArgumentException if there is no room for a table and a usable sector
     */
    public Builder sectorCount(long count) {
      this.geometry = geometry.withSectorCount(count);
      return this;
    }

    /**
     * Gives the table another usable range.
     *
     * @param firstLba first usable sector, behind the primary entries
     * @param lastLba last usable sector, before the backup entries
     * @return this builder
     * @throws IllegalArgumentException if the range is empty or leaves no room for a copy
     */
    public Builder usable(long firstLba, long lastLba) {
      this.geometry = geometry.withUsable(firstLba, lastLba);
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
     * Adds a partition where there is room for it.
     *
     * @param request what is wanted
     * @return the partition as it was added
     * @throws StateConflictException if no free range holds it ({@code NO_FREE_SPACE}), all entries
     *     are used ({@code NO_FREE_ENTRY}), or the number is taken ({@code PARTITION_NUMBER_TAKEN})
     * @throws IllegalArgumentException if the name does not fit, or the type is that of unused
     *     entries
     */
    public GptPartition place(PartitionRequest request) throws StateConflictException {
      LbaRange range =
          FreeSpace.place(geometry, FreeSpace.ranges(geometry, partitions.values()), request);
      GptPartition partition =
          new GptPartition(
              number(request),
              request.typeGuid(),
              request.uniqueGuid(),
              range.firstLba(),
              range.lastLba(),
              request.attributes(),
              request.name());
      partitions.put(partition.number(), partition);
      return partition;
    }

    private int number(PartitionRequest request) throws StateConflictException {
      int number = request.number().orElse(1);
      if (request.number().isEmpty()) {
        while (partitions.containsKey(number)) {
          number++;
        }
      } else if (partitions.containsKey(number)) {
        throw new StateConflictException(
            "PARTITION_NUMBER_TAKEN",
            "adding partition " + number,
            "there is a partition " + number,
            "a number that is free");
      }
      if (number > geometry.entryCount()) {
        throw new StateConflictException(
            "NO_FREE_ENTRY",
            "adding partition " + number,
            partitions.size() + " of " + geometry.entryCount() + " entries are used",
            "a number up to that of the entries");
      }
      return number;
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
          TableRules.check(
              partitions.values(),
              geometry.firstUsableLba(),
              geometry.lastUsableLba(),
              geometry.entryCount());
      if (breach.isPresent()) {
        throw new IllegalArgumentException(
            breach.get().found() + ", expected " + breach.get().expected());
      }
      return new GptTable(diskGuid, geometry, partitions.values());
    }
  }
}
