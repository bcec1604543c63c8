// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import java.util.BitSet;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A set of numbers that takes memory only near those that are in it. Thread-safe. */
final class LongBitSet {
  private static final int PAGE_BITS = 16;

  private final TreeMap<Long, BitSet> pages = new TreeMap<>();
  private long size;

  /** Adds a number; returns whether it was not in the set. */
  synchronized boolean add(long number) {
    BitSet page = pages.computeIfAbsent(number >>> PAGE_BITS, key -> new BitSet());
    int bit = (int) (number & ((1 << PAGE_BITS) - 1));
    if (page.get(bit)) {
      return false;
    }
    page.set(bit);
    size++;
    return true;
  }

  synchronized boolean contains(long number) {
    BitSet page = pages.get(number >>> PAGE_BITS);
    return page != null && page.get((int) (number & ((1 << PAGE_BITS) - 1)));
  }

  synchronized long size() {
    return size;
  }

  /** The numbers in their order; the set must not change meanwhile. */
  LongStream stream() {
    return pages.entrySet().stream()
        .flatMapToLong(
            page -> page.getValue().stream().mapToLong(bit -> (page.getKey() << PAGE_BITS) | bit));
  }
}
