// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.input.DocumentNode.BrokenNode;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.ViolationCodes;
import dev.gantry.settings.internal.document.LimitReached;
import dev.gantry.settings.internal.document.LineIndex;
import dev.gantry.settings.internal.document.Problems;
import java.util.ArrayList;
import java.util.List;

/** A place in a TOML document, and what all parts of the parser share. */
final class Cursor {
  /** What {@link #peek} gives at the end. */
  static final int END = -1;

  final String text;
  final LineIndex lines;
  final Problems problems;
  final InputLimits limits;

  /** The names of the key whose value is being read, from the document's root. */
  final List<String> path = new ArrayList<>();

  int at;
  private int nodes;

  Cursor(String text, LineIndex lines, Problems problems, InputLimits limits) {
    this.text = text;
    this.lines = lines;
    this.problems = problems;
    this.limits = limits;
  }

  int peek() {
    return peek(0);
  }

  int peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  boolean looksAt(String what) {
    return text.startsWith(what, at);
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** Tells whether a line ends here; a carriage return alone is no end. */
  boolean atLineEnd() {
    return isLineEnd(at);
  }

  /** Tells the same of another place. */
  boolean isLineEnd(int index) {
    if (index >= text.length()) {
      return true;
    }
    char c = text.charAt(index);
    return c == '\n' || (c == '\r' && index + 1 < text.length() && text.charAt(index + 1) == '\n');
  }

  /** Steps over a line end, if there is one. */
  void skipLineEnd() {
    if (!atEnd()) {
      at += text.charAt(at) == '\r' ? 2 : 1;
    }
  }

  void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  void skipToLineEnd() {
    while (!atLineEnd()) {
      at++;
    }
  }

  /** Finds the end of this line, without blanks before it. */
  int trimmedLineEnd() {
    int end = at;
    for (int i = at; !isLineEnd(i); i++) {
      if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
        end = i + 1;
      }
    }
    return end;
  }

  /** Steps over a comment, if there is one. */
  void skipComment() {
    if (peek() != '#') {
      return;
    }
    boolean told = false;
    for (at++; !atLineEnd(); at++) {
      if (!told && isControl(text.charAt(at))) {
        reportCharacter("a comment");
        told = true;
      }
    }
  }

  /** Tells whether TOML forbids a character in comments and strings; line ends are for others. */
  static boolean isControl(char c) {
    return (c < 0x20 && c != '\t') || c == 0x7f;
  }

  void reportCharacter(String where) {
    report(
        ViolationCodes.INVALID_CHARACTER,
        at,
        at + 1,
        "a control character must not stand in " + where);
  }

  void report(String code, int from, int to, String message) {
    problems.add(code, path, from, to, message);
  }

  SourceSpan span(int from, int to) {
    return lines.span(from, to);
  }

  BrokenNode broken(int from, int to) {
    countNode(from);
    return new BrokenNode(span(from, to));
  }

  /** Counts a value and stops the parser if there are too many. */
  void countNode(int where) {
    nodes++;
    if (nodes > limits.maxNodes()) {
      report(
          ViolationCodes.LIMIT_EXCEEDED,
          where,
          where,
          "there are more than " + limits.maxNodes() + " values; the rest was not read");
      throw new LimitReached();
    }
  }
}
