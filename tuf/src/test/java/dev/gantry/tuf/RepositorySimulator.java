// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.MemoryFetcher;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A repository in memory whose every detail a test can bend: the signed parts are plain JSON trees,
 * and whoever holds the keys signs whatever they say.
 */
final class RepositorySimulator {
  static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  final MemoryFetcher metadata = new MemoryFetcher();
  final MemoryFetcher files = new MemoryFetcher();
  final Map<String, List<TestKey>> signers = new LinkedHashMap<>();
  final Map<String, ObjectNode> delegated = new LinkedHashMap<>();

  /** What was served under each name, newest last. */
  final Map<String, Bytes> served = new LinkedHashMap<>();

  ObjectNode root = signedPart("root");
  ObjectNode timestamp = signedPart("timestamp");
  ObjectNode snapshot = signedPart("snapshot");
  ObjectNode targets = signedPart("targets");
  boolean listHashes = true;

  private List<TestKey> lastRootSigners = List.of();

  RepositorySimulator() {
    root.put("consistent_snapshot", true);
    root.putObject("keys");
    ObjectNode roles = root.putObject("roles");
    for (String name : RoleNames.TOP_LEVEL) {
      roles.putObject(name).put("threshold", 1).putArray("keyids");
      setKeys(name, 1, TestKey.of(name));
    }
    targets.putObject("targets");
    serveRoot();
    serveAll();
  }

  static ObjectNode signedPart(String type) {
    ObjectNode signed = NODES.objectNode();
    signed.put("_type", type);
    signed.put("spec_version", "1.0.34");
    signed.put("version", 1);
    signed.put("expires", NOW.plus(Duration.ofDays(30)).toString());
    return signed;
  }

  static void bump(ObjectNode signed) {
    signed.put("version", version(signed) + 1);
  }

  static long version(ObjectNode signed) {
    return signed.get("version").longValue();
  }

  ObjectNode rootRole(String name) {
    return (ObjectNode) root.get("roles").get(name);
  }

  /** Replaces the keys of a top-level role in the root that is served next. */
  RepositorySimulator setKeys(String name, int threshold, TestKey... keys) {
    ObjectNode role = rootRole(name);
    ArrayNode ids = role.put("threshold", threshold).putArray("keyids");
    for (TestKey key : keys) {
      ((ObjectNode) root.get("keys")).set(key.id(), key.json());
      ids.add(key.id());
    }
    signers.put(name, List.of(keys));
    return this;
  }

  /** Signs and serves the root as it stands, with its own keys and those of the one before. */
  Bytes serveRoot() {
    List<TestKey> own = Objects.requireNonNull(signers.get("root"));
    List<TestKey> all = new ArrayList<>(own);
    lastRootSigners.stream().filter(key -> !all.contains(key)).forEach(all::add);
    lastRootSigners = own;
    return put(version(root) + ".root.json", sign(root, all));
  }

  Bytes serveNextRoot() {
    bump(root);
    return serveRoot();
  }

  Bytes rootBytes(long version) {
    return Objects.requireNonNull(served.get(version + ".root.json"));
  }

  Bytes bytes(String fileName) {
    return Objects.requireNonNull(served.get(fileName), fileName);
  }

  /** Serves delegated roles, targets, snapshot and timestamp as they stand, consistently. */
  void serveAll() {
    ObjectNode meta = snapshot.putObject("meta");
    list(meta, "targets", serve("targets", targets));
    delegated.forEach((name, signed) -> list(meta, name, serve(name, signed)));
    serveSnapshotAndTimestamp();
  }

  void serveSnapshotAndTimestamp() {
    list(timestamp.putObject("meta"), "snapshot", serve("snapshot", snapshot));
    serveTimestamp();
  }

  Bytes serveTimestamp() {
    return put("timestamp.json", sign(timestamp, signers("timestamp")));
  }

  /** Bumps targets, snapshot and timestamp, and serves all. */
  void release() {
    bump(targets);
    delegated.values().forEach(RepositorySimulator::bump);
    releaseSnapshot();
  }

