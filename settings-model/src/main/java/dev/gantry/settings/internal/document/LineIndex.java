// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import dev.gantry.settings.SourceSpan;
import java.util.Arrays;

/**
 * Finds lines and columns of a text. Lines end with a line feed, or a carriage return and a line
 * feed; columns count code points.
 */
public final class LineIndex {
  private static final int BLOCK = 64;

  private final String document;
  private final String text;
  private final int[] starts;
  private final int lines;

  /** Low surrogates before each block of the text, or empty if the text has none. */
  private final int[] lowBefore;

  /** Only a guess where to look first, so that threads need not agree on it. */
  private int lastLine;

  /**
   * Creates an index.
   *
   * @param document name of the document
   * @param text the text
   */
  public LineIndex(String document, String text) {
    this.document = document;
    this.text = text;
    int[] found = new int[64];
    int count = 1;
    int low = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i + 1;
      } else if (Character.isLowSurrogate(c)) {
        low++;
      }
    }
    this.starts = found;
    this.lines = count;
    this.lowBefore = low == 0 ? new int[0] : countLow();
  }

  private int[] countLow() {
    int[] counts = new int[text.length() / BLOCK + 1];
    int low = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i % BLOCK == 0) {
        counts[i / BLOCK] = low;
      }
      if (isPaired(i)) {
        low++;
      }
    }
    if (text.length() % BLOCK == 0) {
      counts[text.length() / BLOCK] = low;
    }
    return counts;
  }

  private boolean isPaired(int index) {
    return index > 0
        && Character.isLowSurrogate(text.charAt(index))
        && Character.isHighSurrogate(text.charAt(index - 1));
  }

  private int lowBefore(int offset) {
    if (lowBefore.length == 0) {
      return 0;
    }
    int count = lowBefore[offset / BLOCK];
    for (int i = offset - offset % BLOCK; i < offset; i++) {
      if (isPaired(i)) {
        count++;
      }
    }
    return count;
  }

  /**
   * Returns the number of lines; behind the last line feed is one more.
   *
   * @return at least 1
   */
  public int lines() {
    return lines;
  }

  /**
   * Returns the line of a place.
   *
   * @param offset UTF-16 units from the start, up to the text's length
   * @return lines from 1
   */
  public int line(int offset) {
    int near = lastLine;
    if (starts[near] > offset || (near + 1 < lines && starts[near + 1] <= offset)) {
      int found = Arrays.binarySearch(starts, 0, lines, offset);
      near = found >= 0 ? found : -found - 2;
      lastLine = near;
    }
    return near + 1;
  }

  /**
   * Returns the column of a place.
   *
   * @param offset UTF-16 units from the start, up to the text's length
   * @return code points from 1
   */
  public int column(int offset) {
    int start = starts[line(offset) - 1];
    return offset - start - (lowBefore(offset) - lowBefore(start)) + 1;
  }

  /**
   * Returns the number of code points of a line without its end.
   *
   * @param line the line, from 1
   * @return the number, 0 if there is no such line
   */
  public int length(int line) {
    return line < 1 || line > lines ? 0 : column(end(line)) - 1;
  }

  /**
   * Returns a piece of a line, in a time that does not depend on the length of the line.
   *
   * @param line the line, from 1
   * @param from column where it starts
   * @param to column behind its end
   * @return the text, or what there is of it
   */
  public String piece(int line, int from, int to) {
    return line < 1 || line > lines ? "" : text.substring(offset(line, from), offset(line, to));
  }

  /** Finds a column, or the end of the line if that comes before. */
  private int offset(int line, int column) {
    int low = starts[line - 1];
    int high = end(line);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (column(middle) < column) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int end(int line) {
    int end = line < lines ? starts[line] - 1 : text.length();
    boolean carriageReturn = line < lines && end > starts[line - 1] && text.charAt(end - 1) == '\r';
    return carriageReturn ? end - 1 : end;
  }

  /**
   * Returns a piece of the text as a span.
   *
   * @param from where it starts, in UTF-16 units
   * @param to where it ends, in UTF-16 units
   * @return the span
   */
  public SourceSpan span(int from, int to) {
    int line = line(from);
    int column = column(from);
    return new SourceSpan(document, line, column, line(to), column(to));
  }

  /**
   * Returns a line without its end.
   *
   * @param line the line, from 1
   * @return the text, or an empty text if there is no such line
   */
  public String lineText(int line) {
    if (line < 1 || line > lines) {
      return "";
    }
    return text.substring(starts[line - 1], end(line));
  }
}
