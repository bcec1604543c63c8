// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.internal.client.RoleStore;
import dev.gantry.tuf.internal.client.StoredTime;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refresh that ends at any change of the store: the next one succeeds all the same. */
class InterruptedRefreshTest {
  private final RepositorySimulator repository = new RepositorySimulator();

  private TrustedView refresh(RoleStore store) throws IOException {
    return TufClient.builder(
            repository.rootBytes(1),
            new TrustedStore(Path.of("memory"), store),
            repository.metadata,
            repository.files)
        .clock(TestClock.at(RepositorySimulator.NOW))
        .build()
        .refresh();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void spec_5_3_11_recoveryFromVersionsFarAhead(boolean changesFirst) throws IOException {
    setVersions(1000);
    MemoryStore before = new MemoryStore();
    refresh(before);
    repository
        .setKeys("timestamp", 1, TestKey.of("timestamp"), TestKey.of("timestamp 2"))
        .serveNextRoot();
    setVersions(2);
    assertEndsWell(before, changesFirst, 6, "root 2, timestamp 2, snapshot 2, targets 2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOrdinaryUpdate(boolean changesFirst) throws IOException {
    MemoryStore before = new MemoryStore();
    refresh(before);
    repository.serveNextRoot();
    repository.release();
    assertEndsWell(before, changesFirst, 5, "root 2, timestamp 2, snapshot 2, targets 2");
  }

  @Test
  void theFirstRefresh() throws IOException {
    assertEndsWell(new MemoryStore(), false, 4, "root 1, timestamp 1, snapshot 1, targets 1");
  }

  private void setVersions(int version) {
    repository.timestamp.put("version", version);
    repository.snapshot.put("version", version);
    repository.targets.put("version", version);
    repository.serveAll();
  }

  private void assertEndsWell(
      MemoryStore before, boolean changesFirst, int leastChanges, String expected)
      throws IOException {
    int failures = 0;
    boolean failed = true;
    while (failed) {
      MemoryStore store = new MemoryStore();
      store.kept.putAll(before.kept);
      failed = false;
      try {
        assertEquals(expected, refresh(new FailingStore(store, failures, changesFirst)).toString());
      } catch (PowerCut e) {
        failed = true;
        failures++;
      }
      assertEquals(expected, refresh(store).toString(), "after a failure at change " + failures);
    }
    assertTrue(failures >= leastChanges, "changes: " + failures);
  }

  private static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Fails at one change, before or after it was made. */
  private static final class FailingStore implements RoleStore {
    private final MemoryStore store;
    private final boolean changesFirst;
    private int left;

    FailingStore(MemoryStore store, int changes, boolean changesFirst) {
      this.store = store;
      this.left = changes;
      this.changesFirst = changesFirst;
    }

    private void change(Runnable action) throws IOException {
      if (left-- == 0) {
        if (changesFirst) {
          action.run();
        }
        throw new PowerCut();
      }
      action.run();
    }

    @Override
    public Closeable lock(Duration timeout) {
      return store.lock(timeout);
    }

    @Override
    public Closeable lockForReading(Duration timeout) {
      return store.lockForReading(timeout);
    }

    @Override
    public OptionalLong sizeBytes(String roleName) {
      return store.sizeBytes(roleName);
    }

    @Override
    public void saveDelegated(String roleName, Bytes raw, Bytes snapshot) throws IOException {
      change(() -> store.saveDelegated(roleName, raw, snapshot));
    }

    @Override
    public Optional<Instant> loadTime(StoredTime which) {
      return store.loadTime(which);
    }

    @Override
    public void saveTime(StoredTime which, Instant time) throws IOException {
      change(() -> store.saveTime(which, time));
    }

    @Override
    public void deleteTime(StoredTime which) throws IOException {
      change(() -> store.deleteTime(which));
    }

    @Override
    public Optional<Bytes> load(String roleName, int maxBytes) {
      return store.load(roleName, maxBytes);
    }

    @Override
    public void save(String roleName, Bytes raw) throws IOException {
      change(() -> store.save(roleName, raw));
    }

    @Override
    public void delete(String roleName) throws IOException {
      change(() -> store.delete(roleName));
    }

    @Override
    public Optional<Bytes> loadRoot(long version, int maxBytes) {
      return store.loadRoot(version, maxBytes);
    }

    @Override
    public void saveRoot(long version, Bytes raw) throws IOException {
      change(() -> store.saveRoot(version, raw));
    }

    @Override
    public void settleRoots(long version, Bytes raw) throws IOException {
      change(() -> store.settleRoots(version, raw));
    }

    @Override
    public void deleteRoot(long version) throws IOException {
      change(() -> store.deleteRoot(version));
    }
  }
}
