// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SourceSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shows lines of a document without its secrets. */
final class SourceView {
  private static final String SECRET = "(secret)";

  /** Most characters of a line that are shown; longer ones are cut on both sides of the place. */
  private static final int WIDTH = 160;

  private static final int BEFORE = 60;

  private final SettingsDocument document;
  private final List<SourceSpan> secrets;

  SourceView(SettingsDocument document, List<SourceSpan> secrets) {
    this.document = document;
    this.secrets = merged(secrets);
  }

  /**
   * A line and what points at a place in it.
   *
   * @param line the line as it may be shown
   * @param carets blanks and carets
   */
  record Shown(String line, String carets) {}

  Shown show(SourceSpan span) {
    int line = span.line();
    int length = document.lineLength(line);
    int from = Math.min(span.column() - 1, length);
    int to = span.endLine() == line ? span.endColumn() - 1 : length;
    // Only what is shown is looked at, since lines may be long and violations many.
    int first = Math.max(0, from - BEFORE);
    int last = Math.min(length, first + WIDTH);
    int[] points = document.linePiece(line, first + 1, last + 1).codePoints().toArray();
    return draw(
        points,
        hidden(line, first, points.length),
        from - first,
        Math.min(Math.max(to, from), length) - first,
        first > 0,
        last < length);
  }

  private boolean[] hidden(int line, int first, int length) {
    boolean[] hidden = new boolean[length];
    for (int i = firstSecret(line, first + 1); i < secrets.size(); i++) {
      SourceSpan secret = secrets.get(i);
      if (secret.line() > line) {
        break;
      }
      int from = secret.line() == line ? secret.column() - 1 - first : 0;
      int to = secret.endLine() == line ? secret.endColumn() - 1 - first : length;
      if (from >= length) {
        break;
      }
      for (int at = Math.max(0, from); at < Math.min(to, length); at++) {
        hidden[at] = true;
      }
    }
    return hidden;
  }

  /** Finds the first secret that ends behind a place. */
  private int firstSecret(int line, int column) {
    int low = 0;
    int high = secrets.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      SourceSpan secret = secrets.get(middle);
      if (secret.endLine() < line || (secret.endLine() == line && secret.endColumn() <= column)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns spans in order, none of which overlaps with another. */
  private static List<SourceSpan> merged(List<SourceSpan> spans) {
    List<SourceSpan> merged = new ArrayList<>(spans.size());
    for (SourceSpan span : spans.stream().sorted(Comparator.naturalOrder()).toList()) {
      SourceSpan last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || isBefore(last.endLine(), last.endColumn(), span.line(), span.column())) {
        merged.add(span);
      } else if (isBefore(last.endLine(), last.endColumn(), span.endLine(), span.endColumn())) {
        merged.set(
            merged.size() - 1,
            new SourceSpan(
                last.document(), last.line(), last.column(), span.endLine(), span.endColumn()));
      }
    }
    return merged;
  }

  private static boolean isBefore(int line, int column, int otherLine, int otherColumn) {
    return line < otherLine || (line == otherLine && column < otherColumn);
  }

  private static Shown draw(
      int[] points, boolean[] hidden, int from, int to, boolean cutBefore, boolean cutBehind) {
    StringBuilder line = new StringBuilder(cutBefore ? "…" : "");
    int columns = line.length();
    int caret = -1;
    int caretEnd = -1;
    for (int i = 0; i < points.length; i++) {
      int before = columns;
      if (!hidden[i]) {
        int shown = isPlain(points[i]) ? points[i] : points[i] == '\t' ? ' ' : 0xfffd;
        line.appendCodePoint(shown);
        columns += DisplayWidth.of(shown);
      } else if (i == 0 || !hidden[i - 1]) {
        line.append(SECRET);
        columns += SECRET.length();
      }
      if (i >= from && caret < 0) {
        // Inside a secret the caret points at all of it, so as not to tell how long it is.
        boolean inside = hidden[i] && columns == before;
        caret = inside ? before - SECRET.length() : before;
      }
      if (i < to) {
        caretEnd = columns;
      }
    }
    line.append(cutBehind ? "…" : "");
    caret = caret < 0 ? columns : caret;
    return new Shown(
        line.toString(), " ".repeat(caret) + "^".repeat(Math.max(1, caretEnd - caret)));
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
