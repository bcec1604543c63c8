// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.client.RoleStore;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory, for tests of many cases: durable writes take their time. */
final class MemoryStore implements RoleStore {
  /** What is kept, by role, and roots of the history by version. */
  final Map<String, Bytes> kept = new TreeMap<>();

  TrustedStore asTrustedStore() {
    return new TrustedStore(Path.of("memory"), this);
  }

  @Override
  public Closeable lock() {
    return () -> {};
  }

  @Override
  public Optional<Bytes> load(String roleName, int maxBytes) {
    return Optional.ofNullable(kept.get(roleName)).filter(raw -> raw.size() <= maxBytes);
  }

  @Override
  public void save(String roleName, Bytes raw) {
    kept.put(roleName, raw);
  }

  @Override
  public void delete(String roleName) {
    kept.remove(roleName);
  }

  @Override
  public Optional<Bytes> loadRoot(long version, int maxBytes) {
    return load(version + "/root", maxBytes);
  }

  @Override
  public void saveRoot(long version, Bytes raw) {
    save(version + "/root", raw);
  }

  @Override
  public void deleteRoot(long version) {
    delete(version + "/root");
  }
}
