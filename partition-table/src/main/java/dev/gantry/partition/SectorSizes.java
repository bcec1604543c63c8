// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import java.util.List;

/** The sector sizes that disks have. */
final class SectorSizes {
  /** In the order in which they are tried. */
  static final List<Integer> ALL = List.of(512, 4096);

  private SectorSizes() {}

  static boolean isSupported(int sectorSizeBytes) {
    return ALL.contains(sectorSizeBytes);
  }

  /** The number of sectors that hold so many bytes. */
  static long ceil(long bytes, int sectorSizeBytes) {
    return (bytes + sectorSizeBytes - 1) / sectorSizeBytes;
  }
}
