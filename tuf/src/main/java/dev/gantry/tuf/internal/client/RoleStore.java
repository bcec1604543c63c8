// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the workflow keeps metadata; what comes out of it is verified like anything else. */
public interface RoleStore {
  /**
   * Keeps other threads and processes from changing the store, but for {@link #saveDelegated}, and
   * removes what killed ones have left.
   *
   * @param timeout the longest wait
   * @return what ends it
   * @throws IOException if another process or thread has the store all the time
   */
  Closeable lock(Duration timeout) throws IOException;

  /**
   * Keeps others from changing the store while it is read; does nothing where nobody can write.
   *
   * @param timeout the longest wait
   * @return what ends it
   * @throws IOException if another process or thread has the store all the time
   */
  Closeable lockForReading(Duration timeout) throws IOException;

  /**
   * Reads the metadata kept for a role.
   *
   * @return the bytes, or empty if there are none, or more than the limit
   */
  Optional<Bytes> load(String roleName, int maxBytes) throws IOException;

  /** Returns the size of the metadata kept for a role, or empty if there is none. */
  OptionalLong sizeBytes(String roleName) throws IOException;

  /** Replaces the metadata kept for a role; the caller has the lock. */
  void save(String roleName, Bytes raw) throws IOException;

  /**
   * Replaces the metadata kept for a delegated role, provided that the snapshot that lists it is
   * the kept one still: a role of an older snapshot does not replace one of a newer snapshot.
   *
   * <p>The lock is not needed: a search does not wait for the refresh of another process.
   *
   * @param snapshot metadata of the snapshot
   */
  void saveDelegated(String roleName, Bytes raw, Bytes snapshot) throws IOException;

  /** Forgets the metadata kept for a role. */
  void delete(String roleName) throws IOException;

  /**
   * Reads a root of the history.
   *
   * @return the bytes, or empty if there are none, or more than the limit
   */
  Optional<Bytes> loadRoot(long version, int maxBytes) throws IOException;

  /** Adds a root to the history, whole or not at all; {@link #settleRoots} makes it durable. */
  void saveRoot(long version, Bytes raw) throws IOException;

  /**
   * Makes the newest root durable, and the current one. Roots before it that a power cut takes away
   * are fetched and verified again; forcing each of them would cost a long chain most of its time.
   */
  void settleRoots(long version, Bytes raw) throws IOException;

  /** Forgets a root of the history. */
  void deleteRoot(long version) throws IOException;

  /** Reads a time; empty also if what is there is no time. */
  Optional<Instant> loadTime(StoredTime which) throws IOException;

  /** Replaces a time. */
  void saveTime(StoredTime which, Instant time) throws IOException;

  /** Forgets a time. */
  void deleteTime(StoredTime which) throws IOException;
}
