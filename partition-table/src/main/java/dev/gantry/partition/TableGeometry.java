// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

/**
 * The shape of a table: its disk's sectors, the range for partitions, and the entry array.
 *
 * <p>A record that was read from a disk may leave no room for a copy; one that was made here never
 * does.
 */
record TableGeometry(
    int sectorSizeBytes,
    long sectorCount,
    long firstUsableLba,
    long lastUsableLba,
    int entryCount,
    int entrySizeBytes) {

  /** Gives partitions everything that the two copies leave, with their entries next to them. */
  static TableGeometry of(
      int sectorSizeBytes, long sectorCount, int entryCount, int entrySizeBytes) {
    if (!SectorSizes.isSupported(sectorSizeBytes)) {
      throw new IllegalArgumentException(
          "sector size is " + sectorSizeBytes + ", expected 512 or 4096");
    }
    if (sectorCount < 0 || sectorCount > Long.MAX_VALUE / sectorSizeBytes) {
      throw new IllegalArgumentException(
          "disk has " + sectorCount + " sectors of " + sectorSizeBytes + " bytes");
    }
    checkEntries(entryCount, entrySizeBytes);
    long entrySectors = SectorSizes.ceil((long) entryCount * entrySizeBytes, sectorSizeBytes);
    return new TableGeometry(
            sectorSizeBytes,
            sectorCount,
            GptHeader.PRIMARY_LBA + 1 + entrySectors,
            sectorCount - 2 - entrySectors,
            entryCount,
            entrySizeBytes)
        .checked();
  }

  private static void checkEntries(int entryCount, int entrySizeBytes) {
    if (entrySizeBytes < 128 || Integer.bitCount(entrySizeBytes) != 1) {
      throw new IllegalArgumentException(
          "entry size is "
              + entrySizeBytes
              + ", expected 128 times a power of two (UEFI 2.10, 5.3.2)");
    }
    GptLimits limits = GptLimits.DEFAULT;
    if (entryCount < 1
        || entryCount > limits.maxEntryCount()
        || (long) entryCount * entrySizeBytes > limits.maxEntryArrayBytes()) {
      throw new IllegalArgumentException(
          entryCount
              + " entries of "
              + entrySizeBytes
              + " bytes, expected 1 to "
              + limits.maxEntryCount()
              + " entries and at most "
              + limits.maxEntryArrayBytes()
              + " bytes in all");
    }
  }

  private TableGeometry checked() {
    if (firstUsableLba < lowestUsableLba()
        || lastUsableLba > highestUsableLba()
        || lastUsableLba < firstUsableLba) {
      throw new IllegalArgumentException(
          "usable sectors are "
              + firstUsableLba
              + " to "
              + lastUsableLba
              + ", expected a range within "
              + lowestUsableLba()
              + " to "
              + highestUsableLba()
              + " on a disk of "
              + sectorCount
              + " sectors of "
              + sectorSizeBytes
              + " bytes");
    }
    return this;
  }

  /** The same partitions' room on a disk of another size; the end of the range moves with it. */
  TableGeometry withSectorCount(long newSectorCount) {
    long last = of(sectorSizeBytes, newSectorCount, entryCount, entrySizeBytes).lastUsableLba;
    return new TableGeometry(
            sectorSizeBytes, newSectorCount, firstUsableLba, last, entryCount, entrySizeBytes)
        .checked();
  }

  TableGeometry withUsable(long first, long last) {
    return new TableGeometry(sectorSizeBytes, sectorCount, first, last, entryCount, entrySizeBytes)
        .checked();
  }

  /** A range that began or ended at an entry array goes on doing so; another is cut to fit. */
  TableGeometry withEntries(int newCount, int newSizeBytes) {
    TableGeometry widest = of(sectorSizeBytes, sectorCount, newCount, newSizeBytes);
    long first = firstUsableLba;
    long last = lastUsableLba;
    if (first == lowestUsableLba() || first < widest.firstUsableLba) {
      first = widest.firstUsableLba;
    }
    if (last == highestUsableLba() || last > widest.lastUsableLba) {
      last = widest.lastUsableLba;
    }
    return new TableGeometry(sectorSizeBytes, sectorCount, first, last, newCount, newSizeBytes)
        .checked();
  }

  int entryArrayBytes() {
    return entryCount * entrySizeBytes;
  }

  long entrySectors() {
    return SectorSizes.ceil(entryArrayBytes(), sectorSizeBytes);
  }

  private long lowestUsableLba() {
    return GptHeader.PRIMARY_LBA + 1 + entrySectors();
  }

  private long highestUsableLba() {
    return sectorCount - 2 - entrySectors();
  }
}
