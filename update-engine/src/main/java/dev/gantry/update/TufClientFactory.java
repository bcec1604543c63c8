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
   * Makes a client. The engine calls this under its lock, so that the trusted store of the client
   * may lie in the engine's state directory and needs no lock of its own.
   *
   * @return a client that was not refreshed yet
   * @throws IOException if it cannot be made
   */
  TufClient open() throws IOException;
}
