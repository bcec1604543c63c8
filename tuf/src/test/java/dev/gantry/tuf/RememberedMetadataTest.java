// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client knows beside a store that says less, more or something else. */
class RememberedMetadataTest {
  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
  }

  private void putBack() {
    repository.targets.put("version", 1);
    repository.releaseSnapshot();
  }

  @Test
  void spec_5_5_5_anOlderSnapshotInTheStoreDoesNotReplaceTheNewerOneInMemory() throws IOException {
    repository.release();
    TufClient client = host.client();
    client.refresh();
    Files.write(host.file("snapshot.json"), repository.bytes("1.snapshot.json").toByteArray());
    putBack();
    RollbackException e = assertThrows(RollbackException.class, client::refresh);
    assertEquals("targets", e.affectedRole());
    host.assertKept("snapshot.json", repository.bytes("2.snapshot.json"));
  }

  @Test
  void spec_5_5_5_aSnapshotThatWasTakenFromTheStoreIsRemembered() throws IOException {
    repository.release();
    host.refresh();
    TufClient client = host.client();
    client.refresh();
    Files.delete(host.file("snapshot.json"));
    putBack();
    assertThrows(RollbackException.class, client::refresh);
    host.assertKept("snapshot.json", repository.bytes("2.snapshot.json"));
  }

  @Test
  void spec_5_4_3_1_aTimestampThatWasTakenFromTheStoreIsRemembered() throws IOException {
    Bytes old = repository.bytes("timestamp.json");
    repository.releaseTimestamp();
    host.refresh();
    TufClient client = host.client();
    client.refresh(Freshness.offline(host.clock.instant()));
    Files.delete(host.file("timestamp.json"));
    repository.put("timestamp.json", old);
    assertEquals(2, assertThrows(RollbackException.class, client::refresh).trustedVersion());
  }

  @Test
  void aNewerSnapshotInTheStoreIsNotFetchedAgain() throws IOException {
    TufClient client = host.client();
    client.refresh();
    repository.release();
    host.refresh();
    int before = repository.metadataRequests().size();
    assertEquals(2, client.refresh().snapshot().version());
    List<String> all = repository.metadataRequests();
    assertEquals(List.of("2.root.json", "timestamp.json"), all.subList(before, all.size()));
  }

  @Test
  void spec_5_6_2_keptTargetsOfAnotherReleaseUnderTheSameVersionAreFetchedAgain()
      throws IOException {
    host.refresh();
    repository.addTarget("new", "content");
    repository.releaseSnapshot();
    TrustedView view = host.refresh();
    assertEquals(1, view.targets().version());
    assertTrue(view.find(TargetPath.of("new")).isPresent());
    host.assertKept("targets.json", repository.bytes("1.targets.json"));
  }

  @Test
  void spec_5_5_2_aKeptSnapshotOfAnotherReleaseUnderTheSameVersionIsFetchedAgain()
      throws IOException {
    host.refresh();
    RepositorySimulator.bump(repository.targets);
    RepositorySimulator.bump(repository.timestamp);
    repository.serveAll();
    TrustedView view = host.refresh();
    assertEquals("root 1, timestamp 2, snapshot 1, targets 2", view.toString());
    host.assertKept("snapshot.json", repository.bytes("1.snapshot.json"));
  }

  @ParameterizedTest
  @CsvSource({"timestamp, timestamp.json", "snapshot, 1.snapshot.json"})
  void whatDoesNotHoldIsForgottenBeforeTheRepositoryIsAsked(String role, String served)
      throws IOException {
    host.refresh();
    Path kept = host.file(role + ".json");
    Files.writeString(kept, "{}");
    repository.metadata.remove(served);
    assertThrows(FetchNotFoundException.class, host::refresh);
    assertFalse(Files.exists(kept));
  }

  @Test
  void aRecentViewIsNotReturnedOnceItHasExpired() throws IOException {
    repository.timestamp.put("expires", RepositorySimulator.NOW.plusSeconds(60).toString());
    repository.releaseTimestamp();
    host.minimumInterval = Duration.ofHours(1);
    TufClient client = host.client();
    client.refresh();
    host.clock.advance(Duration.ofSeconds(60));
    assertThrows(ExpiredMetadataException.class, client::refresh);
  }

  @Test
  void anOfflineViewTakesTheLockOfReaders() throws IOException {
    MemoryStore store = new MemoryStore();
    TufClient client =
        TufClient.builder(
                repository.rootBytes(1),
                store.asTrustedStore(),
                repository.metadata,
                repository.files)
            .clock(host.clock)
            .build();
    client.refresh();
    client.refresh(Freshness.offline(host.clock.instant()));
    assertEquals(List.of("lock", "lock for reading"), store.locks);
  }
}
