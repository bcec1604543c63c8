// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.internal;

import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs numbered units of work on the calling thread and helpers.
 *
 * <p>Units are handed out in order, and a unit that was handed out is always finished; so of
 * several failures the one of the lowest unit is thrown, the same with any number of threads. When
 * {@link #run} returns or throws, no helper runs any more.
 */
public final class ParallelUnits {
  private final long units;
  private final Supplier<Worker> workers;
  private final AtomicLong next = new AtomicLong();
  private final Object lock = new Object();
  private volatile long failedUnit = Long.MAX_VALUE;
  private @Nullable Throwable failure;

  private ParallelUnits(long units, Supplier<Worker> workers) {
    this.units = units;
    this.workers = workers;
  }

  /** Does units, one at a time; each thread has its own. */
  @FunctionalInterface
  public interface Worker {
    /**
     * Does one unit.
     *
     * @param unit its number, from 0 on
     * @throws IOException if it fails; no further units are handed out then
     */
    void process(long unit) throws IOException;
  }

  /**
   * Does all units.
   *
   * @param units how many there are
   * @param parallelism most threads at a time, the calling one included
   * @param options the executor, if any
   * @param workers makes the worker of a thread
   * @throws IOException what the lowest unit that failed threw
   */
  public static void run(
      long units, int parallelism, VerityOptions options, Supplier<Worker> workers)
      throws IOException {
    new ParallelUnits(units, workers).run((int) Math.min(parallelism, units) - 1, options);
  }

  private void run(int helperCount, VerityOptions options) throws IOException {
    List<Helper> helpers = new ArrayList<>();
    OwnThreads threads = new OwnThreads();
    try {
      Executor executor = options.executor().orElse(threads);
      for (int i = 0; i < helperCount; i++) {
        Helper helper = new Helper();
        executor.execute(helper);
        helpers.add(helper);
      }
      work();
    } catch (RejectedExecutionException e) {
      work();
    } catch (Throwable e) {
      fail(-1, e);
    } finally {
      awaitAll(helpers, threads);
    }
    synchronized (lock) {
      rethrow(failure);
    }
  }

  private void work() {
    long unit = -1;
    try {
      Worker worker = workers.get();
      for (unit = next.getAndIncrement();
          unit < units && unit < failedUnit;
          unit = next.getAndIncrement()) {
        worker.process(unit);
      }
    } catch (Throwable e) {
      fail(unit, e);
    }
  }

  private void fail(long unit, Throwable cause) {
    synchronized (lock) {
      if (failure == null || unit < failedUnit) {
        failure = cause;
        failedUnit = unit;
      }
    }
  }

  private static void awaitAll(List<Helper> helpers, OwnThreads threads) {
    boolean interrupted = false;
    for (Helper helper : helpers) {
      interrupted |= helper.cancelOrAwait();
    }
    interrupted |= threads.join();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Takes part once an executor runs it, unless the work is done by then. */
  private final class Helper implements Runnable {
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);

    @Override
    public void run() {
      if (claimed.compareAndSet(false, true)) {
        try {
          work();
        } finally {
          done.countDown();
        }
      }
    }

    /** Returns whether the wait was interrupted; it goes on nevertheless. */
    boolean cancelOrAwait() {
      if (claimed.compareAndSet(false, true)) {
        return false;
      }
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          return interrupted;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
  }

  /** Threads made for one call. */
  private static final class OwnThreads implements Executor {
    private final List<Thread> threads = new ArrayList<>();

    @Override
    public void execute(Runnable task) {
      Thread thread = new Thread(task, "gantry-verity-" + (threads.size() + 1));
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }

    boolean join() {
      boolean interrupted = false;
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          try {
            thread.join();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      return interrupted;
    }
  }
}
