// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.CancellationToken;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns an interrupt from the terminal into a cancellation, and keeps the process alive until the
 * operation has stopped where it is safe to.
 */
final class Interrupt {
  private static final int PATIENCE_SECONDS = 5;
  private static final AtomicBoolean REQUESTED = new AtomicBoolean();
  private static final CountDownLatch FINISHED = new CountDownLatch(1);

  private Interrupt() {}

  static CancellationToken token() {
    return REQUESTED::get;
  }

  static void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(Interrupt::stop, "interrupt"));
  }

  static void finished() {
    FINISHED.countDown();
  }

  private static void stop() {
    REQUESTED.set(true);
    try {
      if (!FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "gantry: stopped while waiting for the network or the disk; it is safe to start again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
