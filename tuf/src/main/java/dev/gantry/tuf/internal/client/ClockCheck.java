// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.tuf.ClockWentBackException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Compares the clock with the latest time at which a refresh succeeded: who can set the clock back
 * can make expired metadata count again. Stateless.
 */
public final class ClockCheck {
  /** Steps in which the latest time is kept, so that frequent refreshes do not wear the disk. */
  static final Duration STEP = Duration.ofMinutes(1);

  private ClockCheck() {}

  /**
   * Throws if the clock went back.
   *
   * @param store where the latest time is kept
   * @param now the time
   * @param tolerance how far it may have gone back
   * @throws ClockWentBackException if it went back further
   * @throws IOException if the time cannot be read
   */
  public static void require(RoleStore store, Instant now, Duration tolerance) throws IOException {
    Optional<Instant> latest = store.loadTime(StoredTime.LATEST);
    if (latest.isPresent() && Duration.between(now, latest.get()).compareTo(tolerance) > 0) {
      throw new ClockWentBackException(now, latest.get(), tolerance);
    }
  }

  /**
   * Remembers the time of a refresh that succeeded.
   *
   * @param store where it is kept
   * @param now the time
   * @throws IOException if it cannot be kept
   */
  public static void remember(RoleStore store, Instant now) throws IOException {
    Optional<Instant> latest = store.loadTime(StoredTime.LATEST);
    if (latest.isEmpty() || Duration.between(latest.get(), now).compareTo(STEP) >= 0) {
      store.saveTime(StoredTime.LATEST, now);
    }
  }
}
