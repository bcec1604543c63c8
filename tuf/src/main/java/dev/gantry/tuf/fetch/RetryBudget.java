// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

/**
 * Bounds how often all requests of one fetcher together are retried, so that a dead server costs a
 * client with many requests no more than one with few. What works earns retries back, slowly.
 *
 * <p>Mutable and thread-safe.
 */
final class RetryBudget {
  private static final int SUCCESSES_PER_RETRY = 10;

  private final long full;
  private long left;

  RetryBudget(int retries) {
    full = (long) retries * SUCCESSES_PER_RETRY;
    left = full;
  }

  /** Takes one retry; returns false if there is none left. */
  synchronized boolean take() {
    if (left < SUCCESSES_PER_RETRY) {
      return false;
    }
    left -= SUCCESSES_PER_RETRY;
    return true;
  }

  /** An answer came that was no failure. */
  synchronized void succeeded() {
    left = Math.min(full, left + 1);
  }

  /** A connection broke after it had brought enough to have been worth it. */
  synchronized void progressed() {
    left = Math.min(full, left + SUCCESSES_PER_RETRY);
  }
}
