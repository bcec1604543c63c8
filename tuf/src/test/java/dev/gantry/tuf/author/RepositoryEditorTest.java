// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RepositoryEditorTest extends RepositoryFixture {
  private static TargetOptions custom(int depth) {
    String json = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    return TargetOptions.builder().customJson(json).build();
  }

  @Test
  void customDataIsAsDeepAsClientsRead() throws IOException {
    RepositoryEditor editor = published();
    for (int tooDeep : new int[] {61, 64, 65, 10_000}) {
      TargetOptions options = custom(tooDeep);
      assertThrows(
          IllegalArgumentException.class, () -> editor.addTarget(B, content("b"), options));
    }
    assertEquals(List.of(A), editor.targetPaths("targets"));
    editor.addTarget(B, content("b"), custom(60));
    editor.publish(NOW);
    assertEquals(List.of(B, A), open(all()).targetPaths("targets"));
  }

  @Test
  void noMetadataExpiresAfterTheYear9999() throws IOException {
    for (Duration tooLong :
        List.of(
            Duration.between(NOW, Instant.parse("+10000-01-01T00:00:01Z")),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      RoleLifetimes lifetimes =
          new RoleLifetimes(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), tooLong);
      RepositoryEditor editor =
          RepositoryEditor.create(
              repository, policy(), EditorOptions.builder().lifetimes(lifetimes).build(), all());
      assertThrows(IllegalArgumentException.class, () -> editor.publish(NOW));
      assertEquals(Map.of(), metadata());
    }
    Duration longest = Duration.between(NOW, Instant.parse("9999-12-31T23:59:59.999Z"));
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository,
            policy(),
            EditorOptions.builder()
                .lifetimes(new RoleLifetimes(longest, longest, longest, longest))
                .build(),
            all());
    editor.publish(NOW);
    assertEquals(1, open(all()).publish(NOW).timestampVersion());
  }

  @Test
  void noVersionFollowsTheHighest() throws IOException {
    published();
    Path file = repository.resolve("metadata/timestamp.json");
    SignedFile old = SignedFile.parse(content(Files.readString(file)), "test", "timestamp");
    ObjectNode signed = old.signed();
    signed.put("version", SignedFile.MAX_VERSION);
    SignedFile root = SignedFile.parse(content(metadata("1.root.json")), "test", "root");
    RoleKeySet keys = RoleKeySet.ofRoot(root.signed(), "timestamp", "root");
    SignedFile highest = new SignerSet(all()).sign(signed, List.of(keys));
    Files.write(file, highest.bytes().toByteArray());
    RepositoryEditor editor = open(all());
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.refreshTimestamp(NOW));
    assertEquals("VERSIONS_EXHAUSTED", e.code());
    assertEquals(highest.bytes(), content(metadata("timestamp.json")));
  }

  /** The README beside the golden files says how they were made. */
  @Test
  void equalInputMakesEqualBytes() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository,
            policy(),
            EditorOptions.defaults(),
            List.of(root, targets, snapshot, timestamp, extra));
    editor.addTarget(
        B, content("b"), TargetOptions.builder().customJson("{\"z\":1,\"a\":\"\u00e9\"}").build());
    editor.addTarget(A, content("a"));
    editor.delegate(
        Delegation.builder("extra", TestKeys.one(extra)).path("extra/*").terminating(true).build());
    editor.publish(NOW);

    Map<String, String> files = metadata();
    assertEquals(
        List.of(
            "1.extra.json", "1.root.json", "1.snapshot.json", "1.targets.json", "timestamp.json"),
        List.copyOf(files.keySet()));
    for (Map.Entry<String, String> file : files.entrySet()) {
      try (var golden = RepositoryEditorTest.class.getResourceAsStream("golden/" + file.getKey())) {
        String expected =
            golden == null ? "absent" : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(expected, file.getValue(), file.getKey());
      }
    }
  }

  @Test
  void publishesInAnOrderThatClientsSurvive() throws Exception {
    RepositoryEditor editor = create();
    editor.addTarget(A, content("a"));

    PublishedRepository first = editor.publish(NOW);

    assertEquals(
        List.of("1.targets.json", "1.snapshot.json", "timestamp.json", "1.root.json"),
        first.writtenFiles());
    assertEquals("a", Files.readString(file("a", A, DigestAlgorithm.SHA256)));
    assertTrue(metadata("timestamp.json").contains("\"expires\":\"2026-01-09T03:04:05Z\""));
  }

  @Test
  void onlyWhatChangedGetsANewVersion() throws Exception {
    RepositoryEditor editor = published();

    assertEquals(List.of(), editor.publish(NOW).writtenFiles());
    editor.addTarget(B, content("b"));
    editor.removeTarget(B);
    editor.addTarget(A, content("a"));
    assertEquals(List.of(), editor.publish(NOW.plusSeconds(60)).writtenFiles());
    editor.addTarget(B, content("b"));
    PublishedRepository second = editor.publish(NOW.plusSeconds(60));
    assertEquals(
        List.of("2.targets.json", "2.snapshot.json", "timestamp.json"), second.writtenFiles());
    assertEquals(1, second.rootVersion());
    assertEquals(2, second.timestampVersion());
    assertTrue(metadata().containsKey("1.targets.json"), "old metadata stays");
    assertTrue(editor.removeTarget(A));
    assertFalse(editor.removeTarget(A));
    assertEquals(3, editor.publish(NOW.plusSeconds(120)).targetsVersion());
    assertTrue(Files.exists(file("a", A, DigestAlgorithm.SHA256)), "its file stays too");
    assertEquals(List.of(B), editor.targetPaths("targets"));
  }

  @Test
  void timestampIsRefreshedAlone() throws Exception {
    published();

    RepositoryEditor editor = open(List.of(timestamp));
    PublishedRepository refreshed = editor.refreshTimestamp(NOW.plus(Duration.ofDays(5)));

    assertEquals(List.of("timestamp.json"), refreshed.writtenFiles());
    assertEquals(2, refreshed.timestampVersion());
    assertEquals(1, refreshed.snapshotVersion());
    assertEquals(3, editor.refreshTimestamp(NOW).timestampVersion());
    editor.removeTarget(A);
    assertThrows(IllegalStateException.class, () -> editor.refreshTimestamp(NOW));
  }

  @Test
  void thresholdsThatCannotBeMetAreTypedAndNothingIsWritten() throws Exception {
    RepositoryPolicy two =
        new RepositoryPolicy(
            KeyPolicy.of(2, root.publicKey(), targets.publicKey()),
            TestKeys.one(targets),
            KeyPolicy.of(2, snapshot.publicKey(), TestKeys.ed25519(9).publicKey()),
            TestKeys.one(timestamp));
    RepositoryEditor editor =
        RepositoryEditor.create(repository, two, EditorOptions.defaults(), all());

    InsufficientSignersException e =
        assertThrows(InsufficientSignersException.class, () -> editor.publish(NOW));

    assertEquals("snapshot", e.role());
    assertEquals(2, e.needed());
    assertEquals(1, e.available());
    assertEquals(Map.of(), metadata());
  }

  @Test
  void aSignerThatLiesIsRefused() throws Exception {
    SigningKey other = TestKeys.ed25519(8);
    Signer liar =
        new Signer() {
          @Override
          public TufPublicKey publicKey() {
            return timestamp.publicKey();
          }

          @Override
          public Bytes sign(Bytes message) throws IOException {
            return other.sign(message);
          }
        };
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository, policy(), EditorOptions.defaults(), List.of(root, targets, snapshot, liar));

    InvalidSignatureException e =
        assertThrows(InvalidSignatureException.class, () -> editor.publish(NOW));
    assertEquals(timestamp.publicKey().keyId(), e.keyId());
    assertEquals(Map.of(), metadata());
  }

  @Test
  void targetsGetEveryDigestAndFileName() throws Exception {
    Path source = Files.writeString(directory.resolve("source"), "big");
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository,
            policy(),
            EditorOptions.builder().alsoDigest(DigestAlgorithm.SHA512).build(),
            all());
    editor.addTarget(A, source);
    editor.addTarget(
        B, source, TargetOptions.builder().placement(TargetPlacement.HARD_LINK).build());
    editor.publish(NOW);

    for (TargetPath path : List.of(A, B)) {
      for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512)) {
        assertEquals("big", Files.readString(file("big", path, algorithm)));
      }
    }
    assertTrue(Files.isSameFile(source, file("big", B, DigestAlgorithm.SHA256)));
    assertFalse(Files.isSameFile(source, file("big", A, DigestAlgorithm.SHA256)));
    open(all()).verifyTargets();
    try (Stream<Path> files = Files.walk(repository)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
    }
  }

  @Test
  void customDataMustBeAnObjectThatCanBeSigned() throws Exception {
    RepositoryEditor editor = create();
    for (String json : List.of("", "[]", "1", "{\"a\":0.5}", "{\"a\":1,\"a\":2}", "{} x")) {
      TargetOptions options = TargetOptions.builder().customJson(json).build();
      assertThrows(
          IllegalArgumentException.class, () -> editor.addTarget(A, content("a"), options), json);
    }
  }
}
