// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Validly signed nonsense, and nonsense before any signature (CVE-2026-23991): a typed refusal or
 * the same view, never anything else.
 */
class HostileMetadataTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final TargetPath FILE = TargetPath.of("dir/file");

  private static RepositorySimulator repository() {
    RepositorySimulator repository = new RepositorySimulator();
    ObjectNode role = repository.delegate(repository.targets, "role", false, "dir/*");
    repository.addTarget(role, "dir/file", "content");
    ObjectNode entry =
        repository.delegationEntry(repository.targets, "other", TestKey.of("delegated other"));
    entry.put("terminating", false).putArray("path_hash_prefixes").add("00");
    repository.delegated.put("other", RepositorySimulator.emptyTargets("other"));
    repository.addTarget("file", "top");
    repository.serveAll();
    return repository;
  }

  private static ObjectNode part(RepositorySimulator repository, String name) {
    return switch (name) {
      case "root" -> repository.root;
      case "timestamp" -> repository.timestamp;
      case "snapshot" -> repository.snapshot;
      case "targets" -> repository.targets;
      default -> Objects.requireNonNull(repository.delegated.get(name));
    };
  }

  /** Every node of every role, replaced by every kind of wrong value, and removed. */
  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", "role"})
  void wrongTypesAnywhere(String name) throws IOException {
    List<List<String>> paths = new ArrayList<>();
    collect(part(repository(), name), List.of(), paths);
    assertTrue(paths.size() > 5);
    List<JsonNode> values =
        List.of(
            NODES.nullNode(),
            NODES.booleanNode(true),
            NODES.numberNode(0),
            NODES.numberNode(-1),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(BigInteger.TWO.pow(200)),
            NODES.stringNode(""),
            NODES.stringNode("../../x\u0000\n"),
            NODES.stringNode("9".repeat(40)),
            NODES.arrayNode(),
            NODES.arrayNode().add(NODES.nullNode()),
            NODES.objectNode(),
            NODES.objectNode().put("", "x"));
    for (List<String> path : paths) {
      for (JsonNode value : values) {
        refusedOrSame(name, tree -> replace(tree, path, value));
      }
      refusedOrSame(name, tree -> remove(tree, path));
    }
  }

  /** Who may sign for a role must not be able to fill the memory of its readers either. */
  @ParameterizedTest
  @ValueSource(strings = {"custom", "delegations"})
  void whatIsSignedMayNotBeAllTokens(String field) throws IOException {
    RepositorySimulator repository = repository();
    ObjectNode role = part(repository, "role");
    ObjectNode parent =
        field.equals("custom") ? (ObjectNode) role.get("targets").get("dir/file") : role;
    parent.set(field, tokens(150_000));
    repository.serveAll();
    TrustedView view = TestHost.inMemory(repository).refresh();
    LimitExceededException e = assertThrows(LimitExceededException.class, () -> view.find(FILE));
    assertTrue(e.requested() > e.limit());
  }

  /** What nobody looks at takes no memory. */
  @Test
  void unknownFieldsMayBeAllTokens() throws IOException {
    RepositorySimulator repository = repository();
    for (String name : List.of("root", "timestamp", "snapshot", "targets", "role")) {
      part(repository, name).set("x", tokens(10_000));
    }
    repository.serveNextRoot();
    repository.serveAll();
    assertTrue(TestHost.inMemory(repository).refresh().find(FILE).isPresent());
  }

  private static JsonNode tokens(int arrays) {
    ArrayNode all = NODES.arrayNode();
    for (int i = 0; i < arrays; i++) {
      all.addArray();
    }
    return all;
  }

  private static void refusedOrSame(String name, Consumer<ObjectNode> change) throws IOException {
    RepositorySimulator repository = repository();
    change.accept(part(repository, name));
    TestHost host = TestHost.inMemory(repository);
    try {
      serve(repository, name);
      host.bootstrap = repository.rootBytes(1);
    } catch (RuntimeException unserveable) {
      // The simulator itself needs some fields; without them it serves what it can.
      forceServe(repository, name);
      host.bootstrap = repository.rootBytes(1);
    }
    try {
      TrustedView view = host.refresh();
      view.find(FILE);
      view.find(TargetPath.of("file"));
      assertTrue(view.targetPaths().count() <= 1);
    } catch (GantryException refused) {
      assertTrue(refused.code().length() > 3);
    }
  }

  private static void serve(RepositorySimulator repository, String name) {
    if (name.equals("root")) {
      forceServe(repository, name);
    } else if (name.equals("timestamp")) {
      repository.serveTimestamp();
    } else if (name.equals("snapshot")) {
      repository.serveSnapshotAndTimestamp();
    } else {
      repository.serveAll();
    }
  }

  private static void forceServe(RepositorySimulator repository, String name) {
    String prefix = name.equals("timestamp") ? "" : "1.";
    repository.put(
        prefix + name + ".json",
        RepositorySimulator.sign(part(repository, name), repository.signers(name)));
  }

  private static void collect(JsonNode node, List<String> path, List<List<String>> into) {
    List<String> names = new ArrayList<>();
    if (node instanceof ObjectNode) {
      names.addAll(node.propertyNames());
    } else {
      for (int i = 0; i < node.size(); i++) {
        names.add(Integer.toString(i));
      }
    }
    for (String name : names) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      into.add(longer);
      collect(child(node, name), longer, into);
    }
  }

  private static JsonNode child(JsonNode node, String name) {
    return node instanceof ArrayNode ? node.get(Integer.parseInt(name)) : node.get(name);
  }

  private static JsonNode parent(JsonNode tree, List<String> path) {
    JsonNode node = tree;
    for (String name : path.subList(0, path.size() - 1)) {
      node = child(node, name);
    }
    return node;
  }

  private static void replace(JsonNode tree, List<String> path, JsonNode value) {
    String name = path.get(path.size() - 1);
    if (parent(tree, path) instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), value);
    } else {
      ((ObjectNode) parent(tree, path)).set(name, value);
    }
  }

  private static void remove(JsonNode tree, List<String> path) {
    String name = path.get(path.size() - 1);
    if (parent(tree, path) instanceof ArrayNode array) {
      array.remove(Integer.parseInt(name));
    } else {
      ((ObjectNode) parent(tree, path)).remove(name);
    }
  }

  @Test
  void brokenDocumentsAreRefusedBeforeAnySignature() throws IOException {
    String deep = "[".repeat(100_000);
    String valid = "{\"signed\":{\"_type\":\"timestamp\"},\"signatures\":[]}";
    List<String> documents =
        List.of(
            "",
            " ",
            "null",
            "[]",
            "{",
            "{}",
            "1e999999999",
            "9".repeat(10_000),
            deep,
            deep.replace("[", "{\"a\":"),
            "{\"signed\":" + deep,
            valid + "x",
            valid + valid,
            "\uFEFF" + valid,
            "{\"signed\":{},\"signed\":{},\"signatures\":[]}",
            "{\"signed\":[],\"signatures\":[]}",
            "{\"signed\":{},\"signatures\":{}}",
            "{\"signed\":{},\"signatures\":[1]}",
            "{\"signed\":{},\"signatures\":[{}]}",
            "{\"signed\":{},\"signatures\":[{\"keyid\":1,\"sig\":\"\"}]}",
            "{\"signed\":{},\"signatures\":[{\"keyid\":\"\",\"sig\":1}]}",
            "{\"signed\":{\"a\":1.5},\"signatures\":[]}",
            "{\"signed\":{\"a\":\"\\ud800\"},\"signatures\":[]}");
    RepositorySimulator repository = repository();
    TestHost host = TestHost.inMemory(repository);
    for (String document : documents) {
      for (String name : List.of("2.root.json", "timestamp.json")) {
        RepositorySimulator fresh = repository();
        fresh.put(name, RepositorySimulator.utf8(document));
        TestHost other = TestHost.inMemory(fresh);
        assertThrows(GantryException.class, other::refresh, name);
      }
      TestHost other = TestHost.inMemory(repository);
      other.bootstrap = RepositorySimulator.utf8(document);
      assertThrows(GantryException.class, other::refresh);
    }
    assertTrue(host.refresh().find(FILE).isPresent());
  }

  @Test
  void badUtf8IsRefused() {
    RepositorySimulator repository = repository();
    byte[] raw = repository.bytes("timestamp.json").toByteArray();
    raw[raw.length / 2] = (byte) 0xff;
    repository.put("timestamp.json", Bytes.of(raw));
    assertThrows(GantryException.class, TestHost.inMemory(repository)::refresh);
  }
}
