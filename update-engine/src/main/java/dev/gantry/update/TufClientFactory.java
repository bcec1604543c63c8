// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.tuf.TufClient;
import java.io.IOException;

/**
 * Makes the client of the repository, when and only when the engine needs the repository: status,
 * activation, confirmation and rollback work without it.
 *
 * <p>This is an SPI.
 */
@FunctionalInterface
public interface TufClientFactory {
  /**
   * Makes a client. The engine calls this without its lock, and two calls of the engine may each
   * have a client at the same time: a trusted store that they share must have a lock of its own, as
   * {@link dev.gantry.tuf.TrustedStore#open} gives it. It may lie in the engine's state directory,
   * which exists by then.
   *
   * @return a client that was not refreshed yet
   * @throws IOException if it cannot be made
   */
  TufClient open() throws IOException;
}
