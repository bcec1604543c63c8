// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

/**
 * Makes foreign text safe to print: bounded, one line, no control or direction characters.
 *
 * <p>Stateless.
 */
public final class Text {
  /** Longest foreign text in a message, in UTF-16 units. */
  public static final int MAX_LENGTH = 200;

  private Text() {}

  /**
   * Cuts and escapes foreign text and puts it in double quotes.
   *
   * @param text any text
   * @return at most about {@link #MAX_LENGTH} printable characters in quotes
   */
  public static String quote(CharSequence text) {
    return '"' + escape(text, true) + '"';
  }

  /**
   * Cuts and escapes foreign text.
   *
   * @param text any text
   * @return at most about {@link #MAX_LENGTH} printable characters
   */
  public static String clean(CharSequence text) {
    return escape(text, false);
  }

  private static String escape(CharSequence text, boolean quotes) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 16);
    for (int i = 0; i < text.length(); ) {
      if (out.length() >= MAX_LENGTH) {
        return out.append("… (").append(text.length()).append(" characters)").toString();
      }
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (quotes && (codePoint == '"' || codePoint == '\\')) {
        out.append('\\').appendCodePoint(codePoint);
      } else if (isPrintable(codePoint)) {
        out.appendCodePoint(codePoint);
      } else {
        out.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
      }
    }
    return out.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
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
