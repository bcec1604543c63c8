// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

/**
 * Sorts pairs that are kept in two arrays, in place: a heap sort, whose time no choice of digests
 * can make quadratic.
 */
final class PairSort {
  private PairSort() {}

  /** Sorts by the first array, and by the second where that is equal. */
  static void sort(long[] keys, int[] values) {
    for (int i = keys.length / 2 - 1; i >= 0; i--) {
      sift(keys, values, i, keys.length);
    }
    for (int end = keys.length - 1; end > 0; end--) {
      long key = keys[0];
      int value = values[0];
      keys[0] = keys[end];
      values[0] = values[end];
      keys[end] = key;
      values[end] = value;
      sift(keys, values, 0, end);
    }
  }

  private static void sift(long[] keys, int[] values, int start, int end) {
    long key = keys[start];
    int value = values[start];
    int hole = start;
    // Half of the length at most, so that the index of a child never overflows.
    while (hole < end / 2) {
      int child = 2 * hole + 1;
      if (child + 1 < end
          && isLess(keys[child], values[child], keys[child + 1], values[child + 1])) {
        child++;
      }
      if (!isLess(key, value, keys[child], values[child])) {
        break;
      }
      keys[hole] = keys[child];
      values[hole] = values[child];
      hole = child;
    }
    keys[hole] = key;
    values[hole] = value;
  }

  private static boolean isLess(long key, int value, long otherKey, int otherValue) {
    return key != otherKey ? key < otherKey : value < otherValue;
  }
}
