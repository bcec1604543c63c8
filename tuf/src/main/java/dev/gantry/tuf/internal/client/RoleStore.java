// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where the workflow keeps metadata; what comes out of it is verified like anything else. */
public interface RoleStore {
  /**
   * Keeps other processes from changing the store.
   *
   * @return what ends it
   * @throws IOException if another process or thread has the store
   */
  Closeable lock() throws IOException;

  /**
   * Reads the metadata kept for a role.
   *
   * @return the bytes, or empty if there are none, or more than the limit
   */
  Optional<Bytes> load(String roleName, int maxBytes) throws IOException;

  /** Replaces the metadata kept for a role. */
  void save(String roleName, Bytes raw) throws IOException;

  /** Forgets the metadata kept for a role. */
  void delete(String roleName) throws IOException;

  /**
   * Reads a root of the history.
   *
   * @return the bytes, or empty if there are none, or more than the limit
   */
  Optional<Bytes> loadRoot(long version, int maxBytes) throws IOException;

  /** Adds a root to the history. */
  void saveRoot(long version, Bytes raw) throws IOException;

  /** Forgets a root of the history. */
  void deleteRoot(long version) throws IOException;
}
