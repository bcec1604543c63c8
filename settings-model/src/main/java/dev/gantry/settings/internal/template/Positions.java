// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SourceSpan;
import java.util.Arrays;

/** Turns places in a text into lines and columns. */
final class Positions {
  private final String document;
  private final String text;
  private final int firstLine;
  private int[] starts = new int[16];
  private int lines;

  /**
   * Indexes a text.
   *
   * @param document name of the document
   * @param text a part of the document that starts at the start of a line
   * @param firstLine number of that line in the document, from 1
   */
  Positions(String document, String text, int firstLine) {
    this.document = document;
    this.text = text;
    this.firstLine = firstLine;
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
    return 1 + text.codePointCount(starts[line], at);
  }
}
