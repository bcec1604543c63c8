// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.TufLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Parses the costliest files that the limits let through; run in a JVM with a small heap. */
final class HeapProbe {
  /** What to repeat, and its tokens; a %d becomes another number each time. */
  private record Unit(String text, int tokens, String start, String end) {}

  private static final List<Unit> UNITS =
      List.of(
          array("{},", 2),
          array("[],", 2),
          array("\"ab\",", 1),
          array("99999999999999999999,", 1),
          array("{\"a\":0},", 4),
          array("{\"k%d\":0},", 4),
          object("\"k%d\":0,", 2),
          object("\"k%d\":{},", 3));

  private HeapProbe() {}

  private static Unit array(String text, int tokens) {
    return new Unit(text, tokens, "[", "0]");
  }

  private static Unit object(String text, int tokens) {
    return new Unit(text, tokens, "{", "\"z\":0}");
  }

  public static void main(String[] arguments) throws IOException {
    int maxBytes = TufLimits.defaults().targetsBytesWithoutHashes();
    for (Unit unit : UNITS) {
      Envelope.parseUnvouched(document(unit, maxBytes / 10 - 20, maxBytes), "probe", maxBytes, 64);
    }
    System.out.println("parsed " + UNITS.size());
  }

  /** Reads the way that metadata is read. */
  private static Bytes document(Unit unit, int tokens, int size) throws IOException {
    byte[] all = new byte[size];
    Arrays.fill(all, (byte) ' ');
    byte[] head = utf8("{\"signatures\":[],\"signed\":{\"x\":" + unit.start());
    byte[] tail = utf8(unit.end() + "}}");
    System.arraycopy(head, 0, all, 0, head.length);
    int position = head.length;
    for (int i = 0; i < tokens / unit.tokens(); i++) {
      byte[] next = utf8(unit.text().replace("%d", Integer.toString(i, 36)));
      if (position + next.length > size - tail.length) {
        break;
      }
      System.arraycopy(next, 0, all, position, next.length);
      position += next.length;
    }
    System.arraycopy(tail, 0, all, position, tail.length);
    return Bytes.of(new ByteArrayInputStream(all).readNBytes(size));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
