// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.Target;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.fetch.FileFetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Bins, succinct (TAP 15) and of the classic kind. */
class SuccinctBinsTest extends RepositoryFixture {
  private static final TargetOptions ROUTED = TargetOptions.builder().routed().build();

  private List<SigningKey> signers() throws IOException {
    return List.of(root, targets, snapshot, timestamp, TestKeys.ed25519(5));
  }

  private SuccinctDelegation bins(int bits) throws IOException {
    return SuccinctDelegation.of("bin", TestKeys.one(TestKeys.ed25519(5)), bits);
  }

  private RepositoryEditor withBins(int bits) throws IOException {
    RepositoryEditor editor =
        RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers());
    editor.delegateSuccinct("targets", bins(bits));
    return editor;
  }

  private void assertReadable(String store, Map<TargetPath, String> expected) throws IOException {
    TufClient client =
        TufClient.builder(
                Bytes.of(Files.readAllBytes(repository.resolve("metadata/1.root.json"))),
                TrustedStore.open(directory.resolve(store)),
                FileFetcher.of(repository.resolve("metadata")),
                FileFetcher.of(repository.resolve("targets")))
            .clock(() -> NOW)
            .build();
    TrustedView view = client.refresh();
    for (Map.Entry<TargetPath, String> target : expected.entrySet()) {
      Target found = view.require(target.getKey());
      assertEquals(content(target.getValue()), client.read(found, 1000));
    }
  }

  @Test
  void tap_15_clientsFindTargetsInTheirBins() throws Exception {
    RepositoryEditor editor = withBins(3);
    editor.addTarget(A, content("a"), TargetOptions.builder().role("bin").build());
    editor.addTarget(B, content("b"), ROUTED);
    PublishedRepository first = editor.publish(NOW);
    assertEquals(8 + 4, first.writtenFiles().size());
    assertReadable("store", Map.of(A, "a", B, "b"));

    assertEquals(List.of(A), editor.targetPaths(bins(3).binFor(A)));
    assertEquals(List.of(), editor.targetPaths("targets"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            editor.addTarget(
                A,
                content("a"),
                TargetOptions.builder()
                    .role(bins(3).binFor(A).equals("bin-0") ? "bin-1" : "bin-0")
                    .build()));
    editor.verifyTargets();
  }

  @Test
  void onlyTheBinsThatChangeAreSignedAgain() throws Exception {
    withBins(4).publish(NOW);
    RepositoryEditor editor = open(signers());
    editor.addTarget(A, content("a"), ROUTED);
    String bin = bins(4).binFor(A);
    assertEquals(
        List.of("2." + bin + ".json", "2.snapshot.json", "timestamp.json"),
        editor.publish(NOW).writtenFiles());
    assertReadable("store", Map.of(A, "a"));
    assertTrue(editor.removeTarget("bin", A));
    assertFalse(editor.removeTarget("bin", A));
    assertEquals(
        List.of("3." + bin + ".json", "3.snapshot.json", "timestamp.json"),
        editor.publish(NOW).writtenFiles());
    assertEquals(List.of(), editor.publish(NOW).writtenFiles());
  }

  @Test
  void aBinIsVerifiedWhenItIsTouched() throws Exception {
    withBins(2).publish(NOW);
    Path file = repository.resolve("metadata/1." + bins(2).binFor(A) + ".json");
    Files.writeString(file, Files.readString(file).replace("{}", "{ }"));
    RepositoryEditor editor = open(signers());
    assertThrows(IOException.class, () -> editor.addTarget(A, content("a"), ROUTED));
    assertThrows(UncheckedIOException.class, () -> editor.targetPaths(bins(2).binFor(A)));
    assertThrows(IOException.class, editor::verifyRoles);
    assertThrows(IOException.class, open(signers())::verifyTargets);
  }

  @Test
  void newKeysSignEveryBinAgain() throws Exception {
    withBins(2).publish(NOW);
    SigningKey next = TestKeys.ed25519(6);
    RepositoryEditor editor = open(List.of(root, targets, snapshot, timestamp, next));
    editor.addDelegationKey("bin", next.publicKey());
    assertEquals(3, editor.publish(NOW).writtenFiles().size());
    editor.removeDelegationKey("bin", TestKeys.ed25519(5).publicKey().keyId());
    assertEquals(4 + 3, editor.publish(NOW).writtenFiles().size());
    editor.addTarget(A, content("a"), ROUTED);
    editor.publish(NOW);
    assertReadable("store", Map.of(A, "a"));
    assertThrows(
        IllegalArgumentException.class,
        () -> editor.removeDelegationKey("bin", next.publicKey().keyId()));
  }

  @Test
  void moreBinsReplaceFewer() throws Exception {
    RepositoryEditor editor = withBins(1);
    editor.addTarget(A, content("a"), ROUTED);
    editor.publish(NOW);
    editor.delegateSuccinct("targets", bins(5));
    editor.addTarget(A, content("a"), ROUTED);
    assertEquals(32 + 3, editor.publish(NOW).writtenFiles().size());
    assertReadable("store", Map.of(A, "a"));
    editor.undelegateSuccinct("targets");
    editor.addTarget(B, content("b"), ROUTED);
    editor.publish(NOW);
    assertReadable("store", Map.of(B, "b"));
    // Clients refuse a snapshot that drops a role.
    assertTrue(metadata("3.snapshot.json").contains("\"bin-0.json\""));
  }

  @Test
  void binsExcludeRolesAndHaveABound() throws Exception {
    RepositoryEditor editor = withBins(2);
    Delegation role = Delegation.builder("x", TestKeys.one(targets)).path("*").build();
    assertThrows(IllegalArgumentException.class, () -> editor.delegate(role));
    assertThrows(LimitExceededException.class, () -> editor.delegateSuccinct("targets", bins(17)));
    assertThrows(IllegalArgumentException.class, () -> bins(0));
    assertThrows(IllegalArgumentException.class, () -> bins(33));
    editor.undelegateSuccinct("targets");
    editor.delegate(role);
    assertThrows(IllegalArgumentException.class, () -> editor.delegateSuccinct("targets", bins(2)));
  }

  @Test
  void binsAreNamedAsTheProposalSaysIt() throws Exception {
    for (int bits : new int[] {1, 4, 5, 8, 13, 32}) {
      BinTable table = new BinTable("bin", bits, new RoleKeySet("bin", Map.of(), 1));
      for (String text : List.of("a", "b/c", "é")) {
        String name = bins(bits).binFor(TargetPath.of(text));
        assertEquals("bin-".length() + (bits + 3) / 4, name.length());
        assertTrue(table.contains(name));
      }
      assertFalse(table.contains("bin-" + "g".repeat((bits + 3) / 4)));
      assertFalse(table.contains("bin-0" + "0".repeat((bits + 3) / 4)));
    }
    BinTable five = new BinTable("bin", 5, new RoleKeySet("bin", Map.of(), 1));
    assertTrue(five.contains("bin-1f"));
    assertFalse(five.contains("bin-20"));
    assertFalse(five.contains("bin-1F"));
  }

  @Test
  void classicHashBinsHaveEveryPath() throws Exception {
    for (int bins : new int[] {2, 8, 16, 32}) {
      repository = directory.resolve("classic-" + bins);
      RepositoryEditor editor =
          RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), signers());
      List<Delegation> delegations =
          Delegation.hashBins("bin", TestKeys.one(TestKeys.ed25519(5)), bins);
      assertEquals(bins, new TreeSet<>(delegations.stream().map(Delegation::name).toList()).size());
      editor.delegateAll("targets", delegations);
      editor.addTarget(A, content("a"), ROUTED);
      editor.addTarget(B, content("b"), ROUTED);
      editor.publish(NOW);
      String bin = bins(Integer.numberOfTrailingZeros(bins)).binFor(A);
      assertTrue(editor.targetPaths(bin).contains(A));
      assertReadable("store-" + bins, Map.of(A, "a", B, "b"));
      RepositoryEditor again = open(signers());
      again.addTarget(B, content("c"), ROUTED);
      assertEquals(3, again.publish(NOW).writtenFiles().size());
    }
    KeyPolicy keys = TestKeys.one(targets);
    assertThrows(IllegalArgumentException.class, () -> Delegation.hashBins("bin", keys, 3));
    assertThrows(IllegalArgumentException.class, () -> Delegation.hashBins("bin", keys, 1 << 17));
  }

  @Test
  void everyMomentOfAPublicationIsReadable() throws Exception {
    RepositoryEditor editor = withBins(2);
    editor.addTarget(A, content("old"), ROUTED);
    editor.publish(NOW);
    editor.addTarget(A, content("new"), ROUTED);
    editor.beforeWrite(fileName -> assertReadable("store", Map.of(A, "old")));
    editor.publish(NOW.plus(Duration.ofSeconds(1)));
    assertReadable("store", Map.of(A, "new"));
  }

  @Test
  void aTargetFileThatWasChangedIsFoundInItsBin() throws Exception {
    RepositoryEditor editor = withBins(2);
    editor.addTarget(B, content("b"), ROUTED);
    editor.publish(NOW);
    Files.writeString(file("b", B, DigestAlgorithm.SHA256), "c");
    assertThrows(DigestMismatchException.class, open(signers())::verifyTargets);
  }
}
