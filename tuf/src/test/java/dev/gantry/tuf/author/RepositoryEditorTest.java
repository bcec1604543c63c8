// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.LockProbe;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class RepositoryEditorTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final TargetPath A = TargetPath.of("dir/a.img");
  private static final TargetPath B = TargetPath.of("b.img");

  @TempDir Path directory;
  private Path repository;
  private SigningKey root;
  private SigningKey targets;
  private SigningKey snapshot;
  private SigningKey timestamp;

  @BeforeEach
  void makeKeys() throws IOException {
    repository = directory.resolve("repository");
    root = TestKeys.ed25519(1);
    targets = TestKeys.ed25519(2);
    snapshot = TestKeys.ed25519(3);
    timestamp = TestKeys.ed25519(4);
  }

  private List<SigningKey> all() {
    return List.of(root, targets, snapshot, timestamp);
  }

  private RepositoryPolicy policy() {
    return TestKeys.policy(root, targets, snapshot, timestamp);
  }

  private static Bytes content(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private RepositoryEditor create() throws IOException {
    return RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), all());
  }

  private RepositoryEditor open(List<SigningKey> signers) throws IOException {
    return RepositoryEditor.open(repository, EditorOptions.defaults(), signers);
  }

  private RepositoryEditor published() throws IOException {
    RepositoryEditor editor = create();
    editor.addTarget(A, content("a"));
    editor.publish(NOW);
    return editor;
  }

  private Map<String, String> metadata() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(repository.resolve("metadata"))) {
      for (Path file : (Iterable<Path>) list::iterator) {
        files.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return files;
  }

  private String metadata(String fileName) throws IOException {
    return Files.readString(repository.resolve("metadata").resolve(fileName));
  }

  private Path file(String text, TargetPath path, DigestAlgorithm algorithm) {
    String hash = Digest.compute(algorithm, content(text)).hex();
    Path parent = repository.resolve("targets").resolve(path.value()).getParent();
    return java.util.Objects.requireNonNull(parent).resolve(hash + "." + path.fileName());
  }

  @Test
  void aRefusedEditorOfThisProcessLeavesTheLockToItsHolder() throws Exception {
    RepositoryEditor first = published();
    RepositoryEditor second = open(all());
    first.addTarget(B, content("b"));
    second.addTarget(B, content("other"));
    List<String> answers = new ArrayList<>();
    first.beforeWrite(
        fileName -> {
          if (fileName.equals("timestamp.json")) {
            StateConflictException e =
                assertThrows(StateConflictException.class, () -> second.publish(NOW));
            answers.add(e.code());
            try {
              answers.add(LockProbe.tryLock(repository.resolve(".gantry-editor.lock")));
            } catch (InterruptedException interrupted) {
              throw new InterruptedIOException();
            }
          }
        });
    first.publish(NOW);
    assertEquals(List.of("REPOSITORY_LOCKED", "refused"), answers);
  }

  @Test
  void whatAnotherEditorPublishesRightAfterwardsIsNotOverwritten() throws IOException {
    RepositoryEditor first = published();
    first.addTarget(B, content("b"));
    TargetPath between = TargetPath.of("between");
    first.beforeWrite(
        new RepositoryEditor.BeforeWrite() {
          @Override
          public void write(String fileName) {}

          @Override
          public void unlocked() throws IOException {
            RepositoryEditor second = open(all());
            second.addTarget(between, content("between"));
            second.publish(NOW);
          }
        });
    first.publish(NOW);
    first.addTarget(TargetPath.of("late"), content("late"));
    StateConflictException e = assertThrows(StateConflictException.class, () -> first.publish(NOW));
    assertEquals("REPOSITORY_CHANGED", e.code());
    assertEquals(List.of(B, between, A), open(all()).targetPaths("targets"));
  }

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
  void whatClientsCouldNotReadIsNotPublished() throws IOException {
    RepositoryEditor editor = published();
    Map<String, String> before = metadata();
    // A pattern longer than any string that is read.
    Delegation delegation =
        Delegation.builder("extra", TestKeys.one(targets)).path("x".repeat((1 << 20) + 1)).build();
    editor.delegate(delegation);
    assertThrows(GantryException.class, () -> editor.publish(NOW));
    assertEquals(before, metadata());
    editor.undelegate("extra");
    editor.addTarget(B, content("b"));
    editor.publish(NOW);
    assertEquals(List.of(B, A), open(all()).targetPaths("targets"));
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
      try (var golden = getClass().getResourceAsStream("golden/" + file.getKey())) {
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
  void rolesAreRenewed() throws Exception {
    RepositoryEditor editor = published();
    editor.renew("targets");
    editor.renew("root");

    assertEquals(
        List.of("2.targets.json", "2.snapshot.json", "timestamp.json", "2.root.json"),
        editor.publish(NOW.plus(Duration.ofDays(100))).writtenFiles());
    assertEquals(List.of(), editor.publish(NOW.plus(Duration.ofDays(100))).writtenFiles());
    assertThrows(IllegalArgumentException.class, () -> editor.renew("timestamp"));
    assertThrows(IllegalArgumentException.class, () -> editor.renew("nobody"));
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
  void rotationIsSignedByOldAndNewKeysAndRootComesLast() throws Exception {
    RepositoryEditor editor = published();
    SigningKey newRoot = TestKeys.ed25519(11);
    SigningKey newTimestamp = TestKeys.ed25519(14);
    RepositoryPolicy next = TestKeys.policy(newRoot, targets, snapshot, newTimestamp);
    editor.rotateRoot(next);

    InsufficientSignersException e =
        assertThrows(InsufficientSignersException.class, () -> editor.publish(NOW));
    assertEquals("root", e.role());
    RepositoryEditor newOnly = open(List.of(newRoot, newTimestamp));
    newOnly.rotateRoot(next);
    InsufficientSignersException old =
        assertThrows(InsufficientSignersException.class, () -> newOnly.publish(NOW));
    assertEquals("root of root 1", old.role());
    RepositoryEditor both = open(List.of(root, timestamp, newRoot, newTimestamp));
    both.rotateRoot(next);
    assertEquals(List.of("timestamp.json", "2.root.json"), both.publish(NOW).writtenFiles());
    assertTrue(metadata("timestamp.json").contains(timestamp.publicKey().keyId()));
    assertTrue(metadata("timestamp.json").contains(newTimestamp.publicKey().keyId()));
    assertEquals(List.of(), both.publish(NOW).writtenFiles());
    // From now on the new key alone signs, and the old one no longer suffices.
    assertEquals(3, open(List.of(newTimestamp)).refreshTimestamp(NOW).timestampVersion());
    assertFalse(metadata("timestamp.json").contains(timestamp.publicKey().keyId()));
    assertThrows(
        InsufficientSignersException.class, () -> open(List.of(timestamp)).refreshTimestamp(NOW));
  }

  @Test
  void lostKeysAreReplacedWithTheRootBeforeTheTimestamp() throws Exception {
    published();
    SigningKey newTimestamp = TestKeys.ed25519(14);
    RepositoryEditor editor = open(List.of(root, newTimestamp));
    editor.rotateRoot(TestKeys.policy(root, targets, snapshot, newTimestamp));

    assertEquals(List.of("2.root.json", "timestamp.json"), editor.publish(NOW).writtenFiles());
    open(List.of());
  }

  @Test
  void aRotationThatBrokeOffIsFinishedOnRequest() throws Exception {
    published();
    SigningKey newTimestamp = TestKeys.ed25519(14);
    RepositoryEditor editor = open(List.of(root, newTimestamp));
    editor.rotateRoot(TestKeys.policy(root, targets, snapshot, newTimestamp));
    editor.beforeWrite(
        fileName -> {
          if (fileName.equals("timestamp.json")) {
            throw new IOException("power cut");
          }
        });
    assertThrows(IOException.class, () -> editor.publish(NOW));

    assertThrows(SignatureThresholdException.class, () -> open(List.of()));
    RepositoryEditor finisher =
        RepositoryEditor.open(
            repository, EditorOptions.builder().finishRotation().build(), List.of(newTimestamp));
    assertEquals(List.of("timestamp.json"), finisher.publish(NOW).writtenFiles());
    open(List.of());
  }

  @Test
  void aCrashBetweenTwoWritesLeavesTheOldRepository() throws Exception {
    int crashes = 0;
    for (String crashAt :
        List.of("2.extra.json", "2.targets.json", "2.snapshot.json", "timestamp.json")) {
      repository = directory.resolve("crash-" + crashAt);
      SigningKey extra = TestKeys.ed25519(5);
      List<SigningKey> signers = List.of(root, targets, snapshot, timestamp, extra);
      RepositoryEditor editor =
          RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers);
      editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
      editor.addTarget(A, content("a"));
      editor.publish(NOW);
      editor.addTarget(B, content("b"));
      editor.addTarget(
          TargetPath.of("x/y"), content("y"), TargetOptions.builder().role("extra").build());
      editor.beforeWrite(
          fileName -> {
            if (fileName.equals(crashAt)) {
              throw new IOException("power cut");
            }
          });
      assertThrows(IOException.class, () -> editor.publish(NOW));
      assertThrows(IllegalStateException.class, () -> editor.publish(NOW));
      crashes++;

      RepositoryEditor again = open(signers);
      assertEquals(List.of(A), again.targetPaths("targets"));
      again.verifyTargets();
      again.addTarget(B, content("other"));
      assertEquals(2, again.publish(NOW).targetsVersion());
      open(signers).verifyTargets();
    }
    assertEquals(4, crashes);
  }

  @Test
  void theFirstEditorToPublishWins() throws Exception {
    published();
    RepositoryEditor one = open(all());
    RepositoryEditor two = open(all());
    one.addTarget(B, content("one"));
    two.addTarget(B, content("two"));
    one.publish(NOW);

    StateConflictException e = assertThrows(StateConflictException.class, () -> two.publish(NOW));

    assertEquals("REPOSITORY_CHANGED", e.code());
    assertThrows(StateConflictException.class, () -> create());
  }

  @Test
  void anEditorThatPublishesKeepsOthersOut() throws Exception {
    RepositoryEditor editor = published();
    RepositoryEditor other = open(all());
    other.addTarget(B, content("b"));
    editor.addTarget(B, content("b"));
    editor.beforeWrite(
        fileName -> {
          StateConflictException e =
              assertThrows(StateConflictException.class, () -> other.publish(NOW));
          assertEquals("REPOSITORY_LOCKED", e.code());
        });

    assertEquals(3, editor.publish(NOW).writtenFiles().size());
  }

  @Test
  void openingVerifiesEverything() throws Exception {
    published();
    for (String name :
        List.of("1.root.json", "1.targets.json", "1.snapshot.json", "timestamp.json")) {
      Path file = repository.resolve("metadata").resolve(name);
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < good.length; i += 37) {
        byte[] bad = good.clone();
        bad[i] ^= 1;
        Files.write(file, bad);
        assertThrows(GantryException.class, () -> open(all()), name + " at " + i);
      }
      Files.write(file, good);
    }
    open(all()).verifyTargets();
    Files.writeString(file("a", A, DigestAlgorithm.SHA256), "b");
    assertThrows(DigestMismatchException.class, () -> open(all()).verifyTargets());
    Files.delete(file("a", A, DigestAlgorithm.SHA256));
    assertThrows(StateConflictException.class, () -> open(all()).verifyTargets());
  }

  @Test
  void openingTrustsTheRootItIsGiven() throws Exception {
    RepositoryEditor editor = published();
    Bytes firstRoot = editor.rootFile();
    editor.renew("root");
    editor.publish(NOW);
    EditorOptions trusting = EditorOptions.builder().trustedRoot(firstRoot).build();
    RepositoryEditor.open(repository, trusting, all());
    Files.delete(repository.resolve("metadata/1.root.json"));
    RepositoryEditor.open(repository, trusting, all());

    Path foreign = directory.resolve("foreign");
    SigningKey other = TestKeys.ed25519(21);
    RepositoryEditor thief =
        RepositoryEditor.create(
            foreign,
            TestKeys.policy(other, other, other, other),
            EditorOptions.defaults(),
            List.of(other));
    thief.publish(NOW);
    thief.renew("root");
    thief.publish(NOW);
    assertThrows(
        VerificationException.class, () -> RepositoryEditor.open(foreign, trusting, all()));
    StateConflictException e =
        assertThrows(
            StateConflictException.class,
            () ->
                RepositoryEditor.open(
                    directory.resolve("nowhere"), EditorOptions.defaults(), all()));
    assertEquals("NO_REPOSITORY", e.code());
  }

  @Test
  void rolesThatCameBackGoOnFromTheirVersion() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    List<SigningKey> signers = List.of(root, targets, snapshot, timestamp, extra);
    Delegation delegation = Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build();
    RepositoryEditor editor =
        RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers);
    editor.delegate(delegation);
    editor.publish(NOW);
    editor.undelegate("extra");
    editor.publish(NOW);
    assertFalse(metadata("2.targets.json").contains("extra"));
    assertTrue(metadata("2.snapshot.json").contains("extra.json"));
    RepositoryEditor later = open(signers);
    assertThrows(IllegalArgumentException.class, () -> later.undelegate("extra"));
    later.delegate(delegation);

    assertEquals("2.extra.json", later.publish(NOW).writtenFiles().get(0));
  }

  @Test
  void delegationsKeepTheirOrderKeysAndPaths() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    SigningKey deep = TestKeys.ed25519(6);
    List<SigningKey> signers = List.of(root, targets, snapshot, timestamp, extra, deep);
    RepositoryEditor editor =
        RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers);
    editor.delegate(Delegation.builder("9", TestKeys.one(extra)).path("x/*").build());
    editor.delegate(Delegation.builder("10", TestKeys.one(extra)).pathHashPrefix("0").build());
    editor.delegate("9", Delegation.builder("deep", TestKeys.one(deep)).path("x/deep*").build());
    TargetOptions inDeep = TargetOptions.builder().role("deep").build();
    editor.addTarget(TargetPath.of("x/deep1"), content("d"), inDeep);

    assertThrows(
        IllegalArgumentException.class,
        () -> editor.addTarget(TargetPath.of("x/other"), content("d"), inDeep));
    assertThrows(
        IllegalArgumentException.class,
        () -> editor.delegate(Delegation.builder("deep", TestKeys.one(deep)).path("*").build()));
    assertThrows(
        IllegalArgumentException.class,
        () -> editor.addTarget(A, content("a"), TargetOptions.builder().role("no").build()));
    editor.publish(NOW);
    // A replaced delegation keeps its place.
    editor.delegate(Delegation.builder("9", TestKeys.one(extra)).path("x/*").path("z").build());
    assertEquals(
        List.of("2.targets.json", "2.snapshot.json", "timestamp.json"),
        editor.publish(NOW).writtenFiles());
    String text = metadata("2.targets.json");
    assertTrue(text.indexOf("\"name\":\"9\"") < text.indexOf("\"name\":\"10\""));
    RepositoryEditor again = open(signers);
    assertEquals(List.of(TargetPath.of("x/deep1")), again.targetPaths("deep"));
    again.undelegate("9");
    assertThrows(IllegalArgumentException.class, () -> again.targetPaths("deep"));
  }

  @Test
  void newKeysOfADelegationSignItAgain() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    SigningKey next = TestKeys.ed25519(6);
    List<SigningKey> signers = List.of(root, targets, snapshot, timestamp, extra, next);
    RepositoryEditor editor =
        RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers);
    editor.delegate(Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build());
    editor.publish(NOW);
    editor.delegate(Delegation.builder("extra", TestKeys.one(next)).path("x/*").build());

    assertEquals(
        List.of("2.extra.json", "2.targets.json", "2.snapshot.json", "timestamp.json"),
        editor.publish(NOW).writtenFiles());
    String targetsFile = metadata("2.targets.json");
    assertFalse(targetsFile.contains(extra.publicKey().keyId()));
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
  void cve_2026_6968_linksDoNotLeadWritesAway() throws Exception {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    RepositoryEditor editor = create();
    Files.createDirectories(repository.resolve("targets"));
    Files.createSymbolicLink(repository.resolve("targets/dir"), outside);

    StateConflictException e =
        assertThrows(StateConflictException.class, () -> editor.addTarget(A, content("a")));
    assertEquals("TARGET_DIRECTORY", e.code());
    Path victim = Files.writeString(outside.resolve("victim"), "precious");
    Files.createSymbolicLink(repository.resolve("metadata/timestamp.json"), victim);
    RepositoryEditor fresh = create();
    fresh.publish(NOW);
    assertEquals("precious", Files.readString(victim));
    assertFalse(Files.isSymbolicLink(repository.resolve("metadata/timestamp.json")));
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

  @Test
  void delegationsMustMakeSense() throws Exception {
    KeyPolicy keys = TestKeys.one(root);
    for (String name : List.of("", "root", "targets", "../x", "a/b", "a b", ".x", "é")) {
      assertThrows(IllegalArgumentException.class, () -> Delegation.builder(name, keys), name);
    }
    assertThrows(IllegalStateException.class, () -> Delegation.builder("x", keys).build());
    assertThrows(
        IllegalStateException.class,
        () -> Delegation.builder("x", keys).path("*").pathHashPrefix("0").build());
    assertThrows(
        IllegalArgumentException.class, () -> Delegation.builder("x", keys).pathHashPrefix("G"));
  }
}
