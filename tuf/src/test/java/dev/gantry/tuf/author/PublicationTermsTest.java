// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.TargetPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a publication would write, when its roles expire, and what goes into it. */
class PublicationTermsTest extends RepositoryFixture {
  @Test
  void aPlanSaysWhatWouldBeWritten() throws Exception {
    published();
    RepositoryEditor editor = open(List.of(timestamp));
    assertEquals(List.of(), editor.plan(NOW).files());
    editor.addTarget(B, content("b"));
    editor.removeTarget(A);
    Map<String, String> before = metadata();
    PublicationPlan plan = editor.plan(NOW);
    assertEquals(before, metadata());
    assertFalse(plan.isSignable());
    assertEquals(
        List.of("2.targets.json", "2.snapshot.json", "timestamp.json"),
        plan.files().stream().map(PlannedFile::fileName).toList());
    PlannedFile file = plan.files().get(0);
    assertEquals(1, file.oldVersion().getAsLong());
    assertEquals(List.of(targets.publicKey().keyId()), file.missingSigners().get(0).keyIds());
    assertEquals(List.of(), plan.files().get(2).missingSigners());
    assertEquals(
        Set.of(ChangeKind.ADDED, ChangeKind.REMOVED),
        Set.copyOf(plan.targetChanges().stream().map(TargetChange::kind).toList()));
    RepositoryEditor able = open(all());
    able.addTarget(B, content("b"));
    able.removeTarget(A);
    PublicationPlan exact = able.plan(NOW);
    able.publish(NOW);
    for (PlannedFile planned : exact.files()) {
      assertEquals(metadata(planned.fileName()).length(), planned.estimatedBytes());
    }
  }

  @Test
  void whatIsDueIsRenewed() throws Exception {
    published();
    EditorOptions options =
        EditorOptions.builder()
            .expiry(
                ExpiryPolicy.builder()
                    .renewBelow(50)
                    .renewWithin("root", Duration.ofDays(1))
                    .lifetime("snapshot", Duration.ofDays(20))
                    .build())
            .build();
    Instant later = NOW.plus(Duration.ofDays(60));
    RepositoryEditor weak = RepositoryEditor.open(repository, options, List.of(timestamp));
    assertEquals(List.of("timestamp.json"), weak.publish(later).writtenFiles());
    assertEquals(Set.of("targets", "snapshot"), weak.renewDue(later));
    assertThrows(InsufficientSignersException.class, () -> weak.publish(later));
    RepositoryEditor able = RepositoryEditor.open(repository, options, all());
    assertEquals(
        List.of("2.targets.json", "2.snapshot.json", "timestamp.json"),
        able.publish(later).writtenFiles());
    assertTrue(metadata("2.snapshot.json").contains("2026-03-23T03:04:05Z"));
    assertEquals(List.of(), able.publish(later).writtenFiles());
  }

  @Test
  void versionsAndExpiriesAreSetByHand() throws Exception {
    RepositoryEditor editor = published();
    editor.setVersion("targets", 7);
    editor.setExpires("snapshot", Instant.parse("2030-01-01T00:00:00Z"));
    assertEquals(7, editor.publish(NOW).targetsVersion());
    assertTrue(metadata("2.snapshot.json").contains("\"expires\":\"2030-01-01T00:00:00Z\""));
    editor.setVersion("targets", 7);
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.publish(NOW));
    assertEquals("VERSION_REFUSED", e.code());
    editor.setVersion("targets", 8);
    editor.setExpires("targets", NOW.minusSeconds(5));
    assertEquals(
        "ALREADY_EXPIRED",
        assertThrows(StateConflictException.class, () -> editor.publish(NOW)).code());
    assertThrows(IllegalArgumentException.class, () -> editor.setVersion("targets", 0));
    assertThrows(IllegalArgumentException.class, () -> editor.setExpires("targets", Instant.MAX));
  }

  @Test
  void theSnapshotIsRefreshedAlone() throws Exception {
    published();
    RepositoryEditor editor = open(List.of(snapshot, timestamp));
    assertEquals(
        List.of("2.snapshot.json", "timestamp.json"), editor.refreshSnapshot(NOW).writtenFiles());
    editor.removeTarget(A);
    assertThrows(IllegalStateException.class, () -> editor.refreshSnapshot(NOW));
  }

  @Test
  void aDirectoryBecomesTargets() throws Exception {
    Path from = Files.createDirectories(directory.resolve("from/sub"));
    Files.writeString(from.resolve("one"), "1");
    Files.writeString(directory.resolve("from/two"), "2");
    Path outside = Files.writeString(directory.resolve("outside"), "secret");
    Files.createSymbolicLink(directory.resolve("from/link"), outside);
    RepositoryEditor editor = create();
    DirectoryImportOptions.Builder how = DirectoryImportOptions.builder().pathPrefix("p/");
    ImportedTargets first = editor.addTargets(directory.resolve("from"), how.build());
    assertEquals(List.of("link"), first.passedOver());
    assertEquals(List.of(TargetPath.of("p/sub/one"), TargetPath.of("p/two")), first.listed());
    Files.writeString(directory.resolve("from/two"), "changed");
    StateConflictException e =
        assertThrows(
            StateConflictException.class,
            () ->
                editor.addTargets(
                    directory.resolve("from"), how.existing(ExistingTarget.FAIL).build()));
    assertEquals("TARGET_EXISTS", e.code());
    assertEquals(
        List.of(TargetPath.of("p/two")),
        editor
            .addTargets(directory.resolve("from"), how.existing(ExistingTarget.SKIP).build())
            .skipped());
    ImportedTargets followed =
        editor.addTargets(
            directory.resolve("from"),
            how.existing(ExistingTarget.REPLACE).followLinks(true).build());
    assertEquals(3, followed.listed().size());
    editor.publish(NOW);
    editor.verifyTargets();
  }
}
