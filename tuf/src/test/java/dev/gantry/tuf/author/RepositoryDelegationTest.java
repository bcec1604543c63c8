// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Delegations, as the editor makes them. */
class RepositoryDelegationTest extends RepositoryFixture {
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
