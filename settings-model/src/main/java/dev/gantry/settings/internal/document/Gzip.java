// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import dev.gantry.core.LimitExceededException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** Takes documents out of gzip. */
public final class Gzip {
  private Gzip() {}

  /**
   * Tells whether bytes start as gzip does, RFC 1952 section 2.3.1.
   *
   * @param bytes the bytes
   * @return whether the first two bytes are those of gzip
   */
  public static boolean isGzip(ByteBuffer bytes) {
    int at = bytes.position();
    return bytes.remaining() >= 2 && bytes.get(at) == 0x1f && (bytes.get(at + 1) & 0xff) == 0x8b;
  }

  /**
   * Decompresses bytes.
   *
   * @param name name of the document for messages
   * @param bytes the bytes; the buffer's position does not change
   * @param maxBytes most bytes that may come out
   * @return what comes out
   * @throws LimitExceededException if there would be more bytes
   * @throws IOException if the bytes are not well formed gzip
   */
  public static ByteBuffer decompress(String name, ByteBuffer bytes, int maxBytes)
      throws IOException {
    byte[] packed = new byte[bytes.remaining()];
    bytes.duplicate().get(packed);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] plain = in.readNBytes(maxBytes);
      if (plain.length == maxBytes && in.read() >= 0) {
        throw new LimitExceededException(
            "size of " + name + " when decompressed", maxBytes, maxBytes + 1L);
      }
      return ByteBuffer.wrap(plain);
    }
  }
}
