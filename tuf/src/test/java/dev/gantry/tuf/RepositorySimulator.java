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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A repository in memory whose every detail a test can bend: the signed parts are plain JSON trees,
 * and whoever holds the keys signs whatever they say.
 */
@SuppressWarnings(
    "exports") // Public for the other packages of tests; nothing of tests is exported.
public final class RepositorySimulator {
  public static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  public final MemoryFetcher metadata = new MemoryFetcher();
  public final MemoryFetcher files = new MemoryFetcher();
  public final Map<String, List<TestKey>> signers = new LinkedHashMap<>();
  public final Map<String, ObjectNode> delegated = new LinkedHashMap<>();

  /** What was served under each name, newest last. */
  public final Map<String, Bytes> served = new LinkedHashMap<>();

  public ObjectNode root = signedPart("root");
  public ObjectNode timestamp = signedPart("timestamp");
  public ObjectNode snapshot = signedPart("snapshot");
  public ObjectNode targets = signedPart("targets");
  public boolean listHashes = true;

  private final Set<String> published = new HashSet<>(RoleNames.TOP_LEVEL);
  private List<TestKey> lastRootSigners = List.of();

  public RepositorySimulator() {
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

  public static ObjectNode signedPart(String type) {
    ObjectNode signed = NODES.objectNode();
    signed.put("_type", type);
    signed.put("spec_version", "1.0.34");
    signed.put("version", 1);
    signed.put("expires", NOW.plus(Duration.ofDays(30)).toString());
    return signed;
  }

  public static void bump(ObjectNode signed) {
    signed.put("version", version(signed) + 1);
  }

  public static long version(ObjectNode signed) {
    return signed.get("version").longValue();
  }

  public ObjectNode rootRole(String name) {
    return (ObjectNode) root.get("roles").get(name);
  }

  /** Replaces the keys of a top-level role in the root that is served next. */
  public RepositorySimulator setKeys(String name, int threshold, TestKey... keys) {
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
  public Bytes serveRoot() {
    List<TestKey> own = Objects.requireNonNull(signers.get("root"));
    List<TestKey> all = new ArrayList<>(own);
    lastRootSigners.stream().filter(key -> !all.contains(key)).forEach(all::add);
    lastRootSigners = own;
    return put(version(root) + ".root.json", sign(root, all));
  }

  public Bytes serveNextRoot() {
    bump(root);
    return serveRoot();
  }

  public Bytes rootBytes(long version) {
    return Objects.requireNonNull(served.get(version + ".root.json"));
  }

  public Bytes bytes(String fileName) {
    return Objects.requireNonNull(served.get(fileName), fileName);
  }

  /** Serves delegated roles, targets, snapshot and timestamp as they stand, consistently. */
  public void serveAll() {
    ObjectNode meta = snapshot.putObject("meta");
    list(meta, "targets", serve("targets", targets));
    delegated.forEach((name, signed) -> list(meta, name, serve(name, signed)));
    serveSnapshotAndTimestamp();
  }

  public void serveSnapshotAndTimestamp() {
    list(timestamp.putObject("meta"), "snapshot", serve("snapshot", snapshot));
    serveTimestamp();
  }

  public Bytes serveTimestamp() {
    return put("timestamp.json", sign(timestamp, signers("timestamp")));
  }

  /** Bumps targets, snapshot and timestamp, and serves all. */
  public void release() {
    bump(targets);
    delegated.values().forEach(RepositorySimulator::bump);
    releaseSnapshot();
  }

  public void releaseSnapshot() {
    bump(snapshot);
    bump(timestamp);
    serveAll();
  }

  public void releaseTimestamp() {
    bump(timestamp);
    serveTimestamp();
  }

  /**
   * Serves the next version of each role, the first one of a delegated role that was not served
   * yet, and changes the part that lists it, which is not served unless it is named too.
   */
  public void publish(String... names) {
    for (String name : names) {
      ObjectNode signed = signed(name);
      if (!published.add(name)) {
        bump(signed);
      }
      switch (name) {
        case "root" -> serveRoot();
        case "timestamp" -> serveTimestamp();
        case "snapshot" -> list((ObjectNode) timestamp.get("meta"), name, serve(name, signed));
        default -> list((ObjectNode) snapshot.get("meta"), name, serve(name, signed));
      }
    }
  }

  /** Returns what is, or will be, signed for a role. */
  public ObjectNode signed(String name) {
    return switch (name) {
      case "root" -> root;
      case "timestamp" -> timestamp;
      case "snapshot" -> snapshot;
      case "targets" -> targets;
      default -> Objects.requireNonNull(delegated.get(name), name);
    };
  }

  public Bytes serve(String name, ObjectNode signed) {
    long prefix = isConsistent() ? version(signed) : 0;
    return put(RoleNames.served(name, prefix), sign(signed, signers(name)));
  }

  private boolean isConsistent() {
    return root.get("consistent_snapshot").booleanValue();
  }

  public List<TestKey> signers(String name) {
    return Objects.requireNonNull(signers.get(name), name);
  }

  private void list(ObjectNode meta, String name, Bytes raw) {
    ObjectNode entry = meta.putObject(name + ".json").put("version", version(signed(name)));
    if (listHashes) {
      entry.put("length", raw.size());
      entry.putObject("hashes").put("sha256", sha256(raw));
    }
  }

  public Bytes put(String fileName, Bytes raw) {
    metadata.put(fileName, raw);
    served.put(fileName, raw);
    return raw;
  }

  /** Adds a target to the top-level role and serves its content. */
  public RepositorySimulator addTarget(String path, String content) {
    return addTarget(targets, path, content);
  }

  public RepositorySimulator addTarget(ObjectNode role, String path, String content) {
    Bytes raw = utf8(content);
    ObjectNode entry = ((ObjectNode) role.get("targets")).putObject(path);
    entry.put("length", raw.size()).putObject("hashes").put("sha256", sha256(raw));
    files.put(servedPath(path, sha256(raw)), raw);
    return this;
  }

  public String servedPath(String path, String hash) {
    int name = path.lastIndexOf('/') + 1;
    String prefix = isConsistent() ? hash + "." : "";
    return RoleNames.encodePath(path.substring(0, name) + prefix + path.substring(name));
  }

  /** Adds a delegation to a role, and the delegated role unless it is there. */
  public ObjectNode delegate(ObjectNode from, String name, boolean terminating, String... paths) {
    ObjectNode entry = delegationEntry(from, name, TestKey.of("delegated " + name));
    entry.put("terminating", terminating);
    ArrayNode patterns = entry.putArray("paths");
    for (String path : paths) {
      patterns.add(path);
    }
    return delegated.computeIfAbsent(name, RepositorySimulator::emptyTargets);
  }

  public ObjectNode delegationEntry(ObjectNode from, String name, TestKey key) {
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

  public static ObjectNode emptyTargets(String name) {
    ObjectNode signed = signedPart("targets");
    signed.putObject("targets");
    return signed;
  }

  public static Bytes sign(ObjectNode signed, List<TestKey> keys) {
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

  public static Bytes envelope(ObjectNode signed, ArrayNode signatures) {
    ObjectNode file = NODES.objectNode();
    file.set("signed", signed);
    file.set("signatures", signatures);
    return utf8(file.toString() + "\n");
  }

  public List<String> metadataRequests() {
    return metadata.requests().stream().map(FetchRequest::path).toList();
  }

  public static String sha256(Bytes raw) {
    return Digest.compute(DigestAlgorithm.SHA256, raw).hex();
  }

  public static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
