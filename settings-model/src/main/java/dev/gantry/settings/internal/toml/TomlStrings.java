// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.input.ViolationCodes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads strings. Each method gives null if the string is wrong, which has been told, and leaves the
 * cursor behind it; {@link #ended} says whether its end was found.
 */
final class TomlStrings {
  private static final Pattern OPENED = Pattern.compile("=[ \\t]*(\"{3}|'{3})");

  private final Cursor in;
  private boolean ended;
  private Lost lost = Lost.NOTHING;

  TomlStrings(Cursor in) {
    this.in = in;
  }

  /** What the next lines may be, when a string had no end. */
  enum Lost {
    /** They are what they seem to be. */
    NOTHING,
    /** A string in one line had no end; a line that is one word may belong to it. */
    LINE,
    /** A string over many lines had no end; all that is no statement belongs to it. */
    LINES
  }

  /** Returns what was lost since this was asked last. */
  Lost takeLost() {
    Lost last = lost;
    lost = Lost.NOTHING;
    return last;
  }

  /** Tells whether the string that was read last has an end. */
  boolean ended() {
    return ended;
  }

  /** Reads a string of any form. */
  @Nullable String any() {
    return in.looksAt("\"\"\"") || in.looksAt("'''") ? lines() : line();
  }

  /** Reads a string in one line. */
  @Nullable String line() {
    int start = in.at;
    char quote = in.text.charAt(start);
    int plainEnd = plainEnd(start + 1, quote);
    if (plainEnd >= 0) {
      ended = true;
      in.at = plainEnd + 1;
      return checked(in.text.substring(start + 1, plainEnd), start);
    }
    boolean good = true;
    StringBuilder value = new StringBuilder();
    for (in.at++; !in.atLineEnd(); ) {
      char c = in.text.charAt(in.at);
      if (c == quote) {
        in.at++;
        ended = true;
        return good ? checked(value.toString(), start) : null;
      }
      good &= one(c, quote, value);
    }
    ended = false;
    lost = Lost.LINE;
    in.report(
        ViolationCodes.UNTERMINATED_STRING,
        start,
        in.at,
        "the string has no closing " + quote + " in its line");
    return null;
  }

  /** Finds the end of a string that is as it is written, or -1. */
  private int plainEnd(int from, char quote) {
    for (int i = from; i < in.text.length(); i++) {
      char c = in.text.charAt(i);
      if (c == quote) {
        return i;
      }
      if (Cursor.isControl(c) || (c == '\\' && quote == '"')) {
        return -1;
      }
    }
    return -1;
  }

  private @Nullable String checked(String value, int start) {
    if (value.length() > in.limits.maxStringLength()) {
      in.report(
          ViolationCodes.LIMIT_EXCEEDED,
          start,
          in.at,
          "the string has more than " + in.limits.maxStringLength() + " characters");
      return null;
    }
    return value;
  }

  /** Takes one character of a string, or one escape sequence; gives whether it was right. */
  private boolean one(char c, char quote, StringBuilder value) {
    if (c == '\\' && quote == '"') {
      return escape(value);
    }
    boolean control = Cursor.isControl(c);
    if (control) {
      in.reportCharacter("a string");
    }
    value.append(c);
    in.at++;
    return !control;
  }

  private boolean escape(StringBuilder value) {
    int start = in.at;
    int c = in.peek(1);
    int plain = "btnfr\"\\".indexOf(c);
    if (plain >= 0) {
      value.append("\b\t\n\f\r\"\\".charAt(plain));
      in.at += 2;
      return true;
    }
    int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits > 0) {
      return codePoint(start, digits, value);
    }
    in.at++;
    boolean lineEnd = in.atLineEnd();
    in.at += lineEnd ? 0 : Character.charCount(in.text.codePointAt(in.at));
    in.report(
        ViolationCodes.INVALID_ESCAPE,
        start,
        in.at,
        "a backslash must be followed by one of b, t, n, f, r, \", \\, u and U;"
            + " a string in ' takes backslashes as they are");
    return false;
  }

  private boolean codePoint(int start, int digits, StringBuilder value) {
    in.at += 2;
    int number = 0;
    int found = 0;
    for (; found < digits && Character.digit(in.peek(), 16) >= 0 && in.peek() < 0x80; found++) {
      number = number * 16 + Character.digit(in.peek(), 16);
      in.at++;
    }
    if (found < digits) {
      in.report(
          ViolationCodes.INVALID_ESCAPE,
          start,
          in.at,
          "the escape sequence needs " + digits + " hexadecimal digits");
      return false;
    }
    if (!Character.isValidCodePoint(number) || (number >= 0xd800 && number <= 0xdfff)) {
      in.report(
          ViolationCodes.INVALID_ESCAPE,
          start,
          in.at,
          "the escape sequence does not name a Unicode scalar value");
      return false;
    }
    value.appendCodePoint(number);
    return true;
  }

  /**
   * Steps to the end of the line in which a string over lines ends, if the rest of this line has
   * the start of one as a value. Its lines would be taken for keys otherwise.
   *
   * @return whether there was one
   */
  boolean skipOpened() {
    int end = in.at;
    while (!in.isLineEnd(end)) {
      end++;
    }
    Matcher opened = OPENED.matcher(in.text).region(in.at, end);
    if (!opened.find()) {
      return false;
    }
    int close = in.text.indexOf(opened.group(1), opened.end());
    in.at = close < 0 ? end : close + 3;
    in.skipToLineEnd();
    lost = close < 0 ? Lost.LINES : lost;
    return true;
  }

  private @Nullable String lines() {
    int start = in.at;
    int mark = in.problems.mark();
    char quote = in.text.charAt(start);
    String close = String.valueOf(quote).repeat(3);
    boolean good = true;
    StringBuilder value = new StringBuilder();
    in.at += 3;
    if (!in.atEnd() && in.atLineEnd()) {
      in.skipLineEnd();
    }
    while (!in.atEnd()) {
      char c = in.text.charAt(in.at);
      if (c == quote && in.looksAt(close)) {
        closeLines(quote, value);
        return good ? checked(value.toString(), start) : null;
      }
      if (in.atLineEnd()) {
        // TOML leaves it to readers which line ends a text gets; Bottlerocket's gives line feeds.
        value.append('\n');
        in.skipLineEnd();
      } else if (c != '\\' || quote != '"' || !foldedLineEnd()) {
        good &= one(c, quote, value);
      }
    }
    // Whatever follows is better read as statements, since there is no end to wait for.
    in.problems.backTo(mark);
    in.at = start;
    in.skipToLineEnd();
    ended = false;
    lost = Lost.LINES;
    in.report(
        ViolationCodes.UNTERMINATED_STRING, start, start + 3, "the string has no closing " + close);
    return null;
  }

  /** Steps over the closing quotes; up to two more belong to the string. */
  private void closeLines(char quote, StringBuilder value) {
    int quotes = 3;
    while (quotes < 5 && in.peek(quotes) == quote) {
      quotes++;
      value.append(quote);
    }
    in.at += quotes;
    ended = true;
  }

  /** Steps over a backslash at the end of a line and all blanks and line ends behind it. */
  private boolean foldedLineEnd() {
    int start = in.at;
    in.at++;
    in.skipBlanks();
    if (in.atEnd() || !in.atLineEnd()) {
      in.at = start;
      return false;
    }
    while (!in.atEnd() && in.atLineEnd()) {
      in.skipLineEnd();
      in.skipBlanks();
    }
    return true;
  }
}
