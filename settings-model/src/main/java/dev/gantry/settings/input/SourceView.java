// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SourceSpan;
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
    this.secrets = secrets.stream().sorted(Comparator.naturalOrder()).toList();
  }

  /**
   * A line and what points at a place in it.
   *
   * @param line the line as it may be shown
   * @param carets blanks and carets
   */
  record Shown(String line, String carets) {}

  Shown show(SourceSpan span) {
    int[] points = document.lineText(span.line()).codePoints().toArray();
    boolean[] hidden = new boolean[points.length];
    for (SourceSpan secret : secrets) {
      if (secret.line() <= span.line() && span.line() <= secret.endLine()) {
        int from = secret.line() == span.line() ? secret.column() - 1 : 0;
        int to = secret.endLine() == span.line() ? secret.endColumn() - 1 : points.length;
        for (int i = Math.min(from, points.length); i < Math.min(to, points.length); i++) {
          hidden[i] = true;
        }
      }
    }
    int from = Math.min(span.column() - 1, points.length);
    int to = span.endLine() == span.line() ? span.endColumn() - 1 : points.length;
    return draw(points, hidden, from, Math.min(Math.max(to, from), points.length));
  }

  private static Shown draw(int[] points, boolean[] hidden, int from, int to) {
    int first = Math.max(0, from - BEFORE);
    int last = Math.min(points.length, first + WIDTH);
    StringBuilder line = new StringBuilder(first > 0 ? "…" : "");
    int caret = -1;
    int caretEnd = -1;
    for (int i = first; i < last; i++) {
      boolean startsSecret = hidden[i] && (i == first || !hidden[i - 1]);
      int before = line.codePointCount(0, line.length());
      if (startsSecret) {
        line.append(SECRET);
      } else if (!hidden[i]) {
        line.appendCodePoint(isPlain(points[i]) ? points[i] : points[i] == '\t' ? ' ' : 0xfffd);
      }
      int width = startsSecret ? SECRET.length() : hidden[i] ? 0 : 1;
      if (i >= from && caret < 0) {
        // Inside a secret the caret points at all of it, so as not to tell how long it is.
        caret = width == 0 ? before - SECRET.length() : before;
      }
      if (i < to) {
        caretEnd = before + width;
      }
    }
    int end = line.codePointCount(0, line.length());
    line.append(last < points.length ? "…" : "");
    caret = caret < 0 ? end : caret;
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
