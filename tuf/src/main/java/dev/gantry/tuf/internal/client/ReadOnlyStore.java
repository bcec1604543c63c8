// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A store of which nothing changes: what is told to be kept is there already, and what would be
 * forgotten is refused without it.
 *
 * @param store the store
 */
record ReadOnlyStore(RoleStore store) implements RoleStore {
  @Override
  public Closeable lock(Duration timeout) throws IOException {
    return store.lockForReading(timeout);
  }

  @Override
  public Closeable lockForReading(Duration timeout) throws IOException {
    return store.lockForReading(timeout);
  }

  @Override
  public Optional<Bytes> load(String roleName, int maxBytes) throws IOException {
    return store.load(roleName, maxBytes);
  }

  @Override
  public OptionalLong sizeBytes(String roleName) throws IOException {
    return store.sizeBytes(roleName);
  }

  @Override
  public void save(String roleName, Bytes raw) {}

  @Override
  public void saveDelegated(String roleName, Bytes raw, Bytes snapshot) {}

  @Override
  public void delete(String roleName) {}

  @Override
  public Optional<Bytes> loadRoot(long version, int maxBytes) throws IOException {
    return store.loadRoot(version, maxBytes);
  }

  @Override
  public void saveRoot(long version, Bytes raw) {}

  @Override
  public void settleRoots(long version, Bytes raw) {}

  @Override
  public void deleteRoot(long version) {}

  @Override
  public Optional<Instant> loadTime(StoredTime which) throws IOException {
    return store.loadTime(which);
  }

  @Override
  public void saveTime(StoredTime which, Instant time) {}

  @Override
  public void deleteTime(StoredTime which) {}
}
