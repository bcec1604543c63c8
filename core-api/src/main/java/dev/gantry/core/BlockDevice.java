// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A {@link BlockSource} that can be written.
 *
 * <p>Writes are positional and may be made by several threads to distinct ranges. Nothing is
 * durable before {@link #flush()} returns, and until then writes may reach the medium in any order,
 * in part or not at all.
 *
 * <p>This is an SPI: implementations must fulfil {@code BlockDeviceContract} of the testkit.
 */
public interface BlockDevice extends BlockSource {
  /** The logical block size of most disks and of all disk images unless said otherwise. */
  int DEFAULT_LOGICAL_BLOCK_SIZE_BYTES = 512;

  /**
   * Returns the unit that the medium writes; a write of a whole aligned unit is what hardware comes
   * nearest to doing at once.
   *
   * @return bytes, a power of two from 512 on
   */
  int logicalBlockSizeBytes();

  /**
   * Writes what remains in a buffer.
   *
   * @param offsetBytes offset of the first byte
   * @param source the buffer; its position moves to its limit
   * @throws IndexOutOfBoundsException if the range is not within the device; nothing is written
   *     then
   * @throws IOException if the medium fails, or is read-only
   */
  void writeFully(long offsetBytes, ByteBuffer source) throws IOException;

  /**
   * A barrier: returns once everything written before is on the medium.
   *
   * @throws IOException if the medium fails; what was written since the last barrier is in doubt
   */
  void flush() throws IOException;

  @Override
  default BlockDevice slice(long offsetBytes, long lengthBytes) {
    return new DeviceSlice(this, offsetBytes, lengthBytes);
  }
}
