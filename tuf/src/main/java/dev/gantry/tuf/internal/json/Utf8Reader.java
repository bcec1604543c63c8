// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Decodes bytes that must be UTF-8 as RFC 3629 has it, piece by piece, and refuses an escape that
 * has anything but ASCII among its digits: of those, Jackson's parser of characters looks at the
 * low byte only. Not thread-safe.
 */
final class Utf8Reader extends Reader {
  private static final int CHUNK = 8192;

  private static final int NO_ESCAPE = 0;
  private static final int DIGITS = 4;
  private static final int AFTER_BACKSLASH = DIGITS + 1;

  private final String source;
  private final ByteBuffer content;
  private final CharsetDecoder decoder = Utf8.decoder();

  /** The decoder is several times faster on an array than on the content itself. */
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).flip();

  /** Digits of an escape that are to come, or what is known of it before. */
  private int escape = NO_ESCAPE;

  Utf8Reader(Bytes content, String source) throws MalformedDataException {
    this.source = source;
    this.content = content.asByteBuffer();
    Utf8.refuseByteOrderMark(content, source);
  }

  @Override
  public int read(char[] target, int offset, int length) throws MalformedDataException {
    CharBuffer out = CharBuffer.wrap(target, offset, length);
    while (out.position() == 0 && length > 0) {
      fill();
      boolean last = !content.hasRemaining();
      if (last && !chunk.hasRemaining()) {
        return -1;
      }
      CoderResult result = decoder.decode(chunk, out, last);
      if (result.isError()) {
        throw Utf8.refused(
            source, content.position() - chunk.remaining(), "a malformed byte sequence");
      }
    }
    checkEscapes(target, offset, offset + out.position());
    return out.position();
  }

  private void checkEscapes(char[] text, int from, int end) throws MalformedDataException {
    for (int i = from; i < end; i++) {
      char c = text[i];
      if (escape == NO_ESCAPE) {
        if (c == '\\') {
          escape = AFTER_BACKSLASH;
        }
      } else if (escape == AFTER_BACKSLASH) {
        escape = c == 'u' ? DIGITS : NO_ESCAPE;
      } else if (c > 0x7f) {
        throw new MalformedDataException(
            StrictJson.CODE,
            source,
            MalformedDataException.UNKNOWN_OFFSET,
            "escape sequence",
            "U+" + Integer.toHexString(c) + " among its digits",
            "four hexadecimal digits, RFC 8259 section 7");
      } else {
        escape--;
      }
    }
  }

  private void fill() {
    chunk.compact();
    int count = Math.min(chunk.remaining(), content.remaining());
    content.get(chunk.array(), chunk.position(), count);
    chunk.position(chunk.position() + count).flip();
  }

  @Override
  public void close() {}
}
