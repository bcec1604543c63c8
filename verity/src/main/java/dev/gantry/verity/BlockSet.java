// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Blocks of one level as sorted runs that neither touch nor overlap. Immutable. */
final class BlockSet {
  private final long[] firsts;
  private final long[] ends;

  /** How many blocks are in the runs before each run. */
  private final long[] ranks;

  private final int runs;

  private BlockSet(long[] firsts, long[] ends, int runs) {
    this.firsts = firsts;
    this.ends = ends;
    this.runs = runs;
    this.ranks = new long[runs + 1];
    for (int i = 0; i < runs; i++) {
      ranks[i + 1] = ranks[i] + ends[i] - firsts[i];
    }
  }

  static BlockSet of(Collection<BlockRange> ranges) {
    List<BlockRange> sorted =
        ranges.stream().sorted(Comparator.comparingLong(BlockRange::first)).toList();
    long[] firsts = sorted.stream().mapToLong(BlockRange::first).toArray();
    long[] ends = sorted.stream().mapToLong(BlockRange::end).toArray();
    return merge(firsts, ends, firsts.length);
  }

  /** The blocks of the next level that cover these. */
  BlockSet above(TreeGeometry geometry) {
    long[] first = new long[runs];
    long[] end = new long[runs];
    for (int i = 0; i < runs; i++) {
      first[i] = geometry.index(1, firsts[i]);
      end[i] = geometry.index(1, ends[i] - 1) + 1;
    }
    return merge(first, end, runs);
  }

  private static BlockSet merge(long[] firsts, long[] ends, int count) {
    int runs = 0;
    for (int i = 0; i < count; i++) {
      if (runs > 0 && firsts[i] <= ends[runs - 1]) {
        ends[runs - 1] = Math.max(ends[runs - 1], ends[i]);
      } else {
        firsts[runs] = firsts[i];
        ends[runs] = ends[i];
        runs++;
      }
    }
    return new BlockSet(firsts, ends, runs);
  }

  /** Number of blocks. */
  long size() {
    return ranks[runs];
  }

  /** The block behind the last, or 0. */
  long end() {
    return runs == 0 ? 0 : ends[runs - 1];
  }

  /** The block of a rank, from 0 on. */
  long get(long rank) {
    int found = Arrays.binarySearch(ranks, 0, runs, rank);
    int run = found >= 0 ? found : -found - 2;
    return firsts[run] + rank - ranks[run];
  }

  /** The first block of the set from a number on, or {@code limit} if that is before it. */
  long next(long from, long limit) {
    int run = runAt(from);
    return run == runs ? limit : Math.min(limit, Math.max(from, firsts[run]));
  }

  /** How many blocks of the set follow each other from one of them on, up to {@code limit}. */
  int runLength(long from, long limit) {
    return (int) (Math.min(limit, ends[runAt(from)]) - from);
  }

  /** The first run that ends behind a number. */
  private int runAt(long number) {
    int found = Arrays.binarySearch(ends, 0, runs, number + 1);
    return found >= 0 ? found : -found - 1;
  }
}
