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
  /** What to repeat until the file is full; a %s becomes another number each time. */
  private record Unit(String text, String start, String end) {}

  private static final List<Unit> UNITS =
      List.of(
          array("{},"),
          array("0,"),
          array("{\"k%s\":0},"),
          object("\"%s\":0,"),
          object("\"%s\":{},"),
          new Unit("\"%s\":0,", "0},\"targets\":{\"~\":0,", "\"z\":0}"),
          new Unit("\"%s\":0,", "0},\"meta\":{", "\"~\":0}"),
          new Unit("\"%s\":0,", "0}},\"~\":0,", "\"z\":{\"y\":0"),
          new Unit(
              "{\"keyid\":\"%s\",\"sig\":\"00\"},", "0}},\"signatures\":[", "0],\"z\":{\"z\":0"));

  private HeapProbe() {}

  private static Unit array(String text) {
    return new Unit(text, "[", "0]}");
  }

  private static Unit object(String text) {
    return new Unit(text, "{", "\"z\":0}}");
  }

  public static void main(String[] arguments) {
    TufLimits limits = TufLimits.defaults();
    int maxBytes =
        Math.max(limits.targetsBytesWithoutHashes(), limits.snapshotBytesWithoutHashes());
    for (Unit unit : UNITS) {
      for (boolean backwards : new boolean[] {false, true}) {
        try {
          Envelope.parse(document(unit, maxBytes, backwards), "probe", maxBytes, 64);
        } catch (IOException refused) {
          // As good: what matters is that it takes little memory to find out.
        }
      }
    }
    System.out.println("parsed " + UNITS.size());
  }

  /** Reads the way that metadata is read. */
  private static Bytes document(Unit unit, int size, boolean backwards) throws IOException {
    byte[] all = new byte[size];
    Arrays.fill(all, (byte) ' ');
    byte[] head = utf8("{\"signed\":{\"x\":" + unit.start());
    byte[] tail = utf8(unit.end() + "}");
    System.arraycopy(head, 0, all, 0, head.length);
    int position = head.length;
    int number = backwards ? 36 * 36 * 36 * 36 : 36 * 36 * 36;
    while (true) {
      number += backwards ? -1 : 1;
      byte[] next = utf8(unit.text().replace("%s", Integer.toString(number, 36)));
      if (number == 0 || position + next.length > size - tail.length) {
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
