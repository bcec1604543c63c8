// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Status, comparison and clean-up of a published repository. */
class RepositoryStatusTest extends RepositoryFixture {
  private static final EditorOptions OPTIONS =
      EditorOptions.builder().expiry(ExpiryPolicy.builder().renewBelow(20).build()).build();

  private RepositoryStatus status(Instant now) throws IOException {
    return RepositoryStatus.inspect(repository, OPTIONS, now, true);
  }

  private static Set<RepositoryIssue.Kind> kinds(RepositoryStatus status) {
    Set<RepositoryIssue.Kind> kinds = new TreeSet<>();
    status.issues().forEach(issue -> kinds.add(issue.kind()));
    return kinds;
  }

  @Test
  void aHealthyRepositoryHasNoIssues() throws Exception {
    published();
    RepositoryStatus status = status(NOW);
    assertEquals(List.of(), status.issues());
    assertTrue(status.isHealthy());
    RoleReport timestamp = status.role("timestamp").orElseThrow();
    assertEquals(1, timestamp.version());
    assertEquals(1, timestamp.validSignatures());
    assertEquals(Duration.ofDays(7).minusMillis(678), timestamp.timeLeft());
    assertEquals(4, status.roles().size());
  }

  @Test
  void whatExpiresIsTold() throws Exception {
    published();
    assertEquals(
        Set.of(RepositoryIssue.Kind.EXPIRES_SOON), kinds(status(NOW.plus(Duration.ofDays(6)))));
    RepositoryStatus late = status(NOW.plus(Duration.ofDays(7)));
    assertEquals(Set.of(RepositoryIssue.Kind.EXPIRED), kinds(late));
    assertFalse(late.isHealthy());
  }

  @Test
  void damageIsTold() throws Exception {
    published();
    Path target = file("a", A, DigestAlgorithm.SHA256);
    Files.writeString(target, "b");
    assertEquals(Set.of(RepositoryIssue.Kind.BAD_TARGET), kinds(status(NOW)));
    assertTrue(RepositoryStatus.inspect(repository, OPTIONS, NOW, false).isHealthy());
    Files.delete(target);
    assertEquals(Set.of(RepositoryIssue.Kind.MISSING_FILE), kinds(status(NOW)));
    Path targetsFile = repository.resolve("metadata/1.targets.json");
    String good = Files.readString(targetsFile);
    Files.writeString(targetsFile, good.replace("sha256", "sha512"));
    assertEquals(Set.of(RepositoryIssue.Kind.BAD_METADATA), kinds(status(NOW)));
    Files.delete(targetsFile);
    assertEquals(Set.of(RepositoryIssue.Kind.MISSING_FILE), kinds(status(NOW)));
  }

  @Test
  void leftoversAreTold() throws Exception {
    RepositoryEditor editor = published();
    editor.removeTarget(A);
    editor.publish(NOW);
    Files.writeString(
        repository.resolve("metadata/.gantry-00000000-0000-0000-0000-000000000000.tmp"), "");
    assertEquals(
        Set.of(
            RepositoryIssue.Kind.UNREFERENCED_METADATA,
            RepositoryIssue.Kind.UNREFERENCED_TARGET,
            RepositoryIssue.Kind.TEMPORARY_FILE),
        kinds(status(NOW)));
    assertTrue(status(NOW).isHealthy());
  }

  private RepositoryCleanup plan(int keep, Duration age, Instant now) throws IOException {
    return RepositoryCleanup.plan(repository, OPTIONS, keep, age, now);
  }

  @Test
  void cleanUpTakesWhatNobodyNeeds() throws Exception {
    RepositoryEditor editor = published();
    for (String text : List.of("b", "c", "d")) {
      editor.addTarget(B, content(text));
      editor.removeTarget(A);
      editor.renew("root");
      editor.publish(NOW);
    }
    Instant now = Files.getLastModifiedTime(repository).toInstant().plus(Duration.ofDays(1));
    assertEquals(List.of(), plan(0, Duration.ofDays(3), now).files());
    RepositoryCleanup keeping = plan(1, Duration.ZERO, now);
    assertTrue(keeping.files().contains("metadata/2.targets.json"));
    assertFalse(keeping.files().contains("metadata/3.targets.json"));
    RepositoryCleanup all = plan(0, Duration.ZERO, now);
    assertEquals(3 + 3 + 3, all.files().size());
    assertTrue(all.files().get(8).startsWith("targets"));
    assertEquals(9, all.apply());
    assertEquals(0, all.apply());
    assertTrue(metadata().containsKey("1.root.json"), "the chain of roots stays");
    open(all()).verifyTargets();
    assertEquals(List.of(), status(NOW).issues());
  }

