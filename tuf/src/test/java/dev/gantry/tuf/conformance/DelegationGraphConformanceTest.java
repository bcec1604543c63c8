// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetNotFoundException;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.UnlistedRoleException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** The cases of {@code test_updater_delegation_graphs}. */
class DelegationGraphConformanceTest extends ConformanceCases {
  /** A delegation: from, to, whether terminating, paths. */
  private record Edge(String from, String to, boolean terminating, List<String> paths) {}

  private static Edge edge(String from, String to, String... paths) {
    return new Edge(from, to, false, paths.length == 0 ? List.of("*") : List.of(paths));
  }

  private static Edge terminating(String from, String to) {
    return new Edge(from, to, true, List.of("*"));
  }

  private static Arguments graph(String id, List<String> order, Edge... edges) {
    return Arguments.of(id, order, List.of(edges));
  }

  static Stream<Arguments> graphTraversal() {
    return Stream.of(
        graph("basic-delegation", List.of("A"), edge("targets", "A")),
        graph(
            "single-level-delegations",
            List.of("A", "B"),
            edge("targets", "A"),
            edge("targets", "B")),
        graph(
            "two-level-delegations",
            List.of("A", "B", "C"),
            edge("targets", "A"),
            edge("targets", "B"),
            edge("B", "C")),
        graph(
            "two-level-test-DFS-order-of-traversal",
            List.of("A", "C", "D", "B"),
            edge("targets", "A"),
            edge("targets", "B"),
            edge("A", "C"),
            edge("A", "D")),
        graph(
            "three-level-delegation-test-DFS-order-of-traversal",
            List.of("A", "C", "D", "B"),
            edge("targets", "A"),
            edge("targets", "B"),
            edge("A", "C"),
            edge("C", "D")),
        graph(
            "two-level-terminating-ignores-all-but-roles-descendants",
            List.of("A", "C"),
            edge("targets", "A"),
            edge("targets", "B"),
            terminating("A", "C"),
            edge("A", "D")),
        graph(
            "three-level-terminating-ignores-all-but-roles-descendants",
            List.of("A", "C", "D"),
            edge("targets", "A"),
            edge("targets", "B"),
            terminating("A", "C"),
            edge("C", "D")),
        graph(
            "two-level-ignores-all-branches-not-matching-paths",
            List.of("B"),
            edge("targets", "A", "*.py"),
            edge("targets", "B"),
            edge("A", "C")),
        graph(
            "three-level-ignores-all-branches-not-matching-paths",
            List.of("A", "B"),
            edge("targets", "A"),
            edge("targets", "B"),
            edge("A", "C", "*.py"),
            edge("C", "D")),
        graph(
            "cyclic-graph",
            List.of("A", "B", "C", "D"),
            edge("targets", "A"),
            edge("targets", "B"),
            edge("B", "C"),
            edge("C", "D"),
            edge("D", "B")),
        graph(
            "two-roles-delegating-to-a-third",
            List.of("A", "C", "B"),
            edge("targets", "A"),
            edge("targets", "B"),
            edge("B", "C"),
            edge("A", "C")),
        graph(
            "two-roles-delegating-to-a-third-different-paths",
            List.of("A", "B", "C"),
            edge("targets", "A"),
            edge("targets", "B"),
            edge("B", "C"),
            edge("A", "C", "*.py")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void graphTraversal(String id, List<String> order, List<Edge> edges) throws IOException {
    publish(edges);
    client.refusesDownload(TargetNotFoundException.class, "missingpath");
    assertDelegatedRequests(order);
  }

  private void publish(List<Edge> edges) {
    Set<String> roles = new LinkedHashSet<>();
    for (Edge edge : edges) {
      repository.delegated.computeIfAbsent(edge.to(), RepositorySimulator::emptyTargets);
      ObjectNode from = repository.signed(edge.from());
      repository.delegate(from, edge.to(), edge.terminating(), edge.paths().toArray(String[]::new));
      roles.add(edge.to());
    }
    roles.forEach(repository::publish);
    repository.publish("targets", "snapshot", "timestamp");
  }

  private void assertDelegatedRequests(List<String> roles) {
    assertEquals(
        roles.stream().map(role -> "1." + role + ".json").toList(),
        client.requests().subList(4, client.requests().size()));
  }

  static Stream<Arguments> targetfileSearch() {
    return Stream.of(
        Arguments.of("no delegations", "targetfile", true, List.of()),
        Arguments.of("targetpath matches wildcard", "README.md", true, List.of("A")),
        Arguments.of("targetpath with separators x", "releases/x/x_v1", true, List.of("B", "C")),
        Arguments.of(
            "targetpath with separators y", "releases/y/y_v1.zip", true, List.of("B", "D")),
        Arguments.of(
            "targetpath is not delegated by all roles in the chain",
            "releases/z/z_v1.zip",
            false,
            List.of("B")),
        Arguments.of(
            "wildcard does not match path separator", "releases/README.md", false, List.of()),
        Arguments.of("targetpath matches question mark wildcard", "foo-1.tgz", true, List.of("A")),
        Arguments.of(
            "targetpath does not match question mark wildcard", "foo-alpha.tgz", false, List.of()),
        Arguments.of("targetpath matching is case sensitive", "README.MD", false, List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void targetfileSearch(String id, String path, boolean found, List<String> visited)
      throws IOException {
    for (String role : List.of("A", "C", "D")) {
      repository.delegated.put(role, RepositorySimulator.emptyTargets(role));
    }
    repository.addTarget("targetfile", "in targetfile");
    Map<String, List<String>> paths =
        Map.of(
            "A", List.of("README.md", "releases/README.md", "foo-1.tgz", "foo-alpha.tgz"),
            "C", List.of("releases/x/x_v1"),
            "D", List.of("releases/y/y_v1.zip", "releases/z/z_v1.zip"));
    paths.forEach(
        (role, names) ->
            names.forEach(
                name -> repository.addTarget(repository.signed(role), name, "in " + name)));
    publish(
        List.of(
            edge("targets", "A", "*.doc", "*.md", "foo-?.tgz"),
            edge("targets", "B", "releases/*/*"),
            edge("B", "C", "releases/x/*"),
            edge("B", "D", "releases/y/*.zip")));
    if (found) {
      client.download(path);
      client.assertDownloaded(Map.of(path, "in " + path));
    } else {
      assertEquals(path, client.refusesDownload(TargetNotFoundException.class, path).path());
      client.assertDownloaded(Map.of());
    }
    assertDelegatedRequests(visited);
  }

  /** Signed with the key of one of two delegators; the other must not profit from that. */
  @Test
  void cachedRoleIsVerifiedAgainstCurrentDelegator() throws IOException {
    ObjectNode first = repository.delegate(repository.targets, "parent-a", false, "team-a/*");
    ObjectNode second = repository.delegate(repository.targets, "parent-b", false, "team-b/*");
    ObjectNode release = repository.delegate(first, "release", false, "team-a/*");
    repository
        .delegationEntry(second, "release", TestKey.of("release for b"))
        .put("terminating", false)
        .putArray("paths")
        .add("team-b/*");
    repository.addTarget(release, "team-a/trusted_root.json", "trusted A");
    repository.addTarget(release, "team-b/trusted_root.json", "malicious B");
    repository.publish("release", "parent-a", "parent-b", "targets", "snapshot", "timestamp");
    SignatureThresholdException e =
        client.refusesDownload(
            SignatureThresholdException.class,
            "team-a/trusted_root.json",
            "team-b/trusted_root.json");
    assertEquals("release", e.roleName());
    assertEquals("parent-b", e.delegator());
    client.assertDownloaded(Map.of("team-a/trusted_root.json", "trusted A"));
  }

  @Test
  void delegationNotInSnapshot() throws IOException {
    repository.delegate(repository.targets, "delegated", false, "delegatedpath/*");
    repository.publish("delegated", "targets");
    ((ObjectNode) repository.snapshot.get("meta")).remove("delegated.json");
    repository.publish("snapshot", "timestamp");
    client.refresh();
    client.forgetRequests();
    assertEquals(
        "delegated",
        client.refusesDownload(UnlistedRoleException.class, "delegatedpath/foo").roleName());
    assertEquals(Optional.empty(), Optional.ofNullable(client.trusted().get("delegated")));
    assertEquals(List.of("2.root.json", "timestamp.json"), client.requests());
  }
}
