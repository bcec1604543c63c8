// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
public final class Suggestions {
  /** Longer names are not compared, since that takes time with the square of their length. */
  private static final int MAX_LENGTH = 100;

  private Suggestions() {}

  /**
   * Finds the name that is nearest to another, if it is near enough.
   *
   * @param name what somebody wrote
   * @param names what there is
   * @return one of the names, or empty
   */
  public static Optional<String> nearest(String name, Collection<String> names) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String plain = plain(name);
    int best = Math.max(1, plain.length() / 3) + 1;
    String found = null;
    for (String each : names) {
      int distance =
          Math.abs(each.length() - name.length()) < best ? distance(plain, plain(each)) : best;
      if (distance < best) {
        best = distance;
        found = each;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Returns a name as it is compared: capitals do not count, nor which of the two hyphens it has.
   *
   * @param name the name
   * @return in lower case, with hyphens for underscores
   */
  public static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Counts the letters to add, drop, replace or swap with their neighbours. */
  static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    int[] next = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      next[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(last[j], next[j - 1]) + 1, last[j - 1] + cost);
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        next[j] = swapped ? Math.min(least, before[j - 2] + 1) : least;
      }
      int[] free = before;
      before = last;
      last = next;
      next = free;
    }
    return last[other.length()];
  }
}
