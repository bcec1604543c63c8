// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Takes decoded bytes in order.
 *
 * <p>This is an SPI; a decoder calls it from one thread.
 */
@FunctionalInterface
public interface RawSink {
  /**
   * Takes all that remains in a buffer.
   *
   * @param content the next bytes; the array behind it is used again after the call
   * @throws IOException if they cannot be taken, which ends the decoding
   */
  void write(ByteBuffer content) throws IOException;

  /**
   * Makes a sink that writes to a stream.
   *
   * @param stream where the bytes go; neither flushed nor closed
   * @return the sink
   */
  static RawSink to(OutputStream stream) {
    return content -> {
      stream.write(
          content.array(), content.arrayOffset() + content.position(), content.remaining());
      content.position(content.limit());
    };
  }
}
