// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SourceSpan;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Turns places in a text into lines and columns. */
final class Positions {
  private final String document;
  private final int firstLine;
  private int[] starts = new int[16];
  private int lines;

  /** Where the second halves of characters of two units are. */
  private final int[] halves;

  /**
   * Indexes a text.
   *
   * @param document name of the document
   * @param text a part of the document that starts at the start of a line
   * @param firstLine number of that line in the document, from 1
   */
  Positions(String document, String text, int firstLine) {
    this.document = document;
    this.firstLine = firstLine;
    this.halves =
        IntStream.range(1, text.length())
            .filter(i -> Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)))
            .toArray();
    add(0);
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      add(i + 1);
    }
  }

  private void add(int start) {
    if (lines == starts.length) {
      starts = Arrays.copyOf(starts, lines * 2);
    }
    starts[lines++] = start;
  }

  SourceSpan span(int start, int end) {
    int line = line(start);
    int endLine = line(end);
    return new SourceSpan(
        document, firstLine + line, column(line, start), firstLine + endLine, column(endLine, end));
  }

  private int line(int at) {
    int found = Arrays.binarySearch(starts, 0, lines, at);
    return found >= 0 ? found : -found - 2;
  }

  private int column(int line, int at) {
    return 1 + at - starts[line] - (halvesBefore(at) - halvesBefore(starts[line]));
  }

  private int halvesBefore(int at) {
    int found = Arrays.binarySearch(halves, at);
    return found >= 0 ? found : -found - 1;
  }
}
