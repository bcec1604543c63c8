// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.internal.template.Expression.Literal;
import dev.gantry.settings.template.MalformedTemplateException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads values that are written out: strings, numbers, {@code true}, {@code false}, {@code null}.
 */
final class LiteralReader {
  private static final int MAX_NUMBER_CHARS = 40;
  private static final String[] WORDS = {"true", "false", "null"};
  private static final String ESCAPES = "\\/bfnrt";
  private static final String ESCAPED = "\\/\b\f\n\r\t";

  private final Cursor cursor;
  private final int maxNesting;

  LiteralReader(Cursor cursor, int maxNesting) {
    this.cursor = cursor;
    this.maxNesting = maxNesting;
  }

  /** Reads a literal, or returns null where there is none. */
  @Nullable Literal read() throws MalformedTemplateException, LimitExceededException {
    int start = cursor.at();
    char c = cursor.peek();
    if (c == '"' || c == '\'') {
      SettingValue value = SettingValue.of(string(c));
      return new Literal(value, cursor.spanSince(start));
    }
    if (c == '{' || (c == '[' && seesList())) {
      throw cursor.unexpected(
          "a string, a number, a path or a call; literal lists and maps are not taken");
    }
    Literal word = word();
    return word != null ? word : number();
  }

  private @Nullable Literal word() {
    int start = cursor.at();
    for (String word : WORDS) {
      if (cursor.take(word) && !cursor.seesSymbol()) {
        SettingValue value = word.equals("null") ? null : SettingValue.of(word.equals("true"));
        return new Literal(value, cursor.spanSince(start));
      }
      cursor.moveTo(start);
    }
    return null;
  }

  private @Nullable Literal number() throws MalformedTemplateException {
    int start = cursor.at();
    if (!takeNumber()) {
      cursor.moveTo(start);
      return null;
    }
    String written = cursor.since(start);
    BigDecimal value = value(written);
    if (value == null) {
      cursor.moveTo(start);
      throw cursor.unexpected(
          "a number as JSON has it, not -0, of at most " + MAX_NUMBER_CHARS + " characters");
    }
    return new Literal(new NumberValue(value), cursor.spanSince(start));
  }

  /** Goes behind what Bottlerocket's engine takes for a number, even if it is none in JSON. */
  private boolean takeNumber() {
    cursor.take("-");
    if (cursor.digits().isEmpty()) {
      return false;
    }
    cursor.take(".");
    cursor.digits();
    int end = cursor.at();
    if (cursor.take("E")) {
      cursor.take("-");
      if (cursor.digits().isEmpty()) {
        cursor.moveTo(end);
      }
    }
    return !cursor.seesSymbol();
  }

  /** Returns the number; null if it is none, or none that setting values can be. */
  private static @Nullable BigDecimal value(String written) {
    if (written.length() > MAX_NUMBER_CHARS
        || !written.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?(E-?[0-9]+)?")) {
      return null;
    }
    double rounded = Double.parseDouble(written);
    if (Double.isInfinite(rounded) || (rounded == 0 && written.startsWith("-"))) {
      return null;
    }
    if (written.indexOf('E') < 0) {
      return new BigDecimal(written);
    }
    // Without the exponent it would be an integer, which is another value.
    BigDecimal value = BigDecimal.valueOf(rounded);
    return value.scale() == 0 ? value.setScale(1) : value;
  }

  private String string(char quote) throws MalformedTemplateException {
    int start = cursor.at();
    cursor.next();
    StringBuilder value = new StringBuilder();
    while (!cursor.atEnd() && cursor.peek() != quote) {
      if (cursor.peek() < ' ') {
        throw cursor.unexpected("a string without control characters");
      }
      char c = cursor.next();
      if (c == '\\') {
        escape(value, quote);
      } else {
        value.append(c);
      }
    }
    if (cursor.atEnd()) {
      cursor.moveTo(start);
      throw cursor.unexpected("a string with its closing quote");
    }
    cursor.next();
    for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
      int codePoint = value.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        cursor.moveTo(start);
        throw cursor.unexpected("a string without halves of characters");
      }
    }
    return value.toString();
  }

  private void escape(StringBuilder value, char quote) throws MalformedTemplateException {
    char c = cursor.peek();
    int known = ESCAPES.indexOf(c);
    if (c == quote) {
      value.append(quote);
      cursor.next();
    } else if (known >= 0) {
      value.append(ESCAPED.charAt(known));
      cursor.next();
    } else {
      int start = cursor.at();
      int unit = c == 'u' ? unit() : -1;
      if (unit < 0) {
        cursor.moveTo(start);
        throw cursor.unexpected("an escape sequence of JSON");
      }
      value.append((char) unit);
    }
  }

  private int unit() {
    cursor.next();
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = cursor.next();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /** Tells whether a list of literals comes next; a path may start with a bracket, too. */
  private boolean seesList() throws LimitExceededException {
    int start = cursor.at();
    boolean sees = takeList('[', ']', 0);
    cursor.moveTo(start);
    return sees;
  }

  private boolean takeList(char open, char close, int depth) throws LimitExceededException {
    LimitExceededException.check("levels of lists in a template", maxNesting, depth);
    cursor.next();
    cursor.skipSpace();
    boolean first = true;
    while (cursor.peek() != close) {
      // The engine takes a comma before the first item as well.
      if (!cursor.take(",") && !first) {
        return false;
      }
      cursor.skipSpace();
      if (!(open == '[' ? takeItem(depth) : takeEntry(depth))) {
        return false;
      }
      cursor.skipSpace();
      first = false;
    }
    cursor.next();
    return true;
  }

  private boolean takeEntry(int depth) throws LimitExceededException {
    if (!takeString()) {
      return false;
    }
    cursor.skipSpace();
    if (!cursor.take(":")) {
      return false;
    }
    cursor.skipSpace();
    return takeItem(depth);
  }

  private boolean takeItem(int depth) throws LimitExceededException {
    char c = cursor.peek();
    if (c == '[' || c == '{') {
      return takeList(c, c == '[' ? ']' : '}', depth + 1);
    }
    if (c == '"' || c == '\'') {
      return takeString();
    }
    return word() != null || takeNumber();
  }

  private boolean takeString() {
    char quote = cursor.next();
    if (quote != '"' && quote != '\'') {
      return false;
    }
    while (!cursor.atEnd() && cursor.peek() != quote) {
      if (cursor.next() == '\\') {
        char c = cursor.peek();
        boolean known = c == quote || ESCAPES.indexOf(c) >= 0;
        if (known) {
          cursor.next();
        } else if (c != 'u' || unit() < 0) {
          return false;
        }
      }
    }
    return cursor.take(String.valueOf(quote));
  }
}
