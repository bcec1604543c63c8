// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.util.concurrent.CancellationException;

/**
 * Asks a running operation to stop; long operations look at it once a block.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface CancellationToken {
  /** A token that is never cancelled. */
  CancellationToken NONE = () -> false;

  /**
   * Says whether the operation should stop.
   *
   * @return true from the moment of the request on
   */
  boolean isCancelled();

  /**
   * Stops the operation if that was asked for.
   *
   * @throws CancellationException if {@link #isCancelled()}
   */
  default void throwIfCancelled() {
    if (isCancelled()) {
      throw new CancellationException("cancelled on request");
    }
  }
}
