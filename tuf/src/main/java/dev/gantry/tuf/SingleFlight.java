// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs refreshes one after the other. Who asks for one that somebody else is running or waiting for
 * already gets the outcome of that one.
 *
 * <p>Thread-safe.
 */
final class SingleFlight {
  private final Map<Freshness, Flight> flights = new HashMap<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Work that one thread does for all who ask for the same. */
  interface Work {
    TrustedView run() throws IOException;
  }

  /** Fields are written before the latch opens and read after it. */
  private static final class Flight {
    private final CountDownLatch landed = new CountDownLatch(1);
    private @Nullable TrustedView view;
    private @Nullable Throwable failure;
    private boolean interrupted;
  }

  TrustedView run(Freshness freshness, Work work) throws IOException {
    while (true) {
      Flight own = new Flight();
      Flight running;
      synchronized (flights) {
        running = flights.putIfAbsent(freshness, own);
      }
      if (running == null) {
        return lead(freshness, own, work);
      }
      await(running);
      if (running.view != null) {
        return running.view;
      }
      // A thread that was interrupted has failed for itself alone.
      if (!running.interrupted) {
        throw rethrown(running.failure);
      }
    }
  }

  private TrustedView lead(Freshness freshness, Flight flight, Work work) throws IOException {
    try {
      TrustedView view = inTurn(work);
      flight.view = view;
      return view;
    } catch (IOException | RuntimeException | Error e) {
      flight.failure = e;
      flight.interrupted = Thread.currentThread().isInterrupted();
      throw e;
    } finally {
      synchronized (flights) {
        flights.remove(freshness);
      }
      flight.landed.countDown();
    }
  }

  private TrustedView inTurn(Work work) throws IOException {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      return work.run();
    } finally {
      turn.unlock();
    }
  }

  private static void await(Flight flight) throws IOException {
    try {
      flight.landed.await();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for a refresh");
  }

  private static IOException rethrown(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("a refresh without outcome");
  }
}