  void releaseSnapshot() {
    bump(snapshot);
    bump(timestamp);
    serveAll();
  }

  void releaseTimestamp() {
    bump(timestamp);
    serveTimestamp();
  }

  Bytes serve(String name, ObjectNode signed) {
    long prefix = isConsistent() ? version(signed) : 0;
    return put(RoleNames.served(name, prefix), sign(signed, signers(name)));
  }

  private boolean isConsistent() {
    return root.get("consistent_snapshot").booleanValue();
  }

  List<TestKey> signers(String name) {
    return Objects.requireNonNull(signers.get(name), name);
  }

  private void list(ObjectNode meta, String name, Bytes raw) {
    ObjectNode signed =
        switch (name) {
          case "targets" -> targets;
          case "snapshot" -> snapshot;
          default -> Objects.requireNonNull(delegated.get(name));
        };
    ObjectNode entry = meta.putObject(name + ".json").put("version", version(signed));
    if (listHashes) {
      entry.put("length", raw.size());
      entry.putObject("hashes").put("sha256", sha256(raw));
    }
  }

  Bytes put(String fileName, Bytes raw) {
    metadata.put(fileName, raw);
    served.put(fileName, raw);
    return raw;
  }

  /** Adds a target to the top-level role and serves its content. */
  RepositorySimulator addTarget(String path, String content) {
    return addTarget(targets, path, content);
  }

  RepositorySimulator addTarget(ObjectNode role, String path, String content) {
    Bytes raw = utf8(content);
    ObjectNode entry = ((ObjectNode) role.get("targets")).putObject(path);
    entry.put("length", raw.size()).putObject("hashes").put("sha256", sha256(raw));
    files.put(servedPath(path, sha256(raw)), raw);
    return this;
  }

  String servedPath(String path, String hash) {
    int name = path.lastIndexOf('/') + 1;
    String prefix = isConsistent() ? hash + "." : "";
    return RoleNames.encodePath(path.substring(0, name) + prefix + path.substring(name));
  }

  /** Adds a delegation to a role, and the delegated role unless it is there. */
  ObjectNode delegate(ObjectNode from, String name, boolean terminating, String... paths) {
    ObjectNode entry = delegationEntry(from, name, TestKey.of("delegated " + name));
    entry.put("terminating", terminating);
    ArrayNode patterns = entry.putArray("paths");
    for (String path : paths) {
      patterns.add(path);
    }
    return delegated.computeIfAbsent(name, RepositorySimulator::emptyTargets);
  }

  ObjectNode delegationEntry(ObjectNode from, String name, TestKey key) {
    if (from.get("delegations") == null) {
      ObjectNode delegations = from.putObject("delegations");
      delegations.putObject("keys");
      delegations.putArray("roles");
    }
    ObjectNode delegations = (ObjectNode) from.get("delegations");
    ((ObjectNode) delegations.get("keys")).set(key.id(), key.json());
    ObjectNode entry = ((ArrayNode) delegations.get("roles")).addObject();
    entry.put("name", name).put("threshold", 1).putArray("keyids").add(key.id());
    signers.putIfAbsent(name, List.of(key));
    return entry;
  }

  static ObjectNode emptyTargets(String name) {
    ObjectNode signed = signedPart("targets");
    signed.putObject("targets");
    return signed;
  }

  static Bytes sign(ObjectNode signed, List<TestKey> keys) {
    try {
      Bytes message = CanonicalJson.encode(signed);
      ArrayNode signatures = NODES.arrayNode();
      keys.forEach(
          key -> signatures.addObject().put("keyid", key.id()).put("sig", key.sign(message)));
      return envelope(signed, signatures);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Bytes envelope(ObjectNode signed, ArrayNode signatures) {
    ObjectNode file = NODES.objectNode();
    file.set("signed", signed);
    file.set("signatures", signatures);
    return utf8(file.toString() + "\n");
  }

  List<String> metadataRequests() {
    return metadata.requests().stream().map(FetchRequest::path).toList();
  }

  static String sha256(Bytes raw) {
    return Digest.compute(DigestAlgorithm.SHA256, raw).hex();
  }

  static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
