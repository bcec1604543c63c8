// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.client.RoleStore;
import dev.gantry.tuf.internal.client.StoredTime;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A store in memory, for tests of many cases: durable writes take their time. */
final class MemoryStore implements RoleStore {
  /** What is kept, by role, and roots of the history by version. */
  final Map<String, Bytes> kept = new TreeMap<>();

  /** Times of refreshes. */
  final Map<StoredTime, Instant> times = new EnumMap<>(StoredTime.class);

  /** The locks that were taken. */
  final List<String> locks = new ArrayList<>();

  TrustedStore asTrustedStore() {
    return new TrustedStore(Path.of("memory"), this);
  }

  @Override
  public Closeable lock(Duration timeout) {
    locks.add("lock");
    return () -> {};
  }

  @Override
  public Closeable lockForReading(Duration timeout) {
    locks.add("lock for reading");
    return () -> {};
  }

  @Override
  public OptionalLong sizeBytes(String roleName) {
    Bytes raw = kept.get(roleName);
    return raw == null ? OptionalLong.empty() : OptionalLong.of(raw.size());
  }

  @Override
  public void saveDelegated(String roleName, Bytes raw, Bytes snapshot) {
    if (Optional.ofNullable(kept.get("snapshot")).filter(snapshot::equals).isPresent()) {
      save(roleName, raw);
    }
  }

  @Override
  public Optional<Instant> loadTime(StoredTime which) {
    return Optional.ofNullable(times.get(which));
  }

  @Override
  public void saveTime(StoredTime which, Instant time) {
    times.put(which, time);
  }

  @Override
  public void deleteTime(StoredTime which) {
    times.remove(which);
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
  public void settleRoots(long version, Bytes raw) {
    saveRoot(version, raw);
    save("root", raw);
  }

  @Override
  public void deleteRoot(long version) {
    delete(version + "/root");
  }
}
