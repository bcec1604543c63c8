// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.ExpiredMetadataException;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FileFetcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client reads what our editor publishes. */
class RoundTripTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final TargetPath TOP = TargetPath.of("dir/a b.img");
  private static final TargetPath DEEP = TargetPath.of("p/q/x1");
  private static final TargetPath HASHED = TargetPath.of("h/é");

  private static final List<SigningKey> KEYS = new ArrayList<>();

  @TempDir Path directory;
  private RepositoryEditor editor;
  private KeyPolicy everyKind;
  private KeyPolicy others;
  private Bytes firstRoot;

  @BeforeAll
  static void makeKeys() {
    SecureRandom random = new SecureRandom();
    for (KeyAlgorithm algorithm :
        List.of(KeyAlgorithm.ED25519, KeyAlgorithm.ECDSA_P256, KeyAlgorithm.RSA_PSS_2048)) {
      KEYS.add(SigningKey.generate(algorithm, random));
      KEYS.add(SigningKey.generate(algorithm, random));
    }
  }

  private static KeyPolicy policy(int threshold, int... indexes) {
    List<TufPublicKey> keys = new ArrayList<>();
    for (int index : indexes) {
      keys.add(KEYS.get(index).publicKey());
    }
    return KeyPolicy.of(threshold, keys);
  }

  @BeforeEach
  void publish() throws IOException {
    everyKind = policy(3, 0, 2, 4);
    others = policy(2, 1, 3, 5);
    editor =
        RepositoryEditor.create(
            directory.resolve("repository"),
            new RepositoryPolicy(everyKind, everyKind, everyKind, everyKind),
            EditorOptions.builder().alsoDigest(DigestAlgorithm.SHA512).build(),
            KEYS);
    editor.addTarget(TOP, content("top"));
    editor.delegate(Delegation.builder("byPath", everyKind).path("p/*/x?").build());
    editor.delegate(
        "byPath", Delegation.builder("deep", others).path("p/*/x*").terminating(true).build());
    Delegation.Builder byHash = Delegation.builder("byHash", others);
    "0123456789abcdef".chars().forEach(c -> byHash.pathHashPrefix(Character.toString(c)));
    editor.delegate(byHash.build());
    editor.addTarget(DEEP, content("deep"), TargetOptions.builder().role("deep").build());
    editor.addTarget(
        HASHED,
        content("hash"),
        TargetOptions.builder().role("byHash").customJson("{\"n\":1}").build());
    editor.publish(NOW);
    firstRoot = editor.rootFile();
  }

  private static Bytes content(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private TufClient client(String store, Instant now) throws IOException {
    Path repository = editor.directory();
    return TufClient.builder(
            firstRoot,
            TrustedStore.open(directory.resolve(store)),
            FileFetcher.of(repository.resolve("metadata")),
            FileFetcher.of(repository.resolve("targets")))
        .clock(() -> now)
        .build();
  }

  private void assertReadable(String store, String top) throws IOException {
    TufClient client = client(store, NOW);
    TrustedView view = client.refresh();
    assertEquals(content(top), client.read(view.require(TOP), 100));
    assertEquals(content("deep"), client.read(view.require(DEEP), 100));
    Target hashed = view.require(HASHED);
    assertEquals(content("hash"), client.read(hashed, 100));
    assertEquals("byHash", hashed.roleName());
    assertEquals("{\"n\":1}", hashed.customJson().orElseThrow());
    assertEquals("deep", view.require(DEEP).roleName());
  }

  @Test
  void delegationsAndEveryKindOfKey() throws Exception {
    assertReadable("fresh", "top");
    TufClient client = client("fresh", NOW);
    Path file = directory.resolve("downloaded");
    client.download(client.refresh().require(TOP), file, DownloadOptions.defaults());
    assertEquals("top", Files.readString(file));
  }

  @Test
  void everyMomentOfARotationIsReadable() throws Exception {
    assertReadable("old", "top");
    editor.rotateRoot(new RepositoryPolicy(others, others, everyKind, others));
    editor.addTarget(TOP, content("new"));
    List<String> seen = new ArrayList<>();
    editor.beforeWrite(
        fileName -> {
          seen.add(fileName);
          String top = seen.contains("2.root.json") ? "new" : "top";
          assertReadable("old", top);
          assertReadable("fresh" + seen.size(), top);
        });

    editor.publish(NOW);

    assertTrue(seen.containsAll(List.of("2.root.json", "timestamp.json")), seen::toString);
    assertReadable("old", "new");
    assertReadable("brand-new", "new");
  }

  @Test
  void manyPublicationsAndRotations() throws Exception {
    for (int i = 0; i < 6; i++) {
      if (i % 2 == 0) {
        KeyPolicy next = i % 4 == 0 ? others : everyKind;
        editor.rotateRoot(new RepositoryPolicy(next, next, next, next));
      }
      editor.addTarget(TOP, content("top" + i));
      editor.publish(NOW.plusSeconds(i));
      assertReadable("kept", "top" + i);
    }
    assertReadable("late", "top5");
    RepositoryEditor reopened =
        RepositoryEditor.open(editor.directory(), EditorOptions.defaults(), KEYS);
    reopened.verifyTargets();
    assertEquals(8, reopened.refreshTimestamp(NOW).timestampVersion());
    assertReadable("kept", "top5");
  }

  @Test
  void expiryIsWhatTheLifetimesSay() throws Exception {
    assertThrows(
        ExpiredMetadataException.class,
        () -> client("late", NOW.plus(Duration.ofDays(7))).refresh());
    client("early", NOW.plus(Duration.ofDays(7)).minusSeconds(1)).refresh();
    editor.refreshTimestamp(NOW.plus(Duration.ofDays(7)));
    client("late", NOW.plus(Duration.ofDays(7))).refresh();
  }
}
