// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether bytes are one JSON value (RFC 8259), with the limits of Bottlerocket's parser: 127
 * levels of lists and maps, numbers that a 64-bit float can hold, and no lone surrogates.
 */
final class JsonCheck {
  private static final int MAX_DEPTH = 127;

  private final CharBuffer in;

  private JsonCheck(CharBuffer in) {
    this.in = in;
  }

  static boolean isJson(byte[] bytes) {
    CharBuffer chars;
    try {
      chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      return false;
    }
    JsonCheck check = new JsonCheck(chars);
    return check.value(0) && check.next() == -1;
  }

  /** Returns the next character that is no white space without taking it, or -1. */
  private int next() {
    while (in.hasRemaining() && Chars.isOneOf(in.charAt(0), " \t\n\r")) {
      in.get();
    }
    return in.hasRemaining() ? in.charAt(0) : -1;
  }

  private boolean take(char c) {
    boolean here = in.hasRemaining() && in.charAt(0) == c;
    if (here) {
      in.get();
    }
    return here;
  }

  private boolean value(int depth) {
    return switch (next()) {
      case '{' -> depth < MAX_DEPTH && items('}', depth + 1);
      case '[' -> depth < MAX_DEPTH && items(']', depth + 1);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean items(char close, int depth) {
    in.get();
    if (next() == close) {
      return take(close);
    }
    while (true) {
      if (close == '}' && !name()) {
        return false;
      }
      if (!value(depth)) {
        return false;
      }
      next();
      if (!take(',')) {
        return take(close);
      }
    }
  }

  private boolean name() {
    if (next() != '"' || !string()) {
      return false;
    }
    next();
    return take(':');
  }

  private boolean string() {
    in.get();
    while (in.hasRemaining()) {
      char c = in.get();
      if (c == '"') {
        return true;
      }
      if (c < 0x20 || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (!in.hasRemaining()) {
      return false;
    }
    char c = in.get();
    if (c != 'u') {
      return Chars.isOneOf(c, "\"\\/bfnrt");
    }
    int first = hex();
    if (first < 0
        || (first >= Character.MIN_LOW_SURROGATE && first <= Character.MAX_LOW_SURROGATE)) {
      return false;
    }
    if (first < Character.MIN_HIGH_SURROGATE || first > Character.MAX_HIGH_SURROGATE) {
      return true;
    }
    int second = take('\\') && take('u') ? hex() : -1;
    return second >= Character.MIN_LOW_SURROGATE && second <= Character.MAX_LOW_SURROGATE;
  }

  private int hex() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      if (!in.hasRemaining() || !IpText.isHex(in.charAt(0))) {
        return -1;
      }
      value = value * 16 + Character.digit(in.get(), 16);
    }
    return value;
  }

  private boolean number() {
    StringBuilder text = new StringBuilder();
    if (take('-')) {
      text.append('-');
    }
    int whole = digits(text);
    if (whole == 0 || (whole > 1 && text.charAt(text.length() - whole) == '0')) {
      return false;
    }
    if (take('.')) {
      text.append('.');
      if (digits(text) == 0) {
        return false;
      }
    }
    if (take('e') || take('E')) {
      text.append('e');
      if (take('-')) {
        text.append('-');
      } else {
        take('+');
      }
      if (digits(text) == 0) {
        return false;
      }
    }
    return Double.isFinite(Double.parseDouble(text.toString()));
  }

  private int digits(StringBuilder text) {
    int count = 0;
    while (in.hasRemaining() && Chars.isDigit(in.charAt(0))) {
      text.append(in.get());
      count++;
    }
    return count;
  }
}
