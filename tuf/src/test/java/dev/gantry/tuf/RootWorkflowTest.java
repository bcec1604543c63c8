// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static dev.gantry.tuf.RepositorySimulator.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class RootWorkflowTest {
  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
  }

  @Test
  void firstRefreshRequestsEachFileOnceAndKeepsItAsServed() throws IOException {
    assertEquals(
        List.of("2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"),
        host.requestsOfRefresh());
    host.assertKept("root.json", repository.bytes("1.root.json"));
    host.assertKept("timestamp.json", repository.bytes("timestamp.json"));
    host.assertKept("snapshot.json", repository.bytes("1.snapshot.json"));
    host.assertKept("targets.json", repository.bytes("1.targets.json"));
    assertEquals(4, host.keptNames().size());
    assertEquals(List.of("2.root.json", "timestamp.json"), host.requestsOfRefresh());
  }

  @Test
  void spec_5_2_refusesBootstrapRootNotSignedByItsOwnKeys() {
    host.bootstrap = RepositorySimulator.sign(repository.root, List.of(TestKey.of("stranger")));
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals("root", e.roleName());
    assertEquals("root 1", e.delegator());
    assertEquals(1, e.threshold());
    assertEquals(0, e.validKeys());
    assertEquals(List.of(TestKey.of("root").id()), e.missingKeyIds());
    assertEquals(List.of(), repository.metadataRequests());
  }

  @Test
  void spec_5_2_refusesMalformedBootstrapRootWithoutARequest() {
    ObjectNode root = repository.root.deepCopy();
    root.remove("version");
    host.bootstrap = RepositorySimulator.sign(root, List.of(TestKey.of("root")));
    assertEquals("signed.version", host.refuses(MalformedDataException.class).field());
    assertEquals(List.of(), repository.metadataRequests());
  }

  @Test
  void spec_5_2_ignoresExpiryOfBootstrapRootThatHasASuccessor() throws IOException {
    repository.root.put("expires", "2020-01-01T00:00:00Z");
    RepositorySimulator old = repository;
    host.bootstrap = old.serveRoot();
    old.root.put("expires", "2031-01-01T00:00:00Z");
    old.serveNextRoot();
    assertEquals(2, host.refresh().root().version());
  }

  @Test
  void spec_5_3_followsEveryRotationAndKeepsEachRoot() throws IOException {
    for (int i = 2; i <= 5; i++) {
      repository.setKeys("root", 1, TestKey.of("root " + i)).serveNextRoot();
    }
    assertEquals(5, host.refresh().root().version());
    host.assertKept("root.json", repository.rootBytes(5));
    for (int i = 2; i <= 5; i++) {
      host.assertKept("root_history/" + i + ".root.json", repository.rootBytes(i));
    }
    assertEquals(List.of("6.root.json", "timestamp.json"), host.requestsOfRefresh());
  }

  @Test
  void spec_5_3_3_goesOnWithTheLastRootAfterTheMostRotations() throws IOException {
    for (int i = 2; i <= 6; i++) {
      repository.serveNextRoot();
    }
    host.limits = TufLimits.builder().rootRotations(3).build();
    assertEquals(4, host.refresh().root().version());
    assertFalse(repository.metadataRequests().contains("5.root.json"), "not even asked for");
    assertEquals(6, host.refresh().root().version());
  }

  @Test
  void spec_5_3_3_moreRotationsThanAllowedAreRefusedIfSoChosen() throws IOException {
    host.rootLimitPolicy = RootLimitPolicy.REFUSE;
    host.limits = TufLimits.builder().rootRotations(3).build();
    for (int i = 2; i <= 5; i++) {
      repository.serveNextRoot();
    }
    LimitExceededException e = host.refuses(LimitExceededException.class);
    assertEquals(3, e.limit());
    assertEquals(4, e.requested());
    host.assertKept("root.json", repository.rootBytes(4));
    assertEquals(5, host.refresh().root().version(), "the next refresh goes on from there");
  }

  @Test
  void spec_5_3_3_asManyRotationsAsAllowedAreNotTooMany() throws IOException {
    host.rootLimitPolicy = RootLimitPolicy.REFUSE;
    host.limits = TufLimits.builder().rootRotations(3).build();
    for (int i = 2; i <= 4; i++) {
      repository.serveNextRoot();
    }
    assertEquals(4, host.refresh().root().version());
    assertTrue(repository.metadataRequests().contains("5.root.json"));
  }

  @Test
  void spec_5_3_3_refusesRootThatIsTooLarge() {
    repository.root.put("x-padding", "x".repeat(5000));
    repository.serveNextRoot();
    host.limits = TufLimits.builder().rootBytes(4000).build();
    LimitExceededException e = host.refuses(LimitExceededException.class);
    assertEquals(4000, e.limit());
    assertEquals(4001, e.requested());
  }

  @Test
  void spec_5_3_4_refusesRootNotSignedByItsPredecessor() throws IOException {
    RepositorySimulator.bump(repository.setKeys("root", 1, TestKey.of("thief")).root);
    repository.put(
        "2.root.json", RepositorySimulator.sign(repository.root, List.of(TestKey.of("thief"))));
    assertEquals("root 1", host.refuses(SignatureThresholdException.class).delegator());
    assertNothingLearned();
  }

  /** CVE-2020-15163: such a root was kept and trusted by the next run. */
  @Test
  void spec_5_3_4_refusesRootNotSignedByItself() throws IOException {
    RepositorySimulator.bump(repository.setKeys("root", 1, TestKey.of("next")).root);
    repository.put(
        "2.root.json", RepositorySimulator.sign(repository.root, List.of(TestKey.of("root"))));
    assertEquals("root 2", host.refuses(SignatureThresholdException.class).delegator());
    assertNothingLearned();
    host.refuses(SignatureThresholdException.class);
  }

  @Test
  void spec_5_3_5_rejectsRootRollback() throws IOException {
    repository.put("2.root.json", repository.rootBytes(1));
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals("root", e.roleName());
    assertEquals(1, e.foundVersion());
    assertEquals(1, e.trustedVersion());
    assertEquals("5.3.5", e.section());
    assertNothingLearned();
  }

  /** CVE-2025-2885: only a version that went back was refused, not one that skips. */
  @Test
  void spec_5_3_5_rejectsRootThatSkipsVersions() throws IOException {
    repository.root.put("version", 5);
    repository.put("2.root.json", repository.serveRoot());
    VersionMismatchException e = host.refuses(VersionMismatchException.class);
    assertEquals("root", e.roleName());
    assertEquals(5, e.foundVersion());
    assertEquals(2, e.expectedVersion());
    assertNothingLearned();
  }

  private void assertNothingLearned() throws IOException {
    host.assertKept("root.json", repository.rootBytes(1));
    assertFalse(Files.exists(host.file("root_history/2.root.json")));
    assertFalse(Files.exists(host.file("timestamp.json")));
  }

  @Test
  void spec_5_3_6_ignoresExpiryOfRootsInBetween() throws IOException {
    repository.root.put("expires", "2020-01-01T00:00:00Z");
    repository.serveNextRoot();
    repository.root.put("expires", "2031-01-01T00:00:00Z");
    repository.serveNextRoot();
    assertEquals(3, host.refresh().root().version());
  }

  @Test
  void spec_5_3_10_keepsExpiredRootAndStops() throws IOException {
    repository.root.put("expires", NOW.toString());
    repository.serveNextRoot();
    ExpiredMetadataException e = host.refuses(ExpiredMetadataException.class);
    assertEquals("root", e.roleName());
    assertEquals(2, e.version());
    assertEquals(NOW, e.expires());
    assertEquals(NOW, e.now());
    host.assertKept("root.json", repository.rootBytes(2));
    host.clock.set(NOW.minusNanos(1));
    assertEquals(2, host.refresh().root().version(), "one nanosecond before its expiry it counts");
  }

  @Test
  void spec_5_3_8_keepsVerifiedRootsWhenALaterOneIsRefused() throws IOException {
    repository.serveNextRoot();
    repository.put("3.root.json", repository.rootBytes(1));
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals(2, e.trustedVersion());
    host.assertKept("root.json", repository.rootBytes(2));
    repository.serveNextRoot();
    assertEquals(3, host.refresh().root().version());
  }

  /** GHSA-9pfj-pjv5-22gj: a kept root must not become the anchor of trust. */
  @Test
  void ghsa_9pfj_poisonedRootsOfTheStoreAreIgnored() throws IOException {
    host.refresh();
    RepositorySimulator evil = new RepositorySimulator();
    evil.setKeys("root", 1, TestKey.of("evil")).serveRoot();
    evil.setKeys("timestamp", 1, TestKey.of("evil")).serveNextRoot();
    Files.write(host.file("root.json"), evil.rootBytes(2).toByteArray());
    Files.write(host.file("root_history/2.root.json"), evil.rootBytes(2).toByteArray());
    assertEquals(1, host.refresh().root().version());
    host.assertKept("root.json", repository.rootBytes(1));
    assertFalse(Files.exists(host.file("root_history/2.root.json")));
  }

  @Test
  void keptRootsAreVerifiedButNotFetchedAgain() throws IOException {
    repository.serveNextRoot();
    repository.serveNextRoot();
    host.refresh();
    byte[] damaged = host.kept("root_history/2.root.json").toByteArray();
    damaged[damaged.length / 2] ^= 1;
    Files.write(host.file("root_history/2.root.json"), damaged);
    assertEquals(
        List.of("2.root.json", "3.root.json", "4.root.json", "timestamp.json"),
        host.requestsOfRefresh());
    host.assertKept("root_history/2.root.json", repository.rootBytes(2));
  }

  @Test
  void newerBootstrapRootNeedsNoOlderOne() throws IOException {
    host.refresh();
    repository.setKeys("root", 1, TestKey.of("far")).root.put("version", 9);
    host.bootstrap = repository.serveRoot();
    assertEquals(9, host.refresh().root().version());
    host.assertKept("root.json", host.bootstrap);
  }

  @Test
  void oneClientGoesOnFromWhatItHasVerified() throws IOException {
    TufClient client = host.client();
    assertEquals(1, client.refresh().root().version());
    repository.serveNextRoot();
    assertEquals(2, client.refresh().root().version());
    repository.put("3.root.json", Bytes.of((byte) '{'));
    assertThrows(MalformedDataException.class, client::refresh);
    repository.serveNextRoot();
    assertEquals(3, client.refresh().root().version());
  }

  @Test
  void spec_5_3_11_recoversFromTimestampAndSnapshotPutFarAhead() throws IOException {
    fastForward();
    repository.setKeys("timestamp", 1, TestKey.of("timestamp 2"));
    repository.setKeys("snapshot", 1, TestKey.of("snapshot 2"));
    assertRecovers();
  }

  @Test
  void spec_5_3_11_recoversWhenOnlySnapshotKeysAreRotated() throws IOException {
    fastForward();
    repository.setKeys("snapshot", 1, TestKey.of("snapshot 2"));
    assertRecovers();
  }

  @Test
  void spec_5_3_11_recoversWhenAKeyIsOnlyAdded() throws IOException {
    fastForward();
    repository.setKeys("timestamp", 1, TestKey.of("timestamp"), TestKey.of("timestamp 2"));
    assertRecovers();
  }

  @Test
  void spec_5_3_11_recoversAlthoughTheRefreshThatSawTheRotationWasAborted() throws IOException {
    fastForward();
    repository.setKeys("timestamp", 1, TestKey.of("timestamp"), TestKey.of("timestamp 2"));
    repository.root.put("expires", NOW.toString());
    repository.serveNextRoot();
    host.refuses(ExpiredMetadataException.class);
    repository.root.put("expires", "2031-01-01T00:00:00Z");
    assertRecovers();
  }

  @Test
  void spec_5_3_11_newThresholdOrTargetsKeysAreNoRotation() throws IOException {
    fastForward();
    repository.setKeys("targets", 1, TestKey.of("targets 2")).serveNextRoot();
    putBack();
    assertEquals("timestamp", host.refuses(RollbackException.class).roleName());
  }

  private void fastForward() throws IOException {
    repository.timestamp.put("version", 1000);
    repository.snapshot.put("version", 1000);
    repository.targets.put("version", 1000);
    repository.serveAll();
    assertEquals(1000, host.refresh().timestamp().version());
  }

  private void putBack() {
    repository.timestamp.put("version", 2);
    repository.snapshot.put("version", 2);
    repository.targets.put("version", 2);
    repository.serveAll();
  }

  private void assertRecovers() throws IOException {
    repository.serveNextRoot();
    putBack();
    TrustedView view = host.refresh();
    assertEquals(2, view.timestamp().version());
    assertEquals(2, view.snapshot().version());
    assertEquals(2, view.targets().version());
  }

  @Test
  void consistentSnapshotOffMeansPlainNames(@TempDir Path other) throws IOException {
    repository.root.put("consistent_snapshot", false);
    repository.serveRoot();
    repository.addTarget("a/b", "content").release();
    TestHost plain = new TestHost(repository, other);
    assertEquals(
        List.of("2.root.json", "timestamp.json", "snapshot.json", "targets.json"),
        plain.requestsOfRefresh());
    TrustedView view = plain.refresh();
    assertFalse(view.consistentSnapshot());
    assertEquals(
        RepositorySimulator.utf8("content"),
        plain.client().read(view.require(TargetPath.of("a/b")), 100));
    assertEquals("a/b", repository.files.requests().get(0).path());
    assertTrue(view.toString().contains("root 1"));
  }

  @Test
  void absentConsistentSnapshotMeansOff() throws IOException {
    repository.root.remove("consistent_snapshot");
    host.bootstrap = RepositorySimulator.sign(repository.root, repository.signers("root"));
    repository.put("snapshot.json", repository.bytes("1.snapshot.json"));
    repository.put("targets.json", repository.bytes("1.targets.json"));
    assertFalse(host.refresh().consistentSnapshot());
  }
}
