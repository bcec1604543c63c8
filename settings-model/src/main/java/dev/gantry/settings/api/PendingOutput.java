// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.LimitExceededException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Output of a program that nobody has taken yet. The thread that reads from the host also answers
 * its pings, and a host that gets no answer ends the run; so it must not wait for the consumer, but
 * when there is no more room, and then only for a while.
 */
final class PendingOutput {
  private final long maxBytes;
  private final Duration patience;
  private final Deque<ByteString> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytes;
  private long taken;
  private boolean ended;

  PendingOutput(long maxBytes, Duration patience) {
    this.maxBytes = maxBytes;
    this.patience = patience;
  }

  /** Adds output; a message for which there is never room is taken if nothing else waits. */
  void put(ByteString message) throws LimitExceededException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long seen = taken;
      long left = patience.toNanos();
      while (!ended && bytes > 0 && bytes + message.size() > maxBytes) {
        if (left <= 0) {
          throw new LimitExceededException(
              "output of exec that was not taken for " + patience,
              maxBytes,
              bytes + message.size());
        }
        left = changed.awaitNanos(left);
        if (seen != taken) {
          seen = taken;
          left = patience.toNanos();
        }
      }
      if (!ended) {
        waiting.add(message);
        bytes += message.size();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for output; null if there is none left and none will come. */
  @Nullable ByteString take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !ended) {
        changed.await();
      }
      ByteString next = waiting.poll();
      if (next != null) {
        bytes -= next.size();
        taken++;
        changed.signalAll();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Says that no more will come; what is there can still be taken. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
