// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static dev.gantry.tuf.RepositorySimulator.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** One client that refreshes again and again. */
class RepeatedRefreshTest {
  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
  }

  private int requests() {
    return repository.metadataRequests().size();
  }

  // Minimum interval

  @Test
  void withinTheMinimumIntervalTheSameViewIsReturned() throws IOException {
    host.minimumInterval = Duration.ofMinutes(5);
    TufClient client = host.client();
    TrustedView first = client.refresh();
    repository.release();
    int before = requests();
    host.clock.advance(Duration.ofMinutes(5).minusNanos(1));
    assertSame(first, client.refresh());
    assertEquals(before, requests());
    host.clock.advance(Duration.ofNanos(1));
    assertEquals(2, client.refresh().timestamp().version());
    host.clock.advance(Duration.ofNanos(-1));
    assertNotSame(first, client.refresh(), "a clock that went back tells no age");
  }

  @Test
  void withoutAMinimumIntervalEachRefreshAsks() throws IOException {
    TufClient client = host.client();
    TrustedView first = client.refresh();
    int before = requests();
    assertNotSame(first, client.refresh());
    assertEquals(before + 2, requests());
  }

  @Test
  void aViewWithExpiredMetadataIsNotReturnedAgain() throws IOException {
    repository.timestamp.put("expires", NOW.plusSeconds(60).toString());
    repository.releaseTimestamp();
    host.minimumInterval = Duration.ofHours(1);
    TufClient client = host.client();
    TrustedView first = client.refresh();
    TrustedView unsafe = client.refresh(Freshness.unsafeIgnoreExpiry());
    host.clock.advance(Duration.ofSeconds(60));
    assertSame(unsafe, client.refresh(Freshness.unsafeIgnoreExpiry()));
    assertThrows(ExpiredMetadataException.class, client::refresh);
    host.clock.advance(Duration.ofNanos(-1));
    assertEquals(first.toString(), client.refresh().toString());
  }

  @Test
  void failuresAreNotRemembered() throws IOException {
    host.minimumInterval = Duration.ofHours(1);
    TufClient client = host.client();
    repository.metadata.remove("timestamp.json");
    assertThrows(FetchNotFoundException.class, client::refresh);
    repository.serveTimestamp();
    assertEquals(1, client.refresh().timestamp().version());
  }

  /** Who can make a refresh fail must not make the view before it look new. */
  @Test
  void aFailureDoesNotMakeTheViewBeforeItNewer() throws IOException {
    host.minimumInterval = Duration.ofMinutes(5);
    TufClient client = host.client();
    client.refresh();
    host.clock.advance(Duration.ofMinutes(10));
    repository.metadata.remove("timestamp.json");
    assertThrows(FetchNotFoundException.class, client::refresh);
    assertThrows(FetchNotFoundException.class, client::refresh);
    assertThrows(
        FetchNotFoundException.class, () -> client.refresh(Freshness.unsafeIgnoreExpiry()));
    repository.release();
    assertEquals(2, client.refresh().timestamp().version());
  }

  @Test
  void anotherFreshnessIsAnotherRefresh() throws IOException {
    host.minimumInterval = Duration.ofHours(1);
    TufClient client = host.client();
    TrustedView online = client.refresh();
    Freshness offline = Freshness.offline(NOW);
    TrustedView kept = client.refresh(offline);
    assertFalse(kept.isOnline());
    assertNotSame(kept, client.refresh(offline), "the store is looked at again");
    assertNotSame(online, client.refresh());
  }

  @Test
  void durationsAreNotNegative() throws IOException {
    TufClient.Builder builder =
        TufClient.builder(host.bootstrap, host.store(), repository.metadata, repository.files);
    Duration negative = Duration.ofNanos(-1);
    assertThrows(IllegalArgumentException.class, () -> builder.minimumInterval(negative));
    assertThrows(IllegalArgumentException.class, () -> builder.lockTimeout(negative));
    builder.minimumInterval(Duration.ZERO).lockTimeout(Duration.ZERO);
  }

  // What is verified already

  @Test
  void unchangedTargetsAreNotParsedAgain() throws IOException {
    repository.delegate(repository.targets, "role", false, "*");
    repository.release();
    TufClient client = host.client();
    TrustedView first = client.refresh();
    first.find(TargetPath.of("file"));
    repository.releaseSnapshot();
    TrustedView second = client.refresh();
    assertSame(first.topLevel().role(), second.topLevel().role());
    assertSame(first.delegated(), second.delegated());
    int before = requests();
    second.find(TargetPath.of("file"));
    assertEquals(before, requests());
    repository.release();
    TrustedView third = client.refresh();
    assertNotSame(first.topLevel().role(), third.topLevel().role());
    assertNotSame(first.delegated(), third.delegated());
    assertEquals(3, third.targets().version());
  }

  /** Unchanged bytes say nothing under other keys. */
  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void unchangedMetadataIsVerifiedAnewUnderANewRoot(String role) throws IOException {
    TufClient client = host.client();
    client.refresh();
    List<TestKey> keys = repository.signers(role);
    repository.setKeys(role, 1, TestKey.of("another")).serveNextRoot();
    repository.signers.put(role, keys);
    SignatureThresholdException e =
        assertThrows(SignatureThresholdException.class, client::refresh);
    assertEquals(role, e.roleName());
    assertEquals("root 2", e.delegator());
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets", "role"})
  void unchangedMetadataExpiresAllTheSame(String name) throws IOException {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "*");
    (name.equals("role") ? role : repository.targets)
        .put("expires", NOW.plusSeconds(60).toString());
    repository.release();
    TufClient client = host.client();
    client.refresh().find(TargetPath.of("file"));
    host.clock.advance(Duration.ofSeconds(59));
    client.refresh().find(TargetPath.of("file"));
    host.clock.advance(Duration.ofSeconds(1));
    ExpiredMetadataException e =
        assertThrows(
            ExpiredMetadataException.class, () -> client.refresh().find(TargetPath.of("file")));
    assertEquals(name, e.roleName());
    assertEquals("5.6.5", e.section());
  }

  @Test
  void aDelegatedRoleThatChangedIsReadAnew() throws IOException {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "*");
    repository.addTarget(role, "file", "old").release();
    TufClient client = host.client();
    TrustedView first = client.refresh();
    assertEquals(3, first.require(TargetPath.of("file")).lengthBytes());
    repository.addTarget(role, "file", "newer");
    RepositorySimulator.bump(role);
    repository.releaseSnapshot();
    TrustedView second = client.refresh();
    assertSame(first.topLevel().role(), second.topLevel().role());
    assertEquals(5, second.require(TargetPath.of("file")).lengthBytes());
    assertEquals(3, first.require(TargetPath.of("file")).lengthBytes(), "views do not change");
  }

  /** A search in an older view must not undo what a newer one has kept. */
  @Test
  void anOlderViewKeepsNoRolesBesideANewerSnapshot() throws IOException {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "*");
    repository.addTarget(role, "file", "old").release();
    TrustedView older = host.refresh();
    repository.addTarget(role, "file", "newer").release();
    host.refresh().require(TargetPath.of("file"));
    host.assertKept("role.json", repository.bytes("3.role.json"));
    assertEquals(3, older.require(TargetPath.of("file")).lengthBytes());
    host.assertKept("role.json", repository.bytes("3.role.json"));
    assertEquals(
        5, host.refresh(Freshness.offline(NOW)).require(TargetPath.of("file")).lengthBytes());
  }

  // A store that loses its files while the client runs

  @Test
  void spec_5_4_3_1_aLostTimestampStillCountsAgainstRollback() throws IOException {
    Bytes old = repository.bytes("timestamp.json");
    repository.releaseTimestamp();
    Bytes current = repository.bytes("timestamp.json");
    TufClient client = host.client();
    client.refresh();
    Files.delete(host.file("timestamp.json"));
    repository.put("timestamp.json", old);
    assertEquals(2, assertThrows(RollbackException.class, client::refresh).trustedVersion());
    host.assertKept("timestamp.json", current);
    Files.write(host.file("timestamp.json"), old.toByteArray());
    assertEquals(2, assertThrows(RollbackException.class, client::refresh).trustedVersion());
    repository.put("timestamp.json", current);
    assertEquals(2, client.refresh().timestamp().version());
  }

  @Test
  void spec_5_5_5_aLostSnapshotStillCountsAgainstRollback() throws IOException {
    repository.release();
    TufClient client = host.client();
    client.refresh();
    Files.delete(host.file("snapshot.json"));
    repository.targets.put("version", 1);
    repository.releaseSnapshot();
    RollbackException e = assertThrows(RollbackException.class, client::refresh);
    assertEquals("targets", e.affectedRole());
    host.assertKept("snapshot.json", repository.bytes("2.snapshot.json"));
  }

  @Test
  void lostTargetsAreKeptAgain() throws IOException {
    TufClient client = host.client();
    client.refresh();
    Files.delete(host.file("targets.json"));
    client.refresh();
    host.assertKept("targets.json", repository.bytes("1.targets.json"));
    Files.writeString(host.file("targets.json"), "{}");
    client.refresh();
    host.assertKept("targets.json", repository.bytes("1.targets.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot"})
  void spec_5_3_11_oneClientRecoversFromVersionsFarAhead(String rotated) throws IOException {
    setVersions(1000);
    TufClient client = host.client();
    assertEquals(1000, client.refresh().snapshot().version());
    List<TestKey> before = repository.signers(rotated);
    repository.setKeys(rotated, 1, TestKey.of("other")).serveNextRoot();
    repository.setKeys(rotated, 1, before.toArray(TestKey[]::new)).serveNextRoot();
    setVersions(2);
    assertEquals("root 3, timestamp 2, snapshot 2, targets 2", client.refresh().toString());
  }

  private void setVersions(int version) {
    repository.timestamp.put("version", version);
    repository.snapshot.put("version", version);
    repository.targets.put("version", version);
    repository.serveAll();
  }

  /** Another client of the store has gone further meanwhile. */
  @Test
  void aStoreThatIsAheadOfTheClientCounts() throws IOException {
    Bytes old = repository.bytes("timestamp.json");
    TufClient client = host.client();
    client.refresh();
    repository.serveNextRoot();
    repository.release();
    host.refresh();
    repository.put("timestamp.json", old);
    assertEquals(2, assertThrows(RollbackException.class, client::refresh).trustedVersion());
    repository.serveTimestamp();
    assertEquals("root 2, timestamp 2, snapshot 2, targets 2", client.refresh().toString());
  }

  // Waiting for the store

  @Test
  void theCycleStartsWhenTheStoreIsFree() throws Exception {
    host.lockTimeout = Duration.ofSeconds(30);
    host.clockGuard = ClockGuard.tolerating(Duration.ZERO);
    TufClient client = host.client();
    Closeable lock = TrustedStore.open(host.directory).roles().lock(Duration.ZERO);
    TrustedView[] view = new TrustedView[1];
    Thread waiting = new Thread(() -> view[0] = assertRefreshes(client));
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    host.clock.advance(Duration.ofSeconds(10));
    lock.close();
    waiting.join();
    assertEquals(NOW.plusSeconds(10), view[0].verifiedAt());
  }

  private static TrustedView assertRefreshes(TufClient client) {
    try {
      return client.refresh();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theWaitEndsWithTheTimeout() throws IOException {
    host.lockTimeout = Duration.ofMillis(30);
    TufClient client = host.client();
    Closeable lock = TrustedStore.open(host.directory).roles().lock(Duration.ZERO);
    StateConflictException e = assertThrows(StateConflictException.class, client::refresh);
    assertEquals("STORE_LOCKED", e.code());
    assertTrue(e.found().contains("PT0.03S"));
    lock.close();
    assertEquals(1, client.refresh().root().version());
  }
}
