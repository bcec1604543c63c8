// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Publications whose keys are in several places: bundles, imported roles, adopted roots. */
class OfflinePublicationTest extends RepositoryFixture {
  private static SigningBundle carried(SigningBundle bundle) throws IOException {
    return SigningBundle.decode(bundle.encode());
  }

  private static List<String> roles(SigningBundle bundle) {
    return bundle.documents().stream().map(PendingDocument::role).sorted().toList();
  }

  @Test
  void everyRoleIsSignedSomewhereElse() throws Exception {
    RepositoryEditor editor =
        RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), List.of());
    editor.addTarget(A, content("a"));
    SigningBundle bundle = editor.prepare(NOW);
    assertEquals(List.of("root", "targets"), roles(bundle));
    assertThrows(InsufficientSignersException.class, () -> editor.publish(NOW, bundle));
    SigningBundle one = carried(bundle).sign(List.of(root));
    SigningBundle two = carried(bundle).sign(List.of(targets));
    SigningBundle first = one.merge(two);

    SigningBundle second = editor.prepare(NOW, carried(first));
    assertEquals(List.of("root", "snapshot", "targets"), roles(second));
    SigningBundle third = editor.prepare(NOW, carried(second.sign(List.of(snapshot))));
    assertEquals(List.of("root", "snapshot", "targets", "timestamp"), roles(third));
    assertEquals(Map.of(), metadata());
    PublishedRepository done = editor.publish(NOW, carried(third.sign(List.of(timestamp))));
    assertEquals(4, done.writtenFiles().size());
    assertEquals(List.of(A), open(all()).targetPaths("targets"));
    open(all()).verifyTargets();
  }

  @Test
  void anEditorThatKnowsNothingOfTheChangesPublishesTheBundle() throws Exception {
    published();
    SigningKey extra = TestKeys.ed25519(5);
    RepositoryEditor editor = open(List.of());
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    editor.addTarget(
        TargetPath.of("x/y"), content("y"), TargetOptions.builder().role("extra").build());
    editor.removeTarget(A);
    SigningBundle bundle = carried(editor.prepare(NOW).sign(List.of(targets, extra)));

    RepositoryEditor online = open(List.of(snapshot, timestamp));
    assertEquals(
        List.of("1.extra.json", "2.targets.json", "2.snapshot.json", "timestamp.json"),
        online.publish(NOW, bundle).writtenFiles());
    assertEquals(List.of(), online.targetPaths("targets"));
    assertEquals(List.of(TargetPath.of("x/y")), open(all()).targetPaths("extra"));
    // What was prepared from a state that is gone is refused.
    assertThrows(
        StateConflictException.class,
        () -> open(List.of(snapshot, timestamp)).publish(NOW, bundle));
  }

  @Test
  void otherChangesThanThoseOfTheBundleAreRefused() throws Exception {
    published();
    RepositoryEditor editor = open(List.of(snapshot, timestamp));
    editor.addTarget(B, content("b"));
    SigningBundle bundle = editor.prepare(NOW).sign(List.of(targets));
    editor.addTarget(B, content("other"));
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.publish(NOW, bundle));
    assertEquals("BUNDLE_DIFFERS", e.code());
    editor.addTarget(B, content("b"));
    assertEquals(2, editor.publish(NOW, bundle).targetsVersion());
  }

  @Test
  void aBundleCannotLowerWhoMustSign() throws Exception {
    published();
    RepositoryEditor editor = open(List.of(snapshot, timestamp));
    editor.addTarget(B, content("b"));
    PendingDocument honest = editor.prepare(NOW).findRole("targets").orElseThrow();
    SigningKey thief = TestKeys.ed25519(66);
    PendingDocument forged =
        PendingDocument.of(
                honest.fileName(),
                "targets",
                honest.canonical(),
                List.of(KeySetRequirement.of("targets", List.of(thief.publicKey()), 1)))
            .sign(List.of(thief));
    assertThrows(
        InsufficientSignersException.class,
        () -> editor.publish(NOW, SigningBundle.of(List.of(forged))));
    assertFalse(metadata().containsKey("2.targets.json"));
  }

  @Test
  void equalBundlesMakeEqualBytes() throws Exception {
    for (String name : List.of("one", "two")) {
      repository = directory.resolve(name);
      RepositoryEditor editor =
          RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), all());
      editor.addTarget(A, content("a"));
      editor.publish(NOW, editor.prepare(NOW));
    }
    Map<String, String> two = metadata();
    repository = directory.resolve("one");
    assertEquals(metadata(), two);
  }

  @Test
  void aDelegatedRoleIsEditedApartAndImported() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    RepositoryEditor editor = published();
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    RoleDocument document = RoleDocument.create("extra", 1, NOW.plus(Duration.ofDays(9)));
    Path source = Files.writeString(directory.resolve("source"), "y");
    TargetPath path = TargetPath.of("x/y");
    document.addTarget(path, source);
    Bytes unsigned = document.toBytes();
    assertThrows(SignatureThresholdException.class, () -> editor.importRole("extra", unsigned));
    document.sign(List.of(extra));
    Bytes signed = document.toBytes();
    editor.importRole("extra", signed);
    editor.storeTarget("extra", path, source);
    Path wrong = Files.writeString(directory.resolve("wrong"), "z");
    assertThrows(VerificationException.class, () -> editor.storeTarget("extra", path, wrong));
    editor.publish(NOW);
    assertEquals(signed, content(metadata("1.extra.json")));
    open(all()).verifyTargets();

    RoleDocument next = open(all()).exportRole("extra");
    assertEquals(Set.of(extra.publicKey().keyId()), next.signedKeyIds());
    next.addTarget(TargetPath.of("elsewhere"), source);
    next.sign(List.of(extra));
    assertRefused("VERSION_REFUSED", editor, next);
    next.setVersion(5);
    next.sign(List.of(extra));
    assertRefused("PATH_REFUSED", editor, next);
    next.removeTarget(TargetPath.of("elsewhere"));
    next.setExpires(NOW.minusSeconds(1));
    next.sign(List.of(extra));
    editor.importRole("extra", next.toBytes());
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.publish(NOW));
    assertEquals("ALREADY_EXPIRED", e.code());
    next.setExpires(NOW.plusSeconds(100));
    next.sign(List.of(extra));
    editor.importRole("extra", next.toBytes());
    assertTrue(editor.publish(NOW).writtenFiles().contains("5.extra.json"));
  }

  private static void assertRefused(String code, RepositoryEditor editor, RoleDocument document)
      throws IOException {
    Bytes bytes = document.toBytes();
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.importRole("extra", bytes));
    assertEquals(code, e.code());
  }

  @Test
  void anImportedRoleDelegatesFurther() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    SigningKey deep = TestKeys.ed25519(6);
    RepositoryEditor editor = published();
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    RoleDocument parent = RoleDocument.create("extra", 1, NOW.plusSeconds(100));
    parent.delegate(Delegation.builder("deep", TestKeys.one(extra)).path("x/*").build());
    parent.addDelegationKey("deep", deep.publicKey());
    parent.removeDelegationKey("deep", extra.publicKey().keyId());
    parent.sign(List.of(extra));
    RoleDocument child = RoleDocument.create("deep", 1, NOW.plusSeconds(100));
    child.sign(List.of(deep));
    editor.importRole("extra", parent.toBytes());
    editor.importRole("deep", child.toBytes());
    assertEquals(
        List.of("1.deep.json", "1.extra.json", "2.targets.json", "2.snapshot.json"),
        editor.publish(NOW).writtenFiles().subList(0, 4));
    open(all()).verifyRoles();
  }

  @Test
  void aRootMadeElsewhereIsAdopted() throws Exception {
    published();
    SigningKey newTimestamp = TestKeys.ed25519(14);
    RepositoryEditor ceremony = open(List.of(root));
    ceremony.rotateRoot(TestKeys.policy(root, targets, snapshot, newTimestamp));
    Bytes next = ceremony.prepare(NOW).findRole("root").orElseThrow().toBytes();

    RepositoryEditor online = open(List.of(newTimestamp, timestamp));
    online.adoptRoot(next);
    assertEquals(List.of("timestamp.json", "2.root.json"), online.publish(NOW).writtenFiles());
    assertEquals(next, online.rootFile());
    assertThrows(VerificationException.class, () -> online.adoptRoot(next));

    RepositoryEditor fresh =
        RepositoryEditor.create(
            directory.resolve("fresh"),
            next,
            EditorOptions.defaults(),
            List.of(targets, snapshot, newTimestamp));
    assertEquals(2, fresh.publish(NOW).rootVersion());
  }

  @Test
  void aRepositoryMovesToAnotherRoot() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository,
            policy(),
            EditorOptions.defaults(),
            List.of(root, targets, snapshot, timestamp, extra));
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    editor.addTarget(A, content("a"));
    editor.addTarget(
        TargetPath.of("x/y"), content("y"), TargetOptions.builder().role("extra").build());
    editor.publish(NOW);
    SigningKey other = TestKeys.ed25519(21);
    Bytes otherRoot =
        RepositoryEditor.create(
                directory.resolve("ceremony"),
                TestKeys.policy(other, other, other, other),
                EditorOptions.defaults(),
                List.of(other))
            .prepare(NOW)
            .findRole("root")
            .orElseThrow()
            .toBytes();
    String delegated = metadata("1.extra.json");
    RepositoryEditor moved =
        RepositoryEditor.transfer(
            editor,
            directory.resolve("moved"),
            otherRoot,
            EditorOptions.defaults(),
            List.of(other));
    assertEquals(2, moved.publish(NOW).targetsVersion());
    moved.verifyTargets();
    repository = directory.resolve("moved");
    assertEquals(delegated, metadata("1.extra.json"));
    assertEquals(List.of(A), open(List.of()).targetPaths("targets"));
  }

  @Test
  void signersAtHandSignNothingThatCameInABundle() throws Exception {
    published();
    RepositoryEditor thief = open(List.of());
    thief.addTarget(B, content("planted"));
    SigningBundle planted = carried(thief.prepare(NOW));
    RepositoryEditor idle = open(all());
    assertEquals(
        Map.of(), idle.prepare(NOW, planted).findRole("targets").orElseThrow().signatures());
    assertThrows(InsufficientSignersException.class, () -> idle.publish(NOW, planted));
    assertEquals(List.of(), idle.publish(NOW).writtenFiles());

    PendingDocument timestampFile =
        PendingDocument.of(
            "timestamp.json",
            "timestamp",
            content(
                metadata("timestamp.json")
                    .replaceAll("(?s)^.*\"signed\":(.*)\\}\\s*$", "$1")
                    .replace("\"version\":1}", "\"version\":9223372036854775806}")),
            List.of(KeySetRequirement.of("timestamp", List.of(timestamp.publicKey()), 1)));
    assertEquals(Long.MAX_VALUE - 1, timestampFile.version());
    assertThrows(
        InsufficientSignersException.class,
        () -> idle.publish(NOW, SigningBundle.of(List.of(timestampFile))));
  }

  @Test
  void aRefusedBundleLeavesNothingInTheEditor() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    List<SigningKey> signers = List.of(root, targets, snapshot, timestamp, extra);
    RepositoryEditor first =
        RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers);
    first.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    first.publish(NOW);
    RepositoryEditor thief = open(List.of());
    thief.addTarget(B, content("planted"));
    SigningBundle planted = carried(thief.prepare(NOW));
    RepositoryEditor editor = open(signers);
    TargetPath mine = TargetPath.of("x/mine");
    editor.addTarget(mine, content("m"), TargetOptions.builder().role("extra").build());
    assertThrows(IOException.class, () -> editor.prepare(NOW, planted));
    assertThrows(IOException.class, () -> editor.publish(NOW, planted));
    assertEquals(List.of(), editor.targetPaths("targets"));
    editor.publish(NOW);
    assertEquals(List.of(), open(signers).targetPaths("targets"));
    assertEquals(List.of(mine), open(signers).targetPaths("extra"));
  }

  @Test
  void aBundleThatComesTooLateLeavesNothingInTheEditor() throws Exception {
    published();
    RepositoryEditor preparing = open(List.of());
    preparing.addTarget(B, content("b"));
    SigningBundle bundle = preparing.prepare(NOW).sign(List.of(targets));
    RepositoryEditor late = open(all());
    open(all()).refreshTimestamp(NOW);
    assertEquals(
        "REPOSITORY_CHANGED",
        assertThrows(StateConflictException.class, () -> late.publish(NOW, bundle)).code());
    assertEquals(List.of(A), late.targetPaths("targets"));
  }

  /** Returns a bundle with the next root, signed, after somebody changed its text. */
  private SigningBundle rootThatSays(String from, String to) throws IOException {
    RepositoryEditor ceremony = open(List.of());
    ceremony.renew("root");
    PendingDocument made = ceremony.prepare(NOW).findRole("root").orElseThrow();
    String text = new String(made.canonical().toByteArray(), StandardCharsets.UTF_8);
    assertTrue(text.contains(from));
    return SigningBundle.of(
        List.of(
            PendingDocument.of(
                    made.fileName(), "root", content(text.replace(from, to)), made.keySets())
                .sign(List.of(root))));
  }

  @Test
  void aBundleCannotTakeConsistentSnapshotsAway() throws Exception {
    published();
    SigningBundle bundle =
        rootThatSays("\"consistent_snapshot\":true", "\"consistent_snapshot\":false");
    RepositoryEditor editor = open(all());
    assertThrows(UnsupportedFormatException.class, () -> editor.publish(NOW, bundle));
    open(all()).verifyTargets();
  }

  @Test
  void aBundleThatTookTooLongPublishesNoExpiredRoot() throws Exception {
    published();
    SigningBundle bundle = rootThatSays("\"_type\":\"root\"", "\"_type\":\"root\"");
    Instant expires = bundle.describe().get(0).expires();
    RepositoryEditor editor = open(all());
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.publish(expires, bundle));
    assertEquals("ALREADY_EXPIRED", e.code());
    assertEquals(2, editor.publish(expires.minusSeconds(1), bundle).rootVersion());
  }

  @Test
  void aBundleWithAnotherRootThanTheAdoptedOneIsRefused() throws Exception {
    published();
    SigningBundle bundle = rootThatSays("\"_type\":\"root\"", "\"_type\":\"root\"");
    RepositoryEditor editor = open(all());
    editor.adoptRoot(bundle.findRole("root").orElseThrow().toBytes());
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.publish(NOW, bundle));
    assertEquals("BUNDLE_DIFFERS", e.code());
    assertEquals(2, editor.publish(NOW).rootVersion());
  }

  @Test
  void aRootWhoseFileWouldNotBeFoundIsRefused() throws Exception {
    RootDocument tooHigh = RootDocument.parse(published().rootFile());
    String text = new String(tooHigh.toBytes().toByteArray(), StandardCharsets.UTF_8);
    String signed =
        text.replaceAll("(?s)^.*\"signed\":(.*)\\}\\s*$", "$1")
            .replace("\"version\":1}", "\"version\":1000000000000000000}");
    Bytes file =
        PendingDocument.of(
                "root.json",
                "root",
                content(signed),
                List.of(KeySetRequirement.of("root", List.of(root.publicKey()), 1)))
            .sign(List.of(root))
            .toBytes();
    assertThrows(
        UnsupportedFormatException.class,
        () ->
            RepositoryEditor.create(
                directory.resolve("fresh"), file, EditorOptions.defaults(), all()));
  }

  @Test
  void anExpiryIsInTheFutureAfterItsFractionIsCutOff() throws Exception {
    RepositoryEditor editor = published();
    editor.setExpires("targets", NOW.plusMillis(100));
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.publish(NOW));
    assertEquals("ALREADY_EXPIRED", e.code());
  }

  private static String refusal(RepositoryEditor editor) {
    return assertThrows(StateConflictException.class, () -> editor.publish(NOW)).code();
  }

  @Test
  void anImportedRoleNeedsTheFilesOfItsTargets() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    RepositoryEditor editor = published();
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    RoleDocument document = RoleDocument.create("extra", 1, NOW.plusSeconds(100));
    Path source = Files.writeString(directory.resolve("source"), "y");
    document.addTarget(TargetPath.of("x/y"), source);
    document.sign(List.of(extra));
    Map<String, String> before = metadata();
    editor.importRole("extra", document.toBytes());
    assertEquals("TARGET_FILE_MISSING", refusal(editor));
    assertEquals(before, metadata());
    editor.storeTarget("extra", TargetPath.of("x/y"), source);
    editor.publish(NOW);
    open(all()).verifyTargets();
  }

  @Test
  void anImportedRoleNeedsTheRolesToWhichItDelegates() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    RepositoryEditor editor = published();
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    RoleDocument parent = RoleDocument.create("extra", 1, NOW.plusSeconds(100));
    parent.delegate(Delegation.builder("deep", TestKeys.one(extra)).path("x/*").build());
    parent.sign(List.of(extra));
    editor.importRole("extra", parent.toBytes());
    assertEquals("ROLE_MISSING", refusal(editor));
    RoleDocument binned = RoleDocument.create("extra", 1, NOW.plusSeconds(100));
    binned.delegateSuccinct(SuccinctDelegation.of("bin", TestKeys.one(extra), 32));
    binned.sign(List.of(extra));
    editor.importRole("extra", binned.toBytes());
    assertEquals("ROLE_MISSING", refusal(editor));
  }

  @Test
  void anImportedRoleMustBeSignedByTheKeysItHasWhenItIsPublished() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    RepositoryEditor editor = published();
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    RoleDocument document = RoleDocument.create("extra", 1, NOW.plusSeconds(100));
    document.sign(List.of(extra));
    editor.importRole("extra", document.toBytes());
    editor.delegate(Delegation.builder("extra", TestKeys.one(targets)).path("x/*").build());
    assertThrows(SignatureThresholdException.class, () -> editor.publish(NOW));
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    assertEquals(4, editor.publish(NOW).writtenFiles().size());
  }

  @Test
  void targetsOfABundleHaveTheirFilesInTheRepository() throws Exception {
    published();
    RepositoryEditor preparing = open(List.of());
    preparing.addTarget(B, content("b"));
    SigningBundle bundle = preparing.prepare(NOW).sign(List.of(targets));
    Files.delete(file("b", B, DigestAlgorithm.SHA256));
    RepositoryEditor online = open(List.of(snapshot, timestamp));
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> online.publish(NOW, bundle));
    assertEquals("TARGET_FILE_MISSING", e.code());
    assertEquals(List.of(A), online.targetPaths("targets"));
  }

  @Test
  void cve_2026_6968_absoluteNamesOfTargetsAreNeitherPublishedNorWritten() throws Exception {
    published();
    RepositoryEditor preparing = open(List.of());
    preparing.addTarget(B, content("b"));
    PendingDocument made = preparing.prepare(NOW).findRole("targets").orElseThrow();
    Path outside = directory.resolve("outside");
    for (String name : List.of(outside.toString(), "/", "//host/x", "../../outside", "x/../../y")) {
      String text = new String(made.canonical().toByteArray(), StandardCharsets.UTF_8);
      Bytes signed = content(text.replace("\"b.img\"", '"' + name + '"'));
      SigningBundle bundle =
          SigningBundle.of(
              List.of(
                  PendingDocument.of(made.fileName(), "targets", signed, made.keySets())
                      .sign(List.of(targets))));
      RepositoryEditor editor = open(all());
      StateConflictException e =
          assertThrows(StateConflictException.class, () -> editor.publish(NOW, bundle), name);
      assertEquals("PATH_REFUSED", e.code());
      assertFalse(Files.exists(outside));
    }
    assertFalse(metadata().containsKey("2.targets.json"));
  }

  @Test
  void versionsOfDelegatedRolesWithChangesGoOnAfterATransfer() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    SigningKey next = TestKeys.ed25519(6);
    List<SigningKey> signers = List.of(root, targets, snapshot, timestamp, extra, next);
    RepositoryEditor editor =
        RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers);
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    editor.delegate(Delegation.builder("other", TestKeys.one(extra)).path("y/*").build());
    editor.setVersion("extra", 7);
    editor.setVersion("other", 9);
    editor.publish(NOW);
    editor.addTarget(
        TargetPath.of("x/y"), content("y"), TargetOptions.builder().role("extra").build());
    editor.delegate(Delegation.builder("other", TestKeys.one(next)).path("y/*").build());
    RepositoryEditor moved =
        RepositoryEditor.transfer(
            editor,
            directory.resolve("moved"),
            editor.rootFile(),
            EditorOptions.defaults(),
            signers);
    List<String> written = moved.publish(NOW).writtenFiles();
    assertTrue(written.contains("8.extra.json"), written::toString);
    assertTrue(written.contains("10.other.json"), written::toString);
    RepositoryEditor.open(directory.resolve("moved"), EditorOptions.defaults(), List.of())
        .verifyTargets();
  }

  @Test
  void moreDocumentsThanABundleHoldsAreALimit() throws Exception {
    RepositoryEditor editor = published();
    editor.delegateSuccinct("targets", SuccinctDelegation.of("bin", TestKeys.one(targets), 15));
    assertThrows(LimitExceededException.class, () -> editor.prepare(NOW));
  }
}
