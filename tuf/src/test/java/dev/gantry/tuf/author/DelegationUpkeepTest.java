// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.tuf.TargetPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Delegations that are changed keep what somebody else put there, and hide no target. */
class DelegationUpkeepTest extends RepositoryFixture {
  private static final TargetPath PATH = TargetPath.of("x/file");

  /** Delegations as another editor might write them: a key under an id of its own. */
  private ObjectNode foreign() throws Exception {
    return (ObjectNode)
        JsonMapper.shared()
            .readTree(
                "{\"x-before\":1,\"keys\":{\"own-id\":"
                    + targets.publicKey().toJson()
                    + "},\"roles\":[{\"name\":\"extra\",\"keyids\":[\"own-id\"],\"threshold\":1,"
                    + "\"terminating\":false,\"paths\":[\"x/*\"],\"x-role\":true}],\"x-note\":[2]}");
  }

  private static Delegation delegation(String name, SigningKey key) {
    return Delegation.builder(name, TestKeys.one(key)).path("x/*").build();
  }

  private static void assertOthersKept(ObjectNode edited) {
    assertEquals("1", edited.get("x-before").toString());
    assertEquals("[2]", edited.get("x-note").toString());
  }

  @Test
  void unknownFieldsOutliveEveryEdit() throws Exception {
    ObjectNode old = foreign();
    ObjectNode added =
        DelegationsJson.with(Optional.of(old), List.of(delegation("more", snapshot)));
    assertOthersKept(added);
    assertEquals(2, added.get("roles").size());
    assertTrue(added.get("roles").get(0).get("x-role").booleanValue());
    assertOthersKept(DelegationsJson.withKey(old, "extra", snapshot.publicKey()));
    assertOthersKept(DelegationsJson.without(added, "more").orElseThrow());
    ObjectNode none = DelegationsJson.without(old, "extra").orElseThrow();
    assertOthersKept(none);
    assertEquals(Set.of("keys", "roles", "x-before", "x-note"), Set.copyOf(none.propertyNames()));
    ObjectNode bins =
        DelegationsJson.bins(
            Optional.of(none), SuccinctDelegation.of("bin", TestKeys.one(snapshot), 2));
    assertOthersKept(bins);
    assertOthersKept(DelegationsJson.withKey(bins, "bin", targets.publicKey()));
    assertOthersKept(DelegationsJson.withoutBins(bins).orElseThrow());
    assertEquals(foreign(), old);
  }

  @Test
  void whatSaysNothingElseGoesAltogether() throws Exception {
    ObjectNode only = DelegationsJson.with(Optional.empty(), List.of(delegation("a", snapshot)));
    assertEquals(Optional.empty(), DelegationsJson.without(only, "a"));
  }

  @Test
  void aKeyThatIsThereIsNotListedUnderASecondId() throws Exception {
    ObjectNode old = foreign();
    assertEquals(old, DelegationsJson.withKey(old, "extra", targets.publicKey()));
    ObjectNode added = DelegationsJson.with(Optional.of(old), List.of(delegation("b", targets)));
    assertEquals(1, added.get("keys").size());
    assertEquals("[\"own-id\"]", added.get("roles").get(1).get("keyids").toString());
  }

  @Test
  void aTargetThatATerminatingDelegationHidesIsRefused() throws Exception {
    SigningKey first = TestKeys.ed25519(5);
    SigningKey second = TestKeys.ed25519(6);
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository,
            policy(),
            EditorOptions.defaults(),
            List.of(root, targets, snapshot, timestamp, first, second));
    editor.delegate(delegation("first", first));
    editor.delegate(delegation("second", second));
    TargetOptions inSecond = TargetOptions.builder().role("second").build();
    editor.addTarget(PATH, content("a"), inSecond);
    editor.publish(NOW);
    assertEquals(List.of(), status().issues());

    editor.delegate(
        Delegation.builder("first", TestKeys.one(first)).path("x/*").terminating(true).build());
    TargetPath other = TargetPath.of("x/other");
    assertThrows(
        IllegalArgumentException.class, () -> editor.addTarget(other, content("b"), inSecond));
    editor.publish(NOW);
    List<RepositoryIssue> issues =
        status().issues().stream()
            .filter(issue -> issue.kind() != RepositoryIssue.Kind.UNREFERENCED_METADATA)
            .toList();
    assertEquals(1, issues.size());
    assertEquals(RepositoryIssue.Kind.SHADOWED_TARGET, issues.get(0).kind());
    assertEquals("x/file", issues.get(0).subject());
  }

  private RepositoryStatus status() throws Exception {
    return RepositoryStatus.inspect(repository, EditorOptions.defaults(), NOW, true);
  }
}
