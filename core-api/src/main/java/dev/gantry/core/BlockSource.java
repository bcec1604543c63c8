// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Random-access bytes that may be larger than memory: a file, a device, a slice of either, or
 * memory.
 *
 * <p>Reads are positional, so many threads may read one source at the same time. An interrupt of a
 * thread that reads a source over a channel closes that channel for everybody: cancel with a {@link
 * CancellationToken} instead.
 *
 * <p>This is an SPI: implementations must fulfil {@code BlockSourceContract} of the testkit.
 */
public interface BlockSource extends Closeable {
  /**
   * Returns the size, which never changes while the source is open.
   *
   * @return bytes, 0 or more
   */
  long sizeBytes();

  /**
   * Fills what remains in a buffer.
   *
   * @param offsetBytes offset of the first byte
   * @param target the buffer; its position moves to its limit
   * @throws IndexOutOfBoundsException if the range is not within the source; nothing is read then
   * @throws IOException if the medium fails, or holds less than {@link #sizeBytes()} said
   */
  void readFully(long offsetBytes, ByteBuffer target) throws IOException;

  /**
   * Says in one line where the bytes come from, for messages.
   *
   * @return a path or a short description
   */
  String description();

  /**
   * Returns a view of part of this source; closing the view does not close this source.
   *
   * @param offsetBytes offset of the view's first byte
   * @param lengthBytes size of the view
   * @return the view
   * @throws IndexOutOfBoundsException if the range is not within the source
   */
  default BlockSource slice(long offsetBytes, long lengthBytes) {
    return new SourceSlice(this, offsetBytes, lengthBytes);
  }
}
