// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

/**
 * Makes foreign text safe to print: bounded, one line, no control or direction characters.
 *
 * <p>Stateless.
 */
public final class Text {
  /** How much is kept of text that is too long for a message, in UTF-16 units. */
  public static final int MAX_LENGTH = 200;

  /** Room for the note about a cut, so that text which was cut before is not cut again. */
  private static final int SLACK = 40;

  private Text() {}

  /**
   * Cuts and escapes foreign text and puts it in double quotes.
   *
   * @param text any text
   * @return at most 240 printable characters, in quotes; of longer text the first {@link
   *     #MAX_LENGTH}, an ellipsis and the length
   */
  public static String quote(CharSequence text) {
    return '"' + escape(text, true) + '"';
  }

  /**
   * Cuts and escapes foreign text. What was cleaned or quoted already comes back as it is.
   *
   * @param text any text
   * @return at most 240 printable characters; of longer text the first {@link #MAX_LENGTH}, an
   *     ellipsis and the length
   */
  public static String clean(CharSequence text) {
    return escape(text, false);
  }

  private static String escape(CharSequence text, boolean quotes) {
    int limit = MAX_LENGTH + SLACK - (quotes ? 2 : 0);
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 16);
    int cut = 0;
    for (int i = 0; i < text.length() && out.length() <= limit; ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (quotes && (codePoint == '"' || codePoint == '\\')) {
        out.append('\\').appendCodePoint(codePoint);
      } else if (isPrintable(codePoint)) {
        out.appendCodePoint(codePoint);
      } else {
        out.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
      }
      if (out.length() <= MAX_LENGTH) {
        cut = out.length();
      }
    }
    if (out.length() > limit) {
      out.setLength(cut);
      out.append("… (").append(text.length()).append(" characters)");
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
