// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.IOException;

/**
 * Opens files of a repository by their path below a base that the fetcher knows.
 *
 * <p>This is a service interface for vendors. What comes back is not trusted: the client bounds and
 * verifies every byte. An implementation must be safe for use by several threads, must not hold a
 * whole body in memory, and must never leave its base, whatever the path.
 */
@FunctionalInterface
public interface Fetcher {
  /**
   * Opens one file.
   *
   * @param request what to open, and where to start
   * @return the open body; the caller closes it
   * @throws FetchNotFoundException if there is no such file
   * @throws FetchFailedException if the source answered, and refused
   * @throws IOException if the source could not be reached or read
   */
  FetchResponse open(FetchRequest request) throws IOException;
}
