// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/**
 * Cuts the blocks of a level into units of work: about {@value #UNIT_BYTES} bytes to read, and at
 * least a sector of digests to write.
 */
final class UnitPlan {
  private static final int UNIT_BYTES = 1024 * 1024;
  private static final int SECTOR_BYTES = 512;

  /** Most memory that the workers of one call may take together. */
  private static final int WORKING_SET_BYTES = 16 * 1024 * 1024;

  private final long blocks;
  private final int blocksPerUnit;
  private final int slotSize;

  UnitPlan(TreeGeometry geometry, int level) {
    this.blocks = geometry.blocks(level);
    this.slotSize = geometry.slotSize();
    this.blocksPerUnit = Math.max(UNIT_BYTES / geometry.blockSize(level), SECTOR_BYTES / slotSize);
  }

  long units() {
    return (blocks - 1) / blocksPerUnit + 1;
  }

  int blocksPerUnit() {
    return blocksPerUnit;
  }

  long firstBlock(long unit) {
    return unit * blocksPerUnit;
  }

  int blocksOf(long unit) {
    return (int) Math.min(blocksPerUnit, blocks - firstBlock(unit));
  }

  /** Size of the array of slots that a worker needs. */
  int slotBytes() {
    return blocksPerUnit * slotSize;
  }

  /** How many workers fit in memory, each with its buffers and {@code extraBytes} besides. */
  int parallelism(VerityOptions options, long extraBytes) {
    long each = BlockHasher.BUFFER_BYTES + slotBytes() + extraBytes;
    return (int) Math.max(1, Math.min(options.parallelism(), WORKING_SET_BYTES / each));
  }
}
