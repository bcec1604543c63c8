// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.input.DocumentNode;
import dev.gantry.settings.input.DocumentNode.BooleanNode;
import dev.gantry.settings.input.DocumentNode.DateTimeNode;
import dev.gantry.settings.input.DocumentNode.DateTimeNode.Sort;
import dev.gantry.settings.input.DocumentNode.NumberNode;
import dev.gantry.settings.input.ViolationCodes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads values without quotes and brackets: numbers, truth values, dates and times. */
final class TomlScalars {
  /** Longer numbers are not parsed, since that takes time with the square of their length. */
  private static final int MAX_DIGITS = 400;

  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static final Pattern DECIMAL = Pattern.compile("[+-]?(0|[1-9](_?[0-9])*+)");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[+-]?(0|[1-9](_?[0-9])*+)((\\.[0-9](_?[0-9])*+)?[eE][+-]?[0-9](_?[0-9])*+"
              + "|\\.[0-9](_?[0-9])*+)");
  private static final Pattern HEX = Pattern.compile("0x[0-9A-Fa-f](_?[0-9A-Fa-f])*+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7](_?[0-7])*+");
  private static final Pattern BINARY = Pattern.compile("0b[01](_?[01])*+");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "(?:([0-9]{4})-([0-9]{2})-([0-9]{2}))?([Tt ]?)"
              + "(?:([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.[0-9]+)?)?"
              + "([Zz]|[+-]([0-9]{2}):([0-9]{2}))?");
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private final Cursor in;

  TomlScalars(Cursor in) {
    this.in = in;
  }

  /** Reads a value; gives null if it is none, which has been told. */
  @Nullable DocumentNode read() {
    int start = in.at;
    skipToken();
    if (in.at == start) {
      in.report(
          ViolationCodes.MALFORMED_VALUE,
          start,
          start + Character.charCount(in.text.codePointAt(start)),
          "no value starts like this; a string stands in quotes");
      return null;
    }
    if (isDate(start) && in.peek() == ' ' && isDigit(in.peek(1))) {
      in.at++;
      skipToken();
    }
    String token = in.text.substring(start, Math.min(in.at, start + MAX_DIGITS + 1));
    char first = token.charAt(0);
    if (first == 't' || first == 'f') {
      return truth(token, start);
    }
    if (isDigit(first) || first == '+' || first == '-' || first == '.') {
      return isTemporal(token) ? dateTime(token, start) : number(token, start);
    }
    if (token.equals("inf") || token.equals("nan")) {
      return node(new NumberNode(in.span(start, in.at), null, token), start);
    }
    return malformed(start);
  }

  private void skipToken() {
    while (TomlKeys.isBare(in.peek()) || in.peek() == '+' || in.peek() == '.' || in.peek() == ':') {
      in.at++;
    }
  }

  private boolean isDate(int start) {
    return in.at - start == 10
        && in.text.charAt(start + 4) == '-'
        && in.text.charAt(start + 7) == '-'
        && isDigit(in.text.charAt(start));
  }

  private static boolean isTemporal(String token) {
    return token.indexOf(':') >= 0
        || (token.length() > 5
            && token.charAt(4) == '-'
            && token.substring(0, 4).chars().allMatch(TomlScalars::isDigit));
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private @Nullable DocumentNode truth(String token, int start) {
    return switch (token) {
      case "true" -> node(new BooleanNode(in.span(start, in.at), true), start);
      case "false" -> node(new BooleanNode(in.span(start, in.at), false), start);
      default -> malformed(start);
    };
  }

  private @Nullable DocumentNode malformed(int start) {
    in.report(
        ViolationCodes.MALFORMED_VALUE,
        start,
        in.at,
        "this is no value; a string stands in quotes, truth values are true and false");
    return null;
  }

  private DocumentNode node(DocumentNode node, int start) {
    in.countNode(start);
    return node;
  }

  private @Nullable DocumentNode number(String token, int start) {
    if (token.length() > MAX_DIGITS) {
      return wrongNumber(ViolationCodes.LIMIT_EXCEEDED, start, "the number is too long");
    }
    BigInteger integer = integer(token);
    if (integer != null) {
      return integer.compareTo(MIN) < 0 || integer.compareTo(MAX) > 0
          ? wrongNumber(
              ViolationCodes.MALFORMED_NUMBER, start, "the integer does not fit in 64 bits")
          : node(new NumberNode(in.span(start, in.at), new BigDecimal(integer), token), start);
    }
    if (FLOAT.matcher(token).matches()) {
      return floating(token, start);
    }
    String unsigned = token.charAt(0) == '+' || token.charAt(0) == '-' ? token.substring(1) : token;
    if (unsigned.equals("inf") || unsigned.equals("nan")) {
      return node(new NumberNode(in.span(start, in.at), null, token), start);
    }
    return wrongNumber(
        ViolationCodes.MALFORMED_NUMBER,
        start,
        "the number is not well written, or it is a string that needs quotes");
  }

  private static @Nullable BigInteger integer(String token) {
    if (DECIMAL.matcher(token).matches()) {
      return new BigInteger(token.replace("_", ""));
    }
    if (token.length() > 2 && token.charAt(0) == '0') {
      int radix =
          HEX.matcher(token).matches()
              ? 16
              : OCTAL.matcher(token).matches() ? 8 : BINARY.matcher(token).matches() ? 2 : 0;
      return radix == 0 ? null : new BigInteger(token.substring(2).replace("_", ""), radix);
    }
    return null;
  }

  private @Nullable DocumentNode floating(String token, int start) {
    String plain = token.replace("_", "");
    double value = Double.parseDouble(plain);
    if (Double.isInfinite(value)) {
      return wrongNumber(
          ViolationCodes.MALFORMED_NUMBER, start, "the float does not fit in 64 bits");
    }
    // A number that is too small for a double is zero, as in every reader that holds doubles.
    BigDecimal exact = value == 0 ? BigDecimal.valueOf(0, 1) : new BigDecimal(plain);
    BigDecimal kept = exact.scale() == 0 ? exact.setScale(1) : exact;
    return node(new NumberNode(in.span(start, in.at), kept, token), start);
  }

  private @Nullable DocumentNode wrongNumber(String code, int start, String message) {
    in.report(code, start, in.at, message);
    return null;
  }

  private @Nullable DocumentNode dateTime(String token, int start) {
    Matcher parts = DATE_TIME.matcher(token);
    if (!parts.matches()) {
      return wrongDate(start, "expected a form like 1979-05-27T07:32:00Z, or a part of it");
    }
    boolean date = parts.group(1) != null;
    boolean time = parts.group(5) != null;
    boolean offset = parts.group(8) != null;
    boolean joined = !parts.group(4).isEmpty();
    if (joined != (date && time) || (offset && !joined)) {
      return wrongDate(start, "expected a date and a time with T between, or one of them");
    }
    if (date && !isDay(number(parts, 1), number(parts, 2), number(parts, 3))) {
      return wrongDate(start, "there is no such day");
    }
    // RFC 3339 has leap seconds.
    if (time && (number(parts, 5) > 23 || number(parts, 6) > 59 || number(parts, 7) > 60)) {
      return wrongDate(start, "there is no such time of day");
    }
    if (parts.group(9) != null && (number(parts, 9) > 23 || number(parts, 10) > 59)) {
      return wrongDate(start, "there is no such offset");
    }
    Sort sort =
        offset
            ? Sort.OFFSET_DATE_TIME
            : joined ? Sort.LOCAL_DATE_TIME : date ? Sort.LOCAL_DATE : Sort.LOCAL_TIME;
    return node(new DateTimeNode(in.span(start, in.at), sort, token), start);
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  private static boolean isDay(int year, int month, int day) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= (month == 2 && !leap ? 28 : DAYS[month - 1]);
  }

  private @Nullable DocumentNode wrongDate(int start, String message) {
    in.report(ViolationCodes.MALFORMED_DATE_TIME, start, in.at, message);
    return null;
  }
}
