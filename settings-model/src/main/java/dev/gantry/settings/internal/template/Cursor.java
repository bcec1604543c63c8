// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.Text;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.template.MalformedTemplateException;

/** A place in a template that moves forward while tags are read. */
final class Cursor {
  private static final int SHOWN = 20;

  private final String text;
  private final Positions positions;
  private int at;

  Cursor(String text, Positions positions) {
    this.text = text;
    this.positions = positions;
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  /** Returns the next character, or 0 at the end. */
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  char next() {
    char c = peek();
    at++;
    return c;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  boolean sees(String expected) {
    return text.startsWith(expected, at);
  }

  /** Goes behind an expected text if it is next, and tells whether it was. */
  boolean take(String expected) {
    boolean found = sees(expected);
    at += found ? expected.length() : 0;
    return found;
  }

  String since(int start) {
    return text.substring(start, at);
  }

  /** Returns the place of a character that comes later, or -1. */
  int find(char c) {
    return text.indexOf(c, at);
  }

  void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  /** Goes behind the letters, digits and signs that names have, and returns them. */
  String symbols() {
    int start = at;
    while (seesSymbol()) {
      at++;
    }
    return since(start);
  }

  boolean seesSymbol() {
    return at < text.length() && isSymbol(text.charAt(at));
  }

  String digits() {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return since(start);
  }

  SourceSpan span(int start, int end) {
    return positions.span(start, end);
  }

  SourceSpan spanSince(int start) {
    return positions.span(start, at);
  }

  MalformedTemplateException unexpected(String expected) {
    int start = Math.min(at, text.length());
    String found =
        start == text.length()
            ? "the end of the template"
            : Text.quote(text.substring(start, Math.min(start + SHOWN, text.length())));
    return new MalformedTemplateException(
        positions.span(start, Math.min(start + 1, text.length())),
        "found " + found + ", expected " + expected);
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSymbol(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '-'
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }
}
