// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.StateConflictException;
import java.util.List;

/** Where the copies of a table are, and the entries as they are on the disk. */
final class DiskState {
  private final int headerSizeBytes;
  private final long primaryEntriesLba;
  private final long backupLba;
  private final long backupEntriesLba;
  private final RawEntries entries;

  DiskState(
      int headerSizeBytes,
      long primaryEntriesLba,
      long backupLba,
      long backupEntriesLba,
      RawEntries entries) {
    this.headerSizeBytes = headerSizeBytes;
    this.primaryEntriesLba = primaryEntriesLba;
    this.backupLba = backupLba;
    this.backupEntriesLba = backupEntriesLba;
    this.entries = entries;
  }

  /** The places of a table that is made new. */
  static DiskState forNew(TableGeometry geometry) {
    long backupLba = geometry.sectorCount() - 1;
    return new DiskState(
        GptHeader.MIN_SIZE_BYTES,
        GptHeader.PRIMARY_LBA + 1,
        backupLba,
        backupLba - geometry.entrySectors(),
        new RawEntries(new byte[geometry.entryArrayBytes()], geometry.entrySizeBytes()));
  }

  /**
   * The places of a table of another shape. What fits stays where it is: the backup's entries have
   * always room next to their header, the primary's have where nobody moved them.
   */
  DiskState movedTo(TableGeometry geometry) throws StateConflictException {
    long sectors = geometry.entrySectors();
    if (primaryEntriesLba + sectors > geometry.firstUsableLba()) {
      throw new StateConflictException(
          "NO_ROOM_FOR_ENTRIES",
          "changing the partition table",
          "the primary entries are in sector "
              + primaryEntriesLba
              + ", the first usable sector is "
              + geometry.firstUsableLba(),
          "room for " + sectors + " sectors of entries; give the table another usable range");
    }
    long newBackupLba = geometry.sectorCount() - 1;
    boolean stays =
        newBackupLba == backupLba
            && sectors == entrySectors(geometry.sectorSizeBytes())
            && backupEntriesLba > geometry.lastUsableLba();
    return new DiskState(
        headerSizeBytes,
        primaryEntriesLba,
        newBackupLba,
        stays ? backupEntriesLba : newBackupLba - sectors,
        entries);
  }

  DiskState withEntries(RawEntries newEntries) {
    return new DiskState(
        headerSizeBytes, primaryEntriesLba, backupLba, backupEntriesLba, newEntries);
  }

  long entrySectors(int sectorSizeBytes) {
    return SectorSizes.ceil(entries.bytes().length, sectorSizeBytes);
  }

  /** The sectors of both entry arrays, primary first. */
  List<LbaRange> entryRanges(long entrySectors) {
    return List.of(
        new LbaRange(primaryEntriesLba, primaryEntriesLba + entrySectors - 1),
        new LbaRange(backupEntriesLba, backupEntriesLba + entrySectors - 1));
  }

  int headerSizeBytes() {
    return headerSizeBytes;
  }

  long primaryEntriesLba() {
    return primaryEntriesLba;
  }

  long backupLba() {
    return backupLba;
  }

  long backupEntriesLba() {
    return backupEntriesLba;
  }

  RawEntries entries() {
    return entries;
  }
}
