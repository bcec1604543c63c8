// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The order of the members of an object in canonical text: by the UTF-8 bytes of their names. */
final class MemberOrder {
  private MemberOrder() {}

  /**
   * Compares two canonical strings by what they stand for.
   *
   * @param a text that has a string
   * @param atA index of its opening quote
   * @param b text that has the other string
   * @param atB index of its opening quote
   */
  static int compare(byte[] a, int atA, byte[] b, int atB) {
    int p = atA + 1;
    int q = atB + 1;
    while (true) {
      byte x = a[p++];
      byte y = b[q++];
      if (x == y) {
        if (x == '"') {
          return 0;
        }
        if (x != '\\') {
          continue;
        }
        x = a[p++];
        y = b[q++];
        if (x == y) {
          continue;
        }
        return Byte.compareUnsigned(x, y);
      }
      // An unescaped quote is the end, and what ends comes first.
      if (x == '"' || y == '"') {
        return x == '"' ? -1 : 1;
      }
      return Byte.compareUnsigned(x == '\\' ? a[p] : x, y == '\\' ? b[q] : y);
    }
  }

  /** Returns the members of a range, which are indices into the text, in order. */
  static int[] sort(byte[] text, int[] members, int from, int count) {
    int[] sorted = Arrays.copyOfRange(members, from, from + count);
    int[] merged = new int[count];
    for (int width = 1; width < count && width > 0; width *= 2) {
      for (long start = 0; start < count; start += 2L * width) {
        int middle = (int) Math.min(start + width, count);
        int end = (int) Math.min(start + 2L * width, count);
        merge(text, sorted, (int) start, middle, end, merged);
      }
      int[] swap = sorted;
      sorted = merged;
      merged = swap;
    }
    return sorted;
  }

  private static void merge(byte[] text, int[] from, int start, int middle, int end, int[] to) {
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      boolean takeLeft =
          right == end || (left < middle && compare(text, from[left], text, from[right]) <= 0);
      to[at] = takeLeft ? from[left++] : from[right++];
    }
  }

  /** Returns a name that two neighbours share, or null if there is none. */
  static @Nullable String repeated(byte[] text, int[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (compare(text, sorted[i - 1], text, sorted[i]) == 0) {
        return new CanonicalValue(text, sorted[i], CanonicalScan.end(text, sorted[i])).string();
      }
    }
    return null;
  }
}