  @Test
  void cleanUpLeavesWhatAClientIsOnItsWayTo() throws Exception {
    RepositoryEditor editor = published();
    editor.removeTarget(A);
    editor.addTarget(B, content("b"));
    editor.publish(NOW);
    editor.removeTarget(B);
    editor.publish(NOW);
    Instant now = Instant.parse("2026-03-01T00:00:00Z");
    Path metadata = repository.resolve("metadata");
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(repository)) {
      files.filter(Files::isRegularFile).forEach(all::add);
    }
    for (Path file : all) {
      Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(30))));
    }
    // Snapshot 2 was replaced a minute ago.
    Files.setLastModifiedTime(
        metadata.resolve("3.snapshot.json"), FileTime.from(now.minusSeconds(60)));
    List<String> files = plan(0, Duration.ofHours(1), now).files();
    assertEquals(
        List.of(
            "metadata/1.snapshot.json",
            "metadata/1.targets.json",
            repository.relativize(file("a", A, DigestAlgorithm.SHA256)).toString()),
        files.stream().sorted().toList());
    assertEquals(6, plan(0, Duration.ofSeconds(59), now).files().size());
    // What is damaged leads nowhere.
    Files.writeString(metadata.resolve("2.snapshot.json"), "{");
    Files.setLastModifiedTime(metadata.resolve("2.snapshot.json"), FileTime.from(Instant.EPOCH));
    assertEquals(5, plan(0, Duration.ofHours(1), now).files().size());
  }

  @Test
  void cleanUpLeavesWhatWasWrittenAgain() throws Exception {
    RepositoryEditor editor = published();
    editor.removeTarget(A);
    editor.publish(NOW);
    Instant now = Files.getLastModifiedTime(repository).toInstant().plus(Duration.ofDays(1));
    Path target = file("a", A, DigestAlgorithm.SHA256);
    Files.setLastModifiedTime(target, FileTime.from(NOW));
    RepositoryCleanup plan = plan(0, Duration.ZERO, now);
    editor.addTarget(A, content("a"));
    plan.apply();
    editor.publish(NOW);
    editor.verifyTargets();
  }

  /** Publishes by hand, as other tools may, with one text in the place of another. */
  private Bytes signedAgain(Bytes file, SigningKey key, String from, String to) throws IOException {
    String text = new String(file.toByteArray(), StandardCharsets.UTF_8);
    String signed = text.replaceAll("(?s)^.*\"signed\":(.*)\\}\\s*$", "$1").replace(from, to);
    Bytes canonical = content(signed);
    return MetadataJson.file(Map.of(key.publicKey().keyId(), key.sign(canonical)), canonical);
  }

  @Test
  void cleanUpLeavesTargetsWhoseNamesOnlyOthersRead() throws Exception {
    RepositoryEditor editor = published();
    editor.addTarget(TargetPath.of("odd/b.img"), content("b"));
    editor.publish(NOW);
    Path metadata = repository.resolve("metadata");
    Bytes old = Bytes.of(Files.readAllBytes(metadata.resolve("2.targets.json")));
    Bytes odd = signedAgain(old, targets, "odd/b.img", "odd//b.img");
    Files.write(metadata.resolve("2.targets.json"), odd.toByteArray());
    for (String name : List.of("2.snapshot.json", "timestamp.json")) {
      boolean listsTargets = name.startsWith("2");
      Bytes file = Bytes.of(Files.readAllBytes(metadata.resolve(name)));
      Bytes next = signedAgain(file, listsTargets ? snapshot : timestamp, entry(old), entry(odd));
      Files.write(metadata.resolve(name), next.toByteArray());
      old = file;
      odd = next;
    }
    Instant now = Files.getLastModifiedTime(repository).toInstant().plus(Duration.ofDays(1));
    assertEquals(
        List.of("metadata/1.snapshot.json", "metadata/1.targets.json"),
        plan(0, Duration.ZERO, now).files().stream().sorted().toList());
  }

  private static String entry(Bytes file) {
    return "{\"hashes\":{\"sha256\":\""
        + Digest.compute(DigestAlgorithm.SHA256, file).hex()
        + "\"},\"length\":"
        + file.size();
  }

  @Test
  void cleanUpIsRefusedAfterAPublication() throws Exception {
    RepositoryEditor editor = published();
    editor.removeTarget(A);
    editor.publish(NOW);
    Instant now = Files.getLastModifiedTime(repository).toInstant().plus(Duration.ofDays(1));
    RepositoryCleanup plan = plan(0, Duration.ZERO, now);
    editor.refreshTimestamp(NOW);
    assertEquals(
        "REPOSITORY_CHANGED", assertThrows(StateConflictException.class, plan::apply).code());
  }

  @Test
  void aDiffSaysWhatChanged() throws Exception {
    SigningKey next = TestKeys.ed25519(12);
    RepositoryEditor editor = published();
    editor.addTarget(B, content("b"));
    editor.addTarget(A, content("longer"));
    editor.delegate(Delegation.builder("extra", TestKeys.one(targets)).path("x/*").build());
    editor.publish(NOW);
    RepositoryDiff diff = RepositoryDiff.since(repository, 1, OPTIONS);
    assertEquals(2, diff.targets().size());
    assertEquals(ChangeKind.ADDED, diff.targets().get(0).kind());
    assertEquals(ChangeKind.CHANGED, diff.targets().get(1).kind());
    assertEquals(6, diff.targets().get(1).newLengthBytes().getAsLong());
    assertEquals("extra", diff.keys().get(0).role());
    assertTrue(RepositoryDiff.since(repository, 2, OPTIONS).roles().size() <= 1);
    assertTrue(RepositoryDiff.between(repository, repository, OPTIONS).isEmpty());

    RepositoryEditor able = open(List.of(root, targets, snapshot, timestamp, next));
    able.rotateRoot(TestKeys.policy(root, targets, next, timestamp));
    able.publish(NOW);
    RepositoryDiff keys = RepositoryDiff.since(repository, 2, OPTIONS);
    assertEquals("snapshot", keys.keys().get(0).role());
    assertEquals(List.of(next.publicKey().keyId()), keys.keys().get(0).addedKeyIds());
    Files.delete(repository.resolve("metadata/1.root.json"));
    assertThrows(IOException.class, () -> RepositoryDiff.since(repository, 9, OPTIONS));
    assertThrows(VerificationException.class, () -> RepositoryDiff.since(repository, 1, OPTIONS));
  }
}
