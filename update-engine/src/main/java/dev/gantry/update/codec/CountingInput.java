// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads exact amounts and knows how far it is, for messages; does not own the stream. */
final class CountingInput {
  private final InputStream in;
  private final String source;
  private final byte[] word = new byte[4];
  private long countBytes;

  CountingInput(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  String source() {
    return source;
  }

  long countBytes() {
    return countBytes;
  }

  void readExactly(byte[] target, int offset, int length, String field) throws IOException {
    int count = in.readNBytes(target, offset, length);
    if (count != length) {
      throw new MalformedDataException(
          "LZ4_TRUNCATED",
          source,
          countBytes + count,
          field,
          "cut off by the end of the data",
          length + " bytes");
    }
    countBytes += length;
  }

  int readInt(String field) throws IOException {
    readExactly(word, 0, word.length, field);
    return ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** Reads on to the end of the stream: only there does a verified stream check its digest. */
  void expectEnd() throws IOException {
    if (in.read() >= 0) {
      throw new MalformedDataException(
          "LZ4_TRAILING_DATA",
          source,
          countBytes,
          "data after the frame",
          "at least one byte",
          "the end of the data");
    }
  }
}
