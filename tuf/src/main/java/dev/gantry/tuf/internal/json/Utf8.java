// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

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

  /** Throws unless the bytes are UTF-8 as RFC 3629 has it, without a byte order mark. */
  static void check(byte[] bytes, String source) throws MalformedDataException {
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf) {
      throw refused(source, 0, "a byte order mark");
    }
    // A zero among the first bytes would make the parser guess UTF-16 or UTF-32.
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        throw refused(source, i, "a zero byte");
      }
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
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

  private static MalformedDataException refused(String source, long offset, String found) {
    return new MalformedDataException(
        "JSON_ENCODING",
        source,
        offset,
        "encoding",
        found,
        "UTF-8 without a byte order mark, RFC 8259 section 8.1");
  }
}
