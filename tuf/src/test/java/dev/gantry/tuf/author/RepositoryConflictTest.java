// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.LockProbe;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FileFetcher;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several editors, crashes, and hostile directories. */
class RepositoryConflictTest extends RepositoryFixture {
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

  /** Publishes once, and again for each write there is with a power cut right before it. */
  private void crashEverywhere(SigningKey extra, Setup setup, Change change) throws Exception {
    List<SigningKey> signers = List.of(root, targets, snapshot, timestamp, extra);
    List<String> writes = new ArrayList<>();
    for (int crash = -1; crash < writes.size(); crash++) {
      repository = directory.resolve("crash" + crash);
      RepositoryEditor first =
          RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers);
      setup.prepare(first);
      first.publish(NOW);
      RepositoryEditor editor = open(signers);
      String crashAt = crash < 0 ? "" : writes.get(crash);
      editor.beforeWrite(
          fileName -> {
            if (crashAt.isEmpty()) {
              writes.add(fileName);
            } else if (fileName.equals(crashAt)) {
              throw new IOException("power cut");
            }
          });
      if (crashAt.isEmpty()) {
        change.publish(editor);
        assertTrue(writes.size() >= 5, writes::toString);
        continue;
      }
      assertThrows(IOException.class, () -> change.publish(editor), crashAt);
      // A root may come after the timestamp, and no longer hides what is new then.
      assertClientReads(crash > writes.indexOf("timestamp.json") ? "new" : "old", crashAt);
      RepositoryEditor again = open(signers);
      again.verifyTargets();
      change.publish(again);
      assertClientReads("new", crashAt);
      open(signers).verifyTargets();
    }
  }

  @FunctionalInterface
  private interface Setup {
    void prepare(RepositoryEditor editor) throws IOException;
  }

  @FunctionalInterface
  private interface Change {
    void publish(RepositoryEditor editor) throws IOException;
  }

  private void assertClientReads(String text, String crashAt) throws IOException {
    TufClient client =
        TufClient.builder(
                content(metadata("1.root.json")),
                TrustedStore.open(directory.resolve("store-" + crashAt)),
                FileFetcher.of(repository.resolve("metadata")),
                FileFetcher.of(repository.resolve("targets")))
            .clock(() -> NOW)
            .build();
    TrustedView view = client.refresh();
    for (TargetPath path : List.of(A, B)) {
      assertEquals(content(text), client.read(view.require(path), 100), crashAt);
    }
  }

  private static void put(RepositoryEditor editor, String text) throws IOException {
    TargetOptions routed = TargetOptions.builder().routed().build();
    editor.addTarget(A, content(text), routed);
    editor.addTarget(B, content(text), routed);
  }

  @Test
  void aCrashBetweenAnyTwoWritesOfClassicBinsLeavesTheOldRepository() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    List<Delegation> bins = Delegation.hashBins("bin", TestKeys.one(extra), 4);
    crashEverywhere(
        extra,
        editor -> {
          editor.delegateAll("targets", bins);
          put(editor, "old");
        },
        editor -> {
          put(editor, "new");
          for (Delegation bin : bins) {
            editor.renew(bin.name());
          }
          editor.renew("targets");
          editor.publish(NOW);
        });
  }

  @Test
  void aCrashBetweenAnyTwoWritesOfABundleLeavesTheOldRepository() throws Exception {
    SigningKey extra = TestKeys.ed25519(5);
    Delegation delegation = Delegation.builder("extra", TestKeys.one(extra)).path("x/*").build();
    crashEverywhere(
        extra,
        editor -> put(editor, "old"),
        editor -> {
          RepositoryEditor preparing = open(List.of());
          preparing.delegate(delegation);
          preparing.renew("root");
          put(preparing, "new");
          SigningBundle bundle = preparing.prepare(NOW).sign(List.of(root, targets, extra));
          editor.publish(NOW, bundle);
        });
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
}
