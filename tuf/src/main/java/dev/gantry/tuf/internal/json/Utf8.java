// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tells UTF-8 from everything that a lenient reader would take for it. */
final class Utf8 {
  private static final int CHUNK = 8192;

  private Utf8() {}

  static CharsetDecoder decoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Throws unless the bytes are UTF-8 as RFC 3629 has it, without a byte order mark. */
  static void check(byte[] bytes, String source) throws MalformedDataException {
    Bytes start = Bytes.of(bytes, 0, Math.min(4, bytes.length));
    refuseByteOrderMark(start, source);
    // A zero among the first bytes would make the parser guess UTF-16 or UTF-32.
    for (int i = 0; i < start.size(); i++) {
      if (bytes[i] == 0) {
        throw refused(source, i, "a zero byte");
      }
    }
    CharsetDecoder decoder = decoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
      if (result.isError()) {
        throw refused(source, in.position(), "a malformed byte sequence");
      }
    } while (result.isOverflow());
  }

  static void refuseByteOrderMark(Bytes content, String source) throws MalformedDataException {
    if (content.size() >= 3
        && content.get(0) == (byte) 0xef
        && content.get(1) == (byte) 0xbb
        && content.get(2) == (byte) 0xbf) {
      throw refused(source, 0, "a byte order mark");
    }
  }

  /** Returns the index of the byte where a UTF-16 unit of the decoded text starts. */
  static long byteOffset(Bytes content, long charOffset) {
    if (charOffset < 0) {
      return MalformedDataException.UNKNOWN_OFFSET;
    }
    long units = 0;
    for (int i = 0; i < content.size(); i++) {
      int lead = content.get(i) & 0xff;
      boolean continues = (lead & 0xc0) == 0x80;
      if (!continues && units >= charOffset) {
        return i;
      }
      units += continues ? 0 : lead >= 0xf0 ? 2 : 1;
    }
    return content.size();
  }

  static MalformedDataException refused(String source, long offset, String found) {
    return new MalformedDataException(
        "JSON_ENCODING",
        source,
        offset,
        "encoding",
        found,
        "UTF-8 without a byte order mark, RFC 8259 section 8.1");
  }
}
