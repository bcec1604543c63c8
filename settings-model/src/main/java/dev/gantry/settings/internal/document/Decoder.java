// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns bytes into text and says where they are not UTF-8. */
public final class Decoder {
  private static final char REPLACEMENT = '\ufffd';

  private Decoder() {}

  /**
   * A text.
   *
   * @param text the text without a byte order mark, each wrong sequence replaced by U+FFFD
   * @param wrong places in the text that were replaced, in UTF-16 units, at most one for each line
   */
  public record Decoded(String text, List<Integer> wrong) {}

  /**
   * Decodes UTF-8.
   *
   * @param bytes the bytes, with or without a byte order mark
   * @return the text
   */
  public static Decoded decode(ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = bytes.duplicate();
    // A code point never has more UTF-16 units than it has bytes, nor has a wrong sequence.
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    List<Integer> wrong = new ArrayList<>();
    int scanned = 0;
    boolean told = false;
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        break;
      }
      in.position(in.position() + result.length());
      told &= !hasLineFeed(out, scanned);
      scanned = out.position();
      if (!told) {
        wrong.add(scanned);
        told = true;
      }
      out.put(REPLACEMENT);
    }
    decoder.flush(out);
    String text = out.flip().toString();
    return text.startsWith("\ufeff")
        ? new Decoded(text.substring(1), wrong.stream().map(place -> place - 1).toList())
        : new Decoded(text, wrong);
  }

  private static boolean hasLineFeed(CharBuffer out, int from) {
    for (int i = from; i < out.position(); i++) {
      if (out.get(i) == '\n') {
        return true;
      }
    }
    return false;
  }

  /**
   * Finds surrogates without their other halves.
   *
   * @param text the text
   * @return places, in UTF-16 units
   */
  public static List<Integer> loneSurrogates(String text) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        found.add(i);
      }
    }
    return found;
  }
}
