// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static dev.gantry.tuf.RepositorySimulator.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.VerificationException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {
  private static final Freshness HOUR = Freshness.cached(Duration.ofHours(1));
  private static final Freshness OFFLINE = Freshness.offline(NOW);

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
  }

  /** Names and content of all files of the store. */
  private Map<String, Bytes> files() throws IOException {
    Map<String, Bytes> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(host.directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(host.directory.relativize(path).toString(), Bytes.of(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  // Offline

  @Test
  void offlineTakesWhatIsKeptWithoutARequestOrAChange() throws IOException {
    repository.serveNextRoot();
    repository.release();
    host.refresh();
    int requests = repository.metadataRequests().size();
    Map<String, Bytes> before = files();
    repository.release();
    TrustedView view = host.refresh(OFFLINE);
    assertEquals("root 2, timestamp 2, snapshot 2, targets 2", view.toString());
    assertEquals(NOW, view.verifiedAt());
    assertEquals(OFFLINE, view.freshness());
    assertFalse(view.isOnline());
    assertEquals(requests, repository.metadataRequests().size());
    assertEquals(before, files());
  }

  @Test
  void offlineChecksExpiryAsOfTheGivenTimeNotOfTheClock() throws IOException {
    repository.timestamp.put("expires", NOW.plusSeconds(60).toString());
    repository.releaseTimestamp();
    host.refresh();
    host.clock.advance(Duration.ofDays(1000));
    assertEquals(2, host.refresh(Freshness.offline(NOW.plusSeconds(59))).timestamp().version());
    ExpiredMetadataException e =
        host.refuses(ExpiredMetadataException.class, Freshness.offline(NOW.plusSeconds(60)));
    assertEquals("timestamp", e.roleName());
    assertEquals(NOW.plusSeconds(60), e.now());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void offlineRefusesWhatIsNotKept(String role) throws IOException {
    host.refresh();
    Files.delete(host.file(role + ".json"));
    assertEquals(role, host.refuses(MetadataNotKeptException.class, OFFLINE).roleName());
  }

  @Test
  void offlineRefusesAnEmptyStore() {
    MetadataNotKeptException e = host.refuses(MetadataNotKeptException.class, OFFLINE);
    assertEquals("timestamp", e.roleName());
    assertEquals("METADATA_NOT_KEPT", e.code());
    assertEquals(List.of(), repository.metadataRequests());
  }

  /** TOB-SIGSTORE-10: an offline mode that returned what was kept, unverified. */
  @ParameterizedTest
  @ValueSource(strings = {"timestamp.json", "snapshot.json", "targets.json"})
  void tobSigstore10_offlineRefusesWhatWasChanged(String name) throws IOException {
    host.refresh();
    byte[] raw = host.kept(name).toByteArray();
    raw[raw.length - 3] ^= 1;
    Files.write(host.file(name), raw);
    assertThrows(GantryException.class, () -> host.refresh(OFFLINE));
    assertEquals(Bytes.of(raw), host.kept(name), "and leaves it as it is");
  }

  @Test
  void spec_5_5_4_offlineRefusesASnapshotThatTheTimestampDoesNotList() throws IOException {
    host.refresh();
    Bytes old = host.kept("snapshot.json");
    repository.release();
    host.refresh();
    Files.write(host.file("snapshot.json"), old.toByteArray());
    assertThrows(VerificationException.class, () -> host.refresh(OFFLINE));
    Files.write(host.file("snapshot.json"), repository.bytes("2.snapshot.json").toByteArray());
    Files.write(host.file("targets.json"), repository.bytes("1.targets.json").toByteArray());
    assertThrows(VerificationException.class, () -> host.refresh(OFFLINE));
  }

  @Test
  void spec_5_3_4_offlineRefusesAKeptRootThatDoesNotHold() throws IOException {
    repository.serveNextRoot();
    host.refresh();
    Path kept = host.file("root_history/2.root.json");
    byte[] raw = Files.readAllBytes(kept);
    raw[raw.length / 2] ^= 1;
    Files.write(kept, raw);
    assertThrows(GantryException.class, () -> host.refresh(OFFLINE));
    assertTrue(Files.exists(kept));
  }

  @Test
  void spec_5_3_offlineFollowsMoreKeptRootsThanOneRefreshFetches() throws IOException {
    host.limits = TufLimits.builder().rootRotations(1).build();
    repository.setKeys("root", 1, TestKey.of("root 2")).serveNextRoot();
    repository.setKeys("root", 1, TestKey.of("root 3")).serveNextRoot();
    host.refresh();
    host.refresh();
    assertEquals(3, host.refresh(OFFLINE).root().version());
  }

  @Test
  void offlineRefusesAnExpiredRoot() throws IOException {
    repository.root.put("expires", NOW.plusSeconds(1).toString());
    repository.serveNextRoot();
    host.refresh();
    assertEquals(2, host.refresh(OFFLINE).root().version());
    ExpiredMetadataException e =
        host.refuses(ExpiredMetadataException.class, Freshness.offline(NOW.plusSeconds(1)));
    assertEquals("root", e.roleName());
  }

  @Test
  void searchesOfAnOfflineViewFetchNothing() throws IOException {
    repository.addTarget(repository.delegate(repository.targets, "a", false, "a/*"), "a/1", "x");
    repository.addTarget(repository.delegate(repository.targets, "b", false, "b/*"), "b/1", "x");
    repository.release();
    Target online = host.refresh().require(TargetPath.of("a/1"));
    assertTrue(online.mayFetch());
    int requests = repository.metadataRequests().size();
    TrustedView view = host.refresh(OFFLINE);
    Target found = view.require(TargetPath.of("a/1"));
    assertEquals("a", found.roleName());
    assertFalse(found.mayFetch());
    MetadataNotKeptException e =
        assertThrows(MetadataNotKeptException.class, () -> view.find(TargetPath.of("b/1")));
    assertEquals("b", e.roleName());
    assertEquals(requests, repository.metadataRequests().size());
  }

  @Test
  void offlineWaitsForARefreshThatIsRunning() throws IOException {
    host.refresh();
    Closeable lock = TrustedStore.open(host.directory).roles().lock(Duration.ZERO);
    assertEquals("STORE_LOCKED", host.refuses(StateConflictException.class, OFFLINE).code());
    lock.close();
    assertEquals(1, host.refresh(OFFLINE).root().version());
  }

  /** What this process has seen counts, whatever becomes of the files. */
  @Test
  void spec_5_4_3_offlineRefusesAStoreThatWasPutBackWhileTheProcessRan() throws IOException {
    TufClient client = host.client();
    client.refresh();
    Bytes old = host.kept("timestamp.json");
    repository.releaseTimestamp();
    client.refresh();
    Files.write(host.file("timestamp.json"), old.toByteArray());
    RollbackException e = assertThrows(RollbackException.class, () -> client.refresh(OFFLINE));
    assertEquals(2, e.trustedVersion());
  }

  // Cached

  @Test
  void cachedTakesWhatIsKeptUpToItsAge() throws IOException {
    host.refresh();
    repository.release();
    int requests = repository.metadataRequests().size();
    host.clock.advance(Duration.ofHours(1));
    TrustedView cached = host.refresh(HOUR);
    assertEquals(1, cached.timestamp().version());
    assertFalse(cached.isOnline());
    assertEquals(NOW.plusSeconds(3600), cached.verifiedAt());
    assertEquals(requests, repository.metadataRequests().size());
    host.clock.advance(Duration.ofNanos(1));
    TrustedView online = host.refresh(HOUR);
    assertEquals(2, online.timestamp().version());
    assertTrue(online.isOnline());
    assertEquals(HOUR, online.freshness());
  }

  /** The age of what is kept does not grow younger by looking at it. */
  @Test
  void cachedDoesNotCountAsARefresh() throws IOException {
    host.refresh();
    repository.release();
    host.clock.advance(Duration.ofMinutes(40));
    assertEquals(1, host.refresh(HOUR).timestamp().version());
    host.clock.advance(Duration.ofMinutes(40));
    assertEquals(2, host.refresh(HOUR).timestamp().version());
  }

  @Test
  void cachedAsksTheRepositoryIfTheStoreIsEmptyOrTheClockIsBehindIt() throws IOException {
    assertTrue(host.refresh(HOUR).isOnline());
    assertFalse(host.refresh(Freshness.cached(Duration.ZERO)).isOnline());
    host.clock.advance(Duration.ofNanos(-1));
    assertTrue(host.refresh(HOUR).isOnline(), "the kept time lies ahead");
  }

  @Test
  void cachedAsksTheRepositoryIfWhatIsKeptHasExpiredByNow() throws IOException {
    repository.timestamp.put("expires", NOW.plusSeconds(60).toString());
    repository.releaseTimestamp();
    host.refresh();
    host.clock.advance(Duration.ofSeconds(60));
    assertEquals("timestamp", host.refuses(ExpiredMetadataException.class, HOUR).roleName());
    repository.timestamp.put("expires", NOW.plusSeconds(120).toString());
    repository.releaseTimestamp();
    assertEquals(3, host.refresh(HOUR).timestamp().version());
  }

  @Test
  void cachedAsksTheRepositoryIfWhatIsKeptDoesNotHold() throws IOException {
    host.refresh();
    Files.delete(host.file("snapshot.json"));
    assertTrue(host.refresh(HOUR).isOnline());
    assertFalse(host.refresh(HOUR).isOnline());
  }

  @Test
  void aRefreshThatWasNotCompleteDoesNotCount() throws IOException {
    host.refresh();
    host.clock.advance(Duration.ofMinutes(50));
    repository.release();
    repository.metadata.remove("2.targets.json");
    assertThrows(IOException.class, host::refresh);
    host.clock.advance(Duration.ofMinutes(20));
    repository.put("2.targets.json", repository.bytes("2.targets.json"));
    assertTrue(host.refresh(HOUR).isOnline());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2030-01-01", "+1000000000-12-31T23:59:59.999999999Z"})
  void aDamagedTimeCountsAsNone(String content) throws IOException {
    host.refresh();
    Files.writeString(host.file("refreshed_at"), content);
    assertTrue(host.refresh(HOUR).isOnline());
    assertFalse(host.refresh(HOUR).isOnline());
  }

  @Test
  void agesAreNotNegative() {
    Duration negative = Duration.ofNanos(-1);
    assertThrows(IllegalArgumentException.class, () -> Freshness.cached(negative));
  }

  // Unsafe

  @Test
  void unsafeIgnoreExpiryAcceptsWhatHasExpiredAndNothingElse() throws IOException {
    repository.root.put("expires", NOW.toString());
    repository.serveNextRoot();
    for (var signed : List.of(repository.timestamp, repository.snapshot, repository.targets)) {
      signed.put("expires", NOW.toString());
    }
    repository.delegate(repository.targets, "role", false, "*").put("expires", NOW.toString());
    repository.release();
    assertEquals("root", host.refuses(ExpiredMetadataException.class).roleName());
    TrustedView view = host.refresh(Freshness.unsafeIgnoreExpiry());
    assertEquals("root 2, timestamp 2, snapshot 2, targets 2", view.toString());
    assertTrue(view.isOnline());
    assertTrue(view.find(TargetPath.of("file")).isEmpty());
    assertEquals("root", host.refuses(ExpiredMetadataException.class).roleName());
    repository.put("timestamp.json", repository.bytes("2.snapshot.json"));
    assertThrows(GantryException.class, () -> host.refresh(Freshness.unsafeIgnoreExpiry()));
  }

  @Test
  void viewsTellTheStatusOfTheirRoles() throws IOException {
    assertEquals(
        List.of("root", "timestamp", "snapshot", "targets"),
        host.refresh().status().stream().map(TrustedRole::name).toList());
    assertEquals(NOW.plus(Duration.ofDays(30)), host.refresh().status().get(3).expires());
  }
}
