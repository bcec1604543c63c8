// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static dev.gantry.tuf.RepositorySimulator.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Timestamp, snapshot and top-level targets: TUF 5.4 to 5.6.6. */
class MetadataWorkflowTest {
  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
  }

  // 5.4, timestamp

  @Test
  void spec_5_4_1_timestampMustBeThere() {
    repository.metadata.remove("timestamp.json");
    host.refuses(FetchNotFoundException.class);
  }

  @Test
  void spec_5_4_1_timestampIsBounded() throws IOException {
    repository.timestamp.put("x-padding", "x".repeat(2000));
    repository.releaseTimestamp();
    host.limits = TufLimits.builder().timestampBytes(1000).build();
    assertEquals(1000, host.refuses(LimitExceededException.class).limit());
    assertEquals(Set.of("root.json"), host.keptNames());
  }

  @Test
  void spec_5_4_3_1_refusesReplayedTimestamp() throws IOException {
    Bytes old = repository.bytes("timestamp.json");
    repository.releaseTimestamp();
    host.refresh();
    repository.put("timestamp.json", old);
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("timestamp", e.roleName());
    assertEquals("timestamp", e.affectedRole());
    assertEquals(1, e.foundVersion());
    assertEquals(2, e.trustedVersion());
    assertEquals("5.4.3.1", e.section());
  }

  @Test
  void spec_5_4_3_1_expiredKeptTimestampStillCountsAgainstRollback() throws IOException {
    Bytes old = repository.bytes("timestamp.json");
    repository.timestamp.put("expires", NOW.plusSeconds(60).toString());
    repository.releaseTimestamp();
    host.refresh();
    host.clock.advance(Duration.ofHours(1));
    repository.put("timestamp.json", old);
    assertEquals(2, host.refuses(RollbackException.class).trustedVersion());
    repository.timestamp.put("expires", NOW.plus(Duration.ofDays(1)).toString());
    repository.releaseTimestamp();
    assertEquals(3, host.refresh().timestamp().version());
  }

  @Test
  void spec_5_4_3_1_sameVersionWithOtherContentIsIgnored() throws IOException {
    host.refresh();
    Bytes kept = host.kept("timestamp.json");
    repository.timestamp.put("x-changed", true);
    repository.serveTimestamp();
    assertEquals(List.of("2.root.json", "timestamp.json"), host.requestsOfRefresh());
    host.assertKept("timestamp.json", kept);
  }

  /** CVE-2025-2888: the refused file was kept, and later legitimate ones were refused for it. */
  @Test
  void spec_5_4_3_2_refusesTimestampWithOlderSnapshotAndRecovers() throws IOException {
    repository.release();
    host.refresh();
    repository.snapshot.put("version", 1);
    repository.timestamp.put("version", 1000);
    repository.serveAll();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("timestamp", e.roleName());
    assertEquals("snapshot", e.affectedRole());
    assertEquals(1, e.foundVersion());
    assertEquals(2, e.trustedVersion());
    assertEquals("5.4.3.2", e.section());
    repository.timestamp.put("version", 3);
    repository.snapshot.put("version", 3);
    repository.serveAll();
    assertEquals(3, host.refresh().timestamp().version());
  }

  @Test
  void spec_5_4_4_refusesExpiredTimestamp() throws IOException {
    host.refresh();
    repository.timestamp.put("expires", NOW.toString());
    repository.releaseTimestamp();
    ExpiredMetadataException e = host.refuses(ExpiredMetadataException.class);
    assertEquals("timestamp", e.roleName());
    assertEquals("5.4.4", e.section());
    host.assertKept("timestamp.json", host.kept("timestamp.json"));
    assertFalse(host.kept("timestamp.json").equals(repository.bytes("timestamp.json")));
  }

  /** A freeze attack: whoever serves the same files for ever is noticed when they expire. */
  @Test
  void spec_5_4_4_refusesUnchangedTimestampOnceItHasExpired() throws IOException {
    repository.timestamp.put("expires", NOW.plus(Duration.ofDays(1)).toString());
    repository.releaseTimestamp();
    host.refresh();
    host.clock.advance(Duration.ofDays(1).minusSeconds(1));
    host.refresh();
    host.clock.advance(Duration.ofSeconds(1));
    assertEquals("timestamp", host.refuses(ExpiredMetadataException.class).roleName());
  }

  @Test
  void aSnapshotServedAsTimestampIsRefused() {
    repository.setKeys("snapshot", 1, TestKey.of("timestamp")).serveNextRoot();
    repository.put(
        "timestamp.json",
        RepositorySimulator.sign(repository.snapshot, List.of(TestKey.of("timestamp"))));
    MalformedDataException e = host.refuses(MalformedDataException.class);
    assertEquals("signed._type", e.field());
    assertEquals("snapshot", e.found());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0.0", "0.9", "1", "", "1.0.0.0", "1.x", "11.0.0", "1.0\n"})
  void anotherMajorVersionOfTheSpecificationIsRefused(String version) {
    repository.timestamp.put("spec_version", version);
    repository.releaseTimestamp();
    UnsupportedFormatException e = host.refuses(UnsupportedFormatException.class);
    assertEquals("signed.spec_version", e.feature());
  }

  // 5.5, snapshot

  @Test
  void spec_5_5_1_missingSnapshotKeepsTheTimestamp() throws IOException {
    host.refresh();
    repository.release();
    repository.metadata.remove("2.snapshot.json");
    host.refuses(FetchNotFoundException.class);
    host.assertKept("timestamp.json", repository.bytes("timestamp.json"));
    host.assertKept("snapshot.json", repository.bytes("1.snapshot.json"));
    repository.put("2.snapshot.json", repository.bytes("2.snapshot.json"));
    assertEquals(2, host.refresh().snapshot().version());
  }

  @Test
  void spec_5_5_1_refusesSnapshotOfAnotherLength() throws IOException {
    long listed = repository.bytes("1.snapshot.json").size();
    put("1.snapshot.json", text("1.snapshot.json") + " ");
    LengthMismatchException longer = host.refuses(LengthMismatchException.class);
    assertEquals(listed, longer.expectedBytes());
    assertEquals(listed + 1, longer.actualBytes());
    put("1.snapshot.json", text("1.snapshot.json").substring(0, (int) listed - 1));
    assertEquals(listed - 1, host.refuses(LengthMismatchException.class).actualBytes());
  }

  @Test
  void spec_5_5_1_refusesListedLengthAboveTheLimitWithoutARequest() {
    host.limits = TufLimits.builder().snapshotBytes(10).build();
    assertEquals(10, host.refuses(LimitExceededException.class).limit());
    assertFalse(repository.metadataRequests().contains("1.snapshot.json"));
  }

  @Test
  void spec_5_5_1_unlistedLengthIsBoundedByTheLimit() {
    repository.listHashes = false;
    repository.release();
    host.limits = TufLimits.builder().snapshotBytes(10).build();
    LimitExceededException e = host.refuses(LimitExceededException.class);
    assertEquals(11, e.requested());
  }

  @Test
  void spec_5_5_2_refusesSnapshotWithAnotherDigestBeforeItIsParsed() {
    put("1.snapshot.json", "x".repeat(text("1.snapshot.json").length()));
    DigestMismatchException e = host.refuses(DigestMismatchException.class);
    assertEquals("1.snapshot.json", e.what());
    assertEquals(RepositorySimulator.sha256(repository.bytes("1.snapshot.json")), e.actual().hex());
  }

  @Test
  void spec_5_5_2_everyKnownDigestMustMatch() {
    ObjectNode hashes = snapshotHashes();
    hashes.put("sha512", "00".repeat(64)).put("blake9", "??");
    repository.releaseTimestamp();
    assertEquals("sha512", host.refuses(DigestMismatchException.class).expected().algorithm().id());
  }

  @Test
  void spec_5_5_2_onlyUnknownDigestsAreNoDigest() {
    snapshotHashes().removeAll().put("blake9", "00");
    repository.releaseTimestamp();
    assertEquals(
        "signed.meta.snapshot.json.hashes.sha256",
        host.refuses(MalformedDataException.class).field());
  }

  private ObjectNode snapshotHashes() {
    return (ObjectNode) repository.timestamp.get("meta").get("snapshot.json").get("hashes");
  }

  @Test
  void spec_5_5_4_refusesSnapshotOfAnotherVersionThanListed() {
    repository.listHashes = false;
    repository.release();
    repository.snapshot.put("version", 3);
    Bytes newer = repository.serve("snapshot", repository.snapshot);
    repository.put("2.snapshot.json", newer);
    VersionMismatchException e = host.refuses(VersionMismatchException.class);
    assertEquals("snapshot", e.roleName());
    assertEquals(3, e.foundVersion());
    assertEquals(2, e.expectedVersion());
    assertEquals("5.5.4", e.section());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void spec_5_5_5_refusesSnapshotThatTakesTargetsBack(boolean listHashes) throws IOException {
    repository.listHashes = listHashes;
    repository.release();
    host.refresh();
    repository.targets.put("version", 1);
    repository.releaseSnapshot();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("snapshot", e.roleName());
    assertEquals("targets", e.affectedRole());
    assertEquals(1, e.foundVersion());
    assertEquals(2, e.trustedVersion());
    assertEquals("5.5.5", e.section());
    host.assertKept("snapshot.json", repository.bytes("2.snapshot.json"));
    host.assertKept("timestamp.json", repository.bytes("timestamp.json"));
    repository.targets.put("version", 3);
    repository.releaseSnapshot();
    assertEquals(3, host.refresh().targets().version());
  }

  /** CVE-2025-2887: only targets.json was compared, not delegated roles. */
  @Test
  void spec_5_5_5_refusesSnapshotThatTakesADelegatedRoleBack() throws IOException {
    ObjectNode role = repository.delegate(repository.targets, "role", false, "*");
    repository.release();
    host.refresh();
    role.put("version", 1);
    RepositorySimulator.bump(repository.targets);
    repository.releaseSnapshot();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("role", e.affectedRole());
    assertEquals(1, e.foundVersion());
    assertEquals(2, e.trustedVersion());
  }

  /** CVE-2025-2887: nor that a role was dropped. */
  @Test
  void spec_5_5_5_refusesSnapshotThatDropsARole() throws IOException {
    repository.delegate(repository.targets, "role", false, "*");
    repository.release();
    host.refresh();
    repository.delegated.remove("role");
    repository.targets.remove("delegations");
    repository.release();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("role", e.affectedRole());
    assertEquals(RollbackException.ABSENT, e.foundVersion());
  }

  /** The kept snapshot alone is enough to notice a replay of everything. */
  @Test
  void spec_5_5_5_refusesOlderSnapshotEvenIfTheKeptTimestampWasLost() throws IOException {
    repository.releaseSnapshot();
    host.refresh();
    Files.delete(host.file("timestamp.json"));
    repository.snapshot.put("version", 1);
    repository.timestamp.put("version", 1);
    repository.serveAll();
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("snapshot", e.affectedRole());
    assertEquals(1, e.foundVersion());
    assertEquals(2, e.trustedVersion());
  }

  @Test
  void spec_5_5_6_refusesExpiredSnapshotAndKeepsTheOldOne() throws IOException {
    host.refresh();
    repository.snapshot.put("expires", NOW.toString());
    repository.release();
    ExpiredMetadataException e = host.refuses(ExpiredMetadataException.class);
    assertEquals("snapshot", e.roleName());
    assertEquals("5.5.6", e.section());
    host.assertKept("snapshot.json", repository.bytes("1.snapshot.json"));
    host.assertKept("timestamp.json", repository.bytes("timestamp.json"));
  }

  @Test
  void spec_5_5_6_refusesKeptSnapshotOnceItHasExpired() throws IOException {
    repository.snapshot.put("expires", NOW.plusSeconds(60).toString());
    repository.release();
    host.refresh();
    host.clock.advance(Duration.ofSeconds(60));
    assertEquals("snapshot", host.refuses(ExpiredMetadataException.class).roleName());
  }

  // 5.6, targets

  @Test
  void spec_5_6_1_missingTargetsKeepsTheSnapshot() throws IOException {
    repository.metadata.remove("1.targets.json");
    host.refuses(FetchNotFoundException.class);
    assertEquals(Set.of("root.json", "snapshot.json", "timestamp.json"), host.keptNames());
  }

  @Test
  void spec_5_6_2_refusesTargetsWithAnotherDigest() {
    put("1.targets.json", "x".repeat(text("1.targets.json").length()));
    assertEquals("1.targets.json", host.refuses(DigestMismatchException.class).what());
  }

  @Test
  void spec_5_6_4_refusesTargetsOfAnotherVersionThanListed() {
    repository.listHashes = false;
    repository.release();
    repository.put("2.targets.json", repository.bytes("1.targets.json"));
    VersionMismatchException e = host.refuses(VersionMismatchException.class);
    assertEquals("targets", e.roleName());
    assertEquals(1, e.foundVersion());
    assertEquals(2, e.expectedVersion());
    assertEquals("5.6.4", e.section());
  }

  /** Mix and match: each file is validly signed, but they never belonged together. */
  @Test
  void spec_5_6_2_refusesTargetsOfAnotherReleaseUnderTheSameVersion() {
    repository.addTarget("file", "old").serveAll();
    Bytes old = repository.bytes("1.targets.json");
    repository.addTarget("file", "new").serveAll();
    repository.put("1.targets.json", old);
    host.refuses(DigestMismatchException.class);
  }

  @Test
  void spec_5_6_5_refusesExpiredTargets() throws IOException {
    host.refresh();
    repository.targets.put("expires", NOW.toString());
    repository.release();
    ExpiredMetadataException e = host.refuses(ExpiredMetadataException.class);
    assertEquals("targets", e.roleName());
    assertEquals(2, e.version());
    assertEquals("5.6.5", e.section());
    host.assertKept("targets.json", repository.bytes("1.targets.json"));
  }

  @Test
  void spec_5_1_oneTimeCountsForTheWholeRefresh() throws IOException {
    TestHost other = new TestHost(repository, host.directory);
    TufClient client =
        TufClient.builder(
                other.bootstrap,
                TrustedStore.open(other.directory),
                repository.metadata,
                repository.files)
            .clock(() -> other.clock.advance(Duration.ofDays(15).minusSeconds(1)))
            .build();
    assertEquals(NOW.plus(Duration.ofDays(15)).minusSeconds(1), client.refresh().verifiedAt());
    assertEquals(NOW.plus(Duration.ofDays(30)).minusSeconds(2), client.refresh().verifiedAt());
  }

  // What is kept

  @Test
  void onlyWhatChangedIsFetched() throws IOException {
    host.refresh();
    repository.releaseSnapshot();
    assertEquals(
        List.of("2.root.json", "timestamp.json", "2.snapshot.json"), host.requestsOfRefresh());
    assertEquals(List.of("2.root.json", "timestamp.json"), host.requestsOfRefresh());
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp.json", "snapshot.json", "targets.json"})
  void damagedKeptFileIsReplaced(String name) throws IOException {
    host.refresh();
    Bytes good = host.kept(name);
    byte[] damaged = good.toByteArray();
    damaged[damaged.length / 2] ^= 1;
    for (Bytes bad : List.of(Bytes.of(damaged), Bytes.empty(), Bytes.of((byte) '{'))) {
      Files.write(host.file(name), bad.toByteArray());
      host.refresh();
      host.assertKept(name, good);
    }
  }

  @Test
  void keptFileThatOutgrewTheLimitIsReplaced() throws IOException {
    host.refresh();
    Bytes good = host.kept("timestamp.json");
    host.limits = TufLimits.builder().timestampBytes(good.size()).build();
    Files.write(host.file("timestamp.json"), new byte[good.size() + 1]);
    host.refresh();
    host.assertKept("timestamp.json", good);
  }

  @Test
  void bytesAreKeptAsServedWithTrailingBlanks() throws IOException {
    put("timestamp.json", text("timestamp.json") + " \n ");
    host.refresh();
    host.assertKept("timestamp.json", repository.bytes("timestamp.json"));
  }

  @Test
  void viewTellsVersionsAndExpiries() throws IOException {
    repository.addTarget("b", "1").addTarget("a/c", "2");
    ((ObjectNode) repository.targets.get("targets")).putObject("../evil");
    repository.release();
    TrustedView view = host.refresh();
    assertEquals(new TrustedRole("root", 1, NOW.plus(Duration.ofDays(30))), view.root());
    assertEquals(new TrustedRole("timestamp", 2, NOW.plus(Duration.ofDays(30))), view.timestamp());
    assertEquals(new TrustedRole("snapshot", 2, NOW.plus(Duration.ofDays(30))), view.snapshot());
    assertEquals(new TrustedRole("targets", 2, NOW.plus(Duration.ofDays(30))), view.targets());
    assertEquals(NOW, view.verifiedAt());
    assertTrue(view.consistentSnapshot());
    assertEquals(List.of(TargetPath.of("a/c"), TargetPath.of("b")), view.targetPaths().toList());
  }

  private String text(String name) {
    return new String(repository.bytes(name).toByteArray(), StandardCharsets.UTF_8);
  }

  private void put(String name, String text) {
    repository.put(name, RepositorySimulator.utf8(text));
  }
}
