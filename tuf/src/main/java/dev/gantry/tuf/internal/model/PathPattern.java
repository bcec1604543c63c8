// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

/**
 * Shell patterns as TUF 4.5 means them, matched segment by segment: {@code *} is any run and {@code
 * ?} any one character, neither crosses a slash, {@code [..]} is one character of a class ({@code
 * [!..]} one outside of it), case counts, and {@code **} is nothing special.
 *
 * <p>Takes time in proportion to the product of both lengths at worst. Stateless.
 */
public final class PathPattern {
  private PathPattern() {}

  /**
   * Matches a path.
   *
   * @param pattern any text; a malformed pattern matches nothing
   * @param path a target path
   * @return whether the whole path matches
   */
  public static boolean matches(String pattern, String path) {
    String[] patterns = pattern.split("/", -1);
    String[] segments = path.split("/", -1);
    if (patterns.length != segments.length) {
      return false;
    }
    for (int i = 0; i < patterns.length; i++) {
      if (!matchesSegment(patterns[i].codePoints().toArray(), segments[i].codePoints().toArray())) {
        return false;
      }
    }
    return true;
  }

  /** Only the last star ever needs another try: what an earlier one took does not matter. */
  private static boolean matchesSegment(int[] pattern, int[] text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length) {
      int next = p < pattern.length ? oneCharacter(pattern, p, text[t]) : NO_MATCH;
      if (next == MALFORMED) {
        return false;
      }
      if (p < pattern.length && pattern[p] == '*') {
        star = p++;
        resume = t;
      } else if (next != NO_MATCH) {
        p = next;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  private static final int NO_MATCH = -1;
  private static final int MALFORMED = -2;

  /** Returns the index after the pattern element at p if it matches a character. */
  private static int oneCharacter(int[] pattern, int p, int character) {
    return switch (pattern[p]) {
      case '*' -> NO_MATCH;
      case '?' -> p + 1;
      case '[' -> classAt(pattern, p, character);
      default -> pattern[p] == character ? p + 1 : NO_MATCH;
    };
  }

  private static int classAt(int[] pattern, int open, int character) {
    int start = open + 1;
    boolean negated = start < pattern.length && pattern[start] == '!';
    start += negated ? 1 : 0;
    // A bracket that comes first is an ordinary member.
    int close = start + 1;
    while (close < pattern.length && pattern[close] != ']') {
      close++;
    }
    if (close >= pattern.length) {
      return MALFORMED;
    }
    boolean member = false;
    for (int i = start; i < close; i++) {
      if (i + 2 < close && pattern[i + 1] == '-') {
        member |= pattern[i] <= character && character <= pattern[i + 2];
        i += 2;
      } else {
        member |= pattern[i] == character;
      }
    }
    return member != negated ? close + 1 : NO_MATCH;
  }
}
