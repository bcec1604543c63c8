// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chooses the fastest way to hash with one digest, from what the batches of this process took.
 *
 * <p>Which one that is depends on processor, JDK, and what the compiler has got round to, so it is
 * measured. The cost of a way is the least that a batch took, forgotten slowly: other work of the
 * machine makes a batch slower, never faster. Now and then a batch goes another way, to see. No
 * digest depends on the choice, so it does no harm that threads overwrite each other's figures.
 */
final class PathChoice {
  /** One batch of so many goes another way; more of them at first. */
  private static final int EXPLORE = 32;

  private static final int EXPLORE_EARLY = 8;
  private static final int EARLY_BATCHES = 256;

  /** A cost rises by this part of itself with each batch that took longer. */
  private static final int FORGET = 32;

  /** Slower than anything, and far from an overflow. */
  private static final long UNKNOWN = Long.MAX_VALUE / 2;

  /** A kernel that many times slower than the JDK, for so many batches in a row, is dropped. */
  private static final int HOPELESS_FACTOR = 8;

  private static final int HOPELESS_BATCHES = 8;

  private static final HashPath[] PATHS = HashPath.values();

  private final Map<HashPath, AtomicLong> costs = new EnumMap<>(HashPath.class);
  private final AtomicLong batches = new AtomicLong();
  private final boolean canTakeTurns;
  private volatile boolean hasKernel;
  private volatile int hopeless;

  /**
   * Starts with the ways of the JDK.
   *
   * @param canTakeTurns whether two blocks in turns is one of them
   */
  PathChoice(boolean canTakeTurns) {
    this.canTakeTurns = canTakeTurns;
    for (HashPath path : PATHS) {
      costs.put(path, new AtomicLong(UNKNOWN));
    }
  }

  /** Adds the kernel to the choice. */
  void offerKernel() {
    hasKernel = true;
  }

  /** Whether the kernel is, or still is, one of the ways. */
  boolean hasKernel() {
    return hasKernel;
  }

  /**
   * The way for the next batch.
   *
   * @param fitsKernel whether there are as many blocks as a kernel takes
   */
  HashPath next(boolean fitsKernel) {
    long batch = batches.getAndIncrement();
    int every = batch < EARLY_BATCHES ? EXPLORE_EARLY : EXPLORE;
    if (batch % every == 0) {
      HashPath other = PATHS[(int) (batch / every % PATHS.length)];
      return isOpen(other, fitsKernel) ? other : HashPath.SEQUENTIAL;
    }
    HashPath best = HashPath.SEQUENTIAL;
    for (HashPath path : PATHS) {
      if (cost(path) < cost(best) && isOpen(path, fitsKernel)) {
        best = path;
      }
    }
    return best;
  }

  /** Picoseconds for a byte; a very large number if unknown. */
  long cost(HashPath path) {
    return counter(path).get();
  }

  /**
   * Learns what a batch took.
   *
   * @param compressedBytes what the digest had to work on, with salts and padding; 1 or more
   */
  void record(HashPath path, long compressedBytes, long nanos) {
    long cost = nanos * 1000 / compressedBytes;
    long old = cost(path);
    counter(path).set(Math.min(cost, old + old / FORGET));
    if (path == HashPath.KERNEL) {
      long jdk = Math.min(cost(HashPath.SEQUENTIAL), cost(HashPath.PAIRED));
      int inRow = cost / HOPELESS_FACTOR > jdk ? hopeless + 1 : 0;
      hopeless = inRow;
      if (inRow >= HOPELESS_BATCHES) {
        hasKernel = false;
      }
    }
  }

  private AtomicLong counter(HashPath path) {
    return Objects.requireNonNull(costs.get(path));
  }

  private boolean isOpen(HashPath path, boolean fitsKernel) {
    return switch (path) {
      case SEQUENTIAL -> true;
      case PAIRED -> canTakeTurns;
      case KERNEL -> hasKernel && fitsKernel;
    };
  }
}
