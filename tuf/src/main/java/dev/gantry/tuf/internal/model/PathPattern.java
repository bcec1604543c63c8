// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Shell patterns as TUF 4.5 means them, matched segment by segment: {@code *} is any run and {@code
 * ?} any one character, neither crosses a slash, {@code [..]} is one character of a class ({@code
 * [!..]} one outside of it), case counts, and {@code **} is nothing special.
 *
 * <p>Takes time in proportion to the length of the pattern and the square of that of the path, at
 * worst: a class counts as one element however long it is. Stateless.
 */
public final class PathPattern {
  private static final int NO_MATCH = -1;
  private static final int MALFORMED = -2;

  /** One segment of a pattern. */
  private final int[] pattern;

  /** The classes in it that were looked at, by where they begin. */
  private final Map<Integer, CharacterClass> classes = new HashMap<>();

  private PathPattern(int[] pattern) {
    this.pattern = pattern;
  }

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

  private static boolean matchesSegment(int[] pattern, int[] text) {
    return new PathPattern(pattern).matches(text);
  }

  /** Only the last star ever needs another try: what an earlier one took does not matter. */
  private boolean matches(int[] text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length) {
      int next = p < pattern.length ? oneCharacter(p, text[t]) : NO_MATCH;
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

  /** Returns the index after the pattern element at p if it matches a character. */
  private int oneCharacter(int p, int character) {
    return switch (pattern[p]) {
      case '*' -> NO_MATCH;
      case '?' -> p + 1;
      case '[' -> {
        CharacterClass found = classes.computeIfAbsent(p, open -> CharacterClass.at(pattern, open));
        if (found.end == MALFORMED) {
          yield MALFORMED;
        }
        yield found.contains(character) ? found.end : NO_MATCH;
      }
      default -> pattern[p] == character ? p + 1 : NO_MATCH;
    };
  }

  /** A class of characters, read once for each path however often it is tried. */
  private static final class CharacterClass {
    /** The index after it. */
    private final int end;

    /** Whether it is those outside of the ranges. */
    private final boolean negated;

    /** First characters in their upper, last ones in their lower half; sorted, apart. */
    private final long[] ranges;

    private CharacterClass(int end, boolean negated, long[] ranges) {
      this.end = end;
      this.negated = negated;
      this.ranges = ranges;
    }

    static CharacterClass at(int[] pattern, int open) {
      int start = open + 1;
      boolean negated = start < pattern.length && pattern[start] == '!';
      start += negated ? 1 : 0;
      // A bracket that comes first is an ordinary member.
      int close = start + 1;
      while (close < pattern.length && pattern[close] != ']') {
        close++;
      }
      if (close >= pattern.length) {
        return new CharacterClass(MALFORMED, negated, new long[0]);
      }
      long[] ranges = new long[close - start];
      int count = 0;
      for (int i = start; i < close; i++) {
        int last = pattern[i];
        int first = pattern[i];
        if (i + 2 < close && pattern[i + 1] == '-') {
          last = pattern[i + 2];
          i += 2;
        }
        if (first <= last) {
          ranges[count++] = (long) first << 32 | last;
        }
      }
      return new CharacterClass(close + 1, negated, merged(ranges, count));
    }

    private static long[] merged(long[] ranges, int count) {
      Arrays.sort(ranges, 0, count);
      int merged = 0;
      for (int i = 0; i < count; i++) {
        if (merged > 0 && ranges[i] >>> 32 <= (int) ranges[merged - 1]) {
          long last = Math.max((int) ranges[merged - 1], (int) ranges[i]);
          ranges[merged - 1] = ranges[merged - 1] >>> 32 << 32 | last;
        } else {
          ranges[merged++] = ranges[i];
        }
      }
      return Arrays.copyOf(ranges, merged);
    }

    boolean contains(int character) {
      // The last range that begins at the character or before it.
      int at = Arrays.binarySearch(ranges, (long) character << 32 | Integer.MAX_VALUE);
      int range = at >= 0 ? at : -at - 2;
      boolean member = range >= 0 && character <= (int) ranges[range];
      return member != negated;
    }
  }
}
