// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Both copies as they are on a disk, for one sector size. */
record CopyPair(int sectorSizeBytes, long backupLba, CopyScan primary, CopyScan backup) {
  /**
   * Finds the copies: for the first sector size for which one is whole, else for the first for
   * which there is a signature.
   *
   * @return nothing if there is no signature anywhere
   */
  static @Nullable CopyPair find(BlockSource source, GptLimits limits) throws IOException {
    @Nullable CopyPair broken = null;
    // What the boot loader takes comes first: a small table must not hide one that it boots.
    for (int minEntryArrayBytes : new int[] {GptHeader.MIN_ENTRY_ARRAY_BYTES, 1}) {
      for (int sectorSizeBytes : sizesFor(source)) {
        CopyPair pair = read(source, sectorSizeBytes, minEntryArrayBytes, limits);
        if (pair.isAnyWhole()) {
          return pair;
        }
        if (broken == null && (pair.primary.hasSignature() || pair.backup.hasSignature())) {
          broken = pair;
        }
      }
    }
    return broken;
  }

  private static CopyPair read(
      BlockSource source, int sectorSizeBytes, int minEntryArrayBytes, GptLimits limits)
      throws IOException {
    CopyScan primary =
        CopyScan.read(
            source,
            sectorSizeBytes,
            GptCopy.PRIMARY,
            GptHeader.PRIMARY_LBA,
            minEntryArrayBytes,
            limits);
    GptHeader header = primary.header();
    long backupLba =
        header != null ? header.alternateLba() : source.sizeBytes() / sectorSizeBytes - 1;
    CopyScan backup =
        CopyScan.read(
            source, sectorSizeBytes, GptCopy.BACKUP, backupLba, minEntryArrayBytes, limits);
    return new CopyPair(sectorSizeBytes, backupLba, primary, backup);
  }

  private static List<Integer> sizesFor(BlockSource source) {
    boolean large = source instanceof BlockDevice device && device.logicalBlockSizeBytes() == 4096;
    return large ? List.of(4096, 512) : SectorSizes.ALL;
  }

  boolean isAnyWhole() {
    return primary.isWhole() || backup.isWhole();
  }

  /** The copy that counts where one is whole: the primary if it can. */
  GptCopy used() {
    return primary.isWhole() ? GptCopy.PRIMARY : GptCopy.BACKUP;
  }

  CopyScan scan(GptCopy copy) {
    return copy == GptCopy.PRIMARY ? primary : backup;
  }
}
