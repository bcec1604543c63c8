// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.advisory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.RollbackException;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TestHost;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.TrustedView;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import dev.gantry.tuf.map.MapFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What go-tuf was attacked with. */
class GoTufAdvisoryTest {
  private static final TargetPath FILE = TargetPath.of("file");

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory.resolve("store"));
  }

  /** Older roles were accepted, or kept before they were looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void cve_2022_29173_olderRoleIsRefusedAndNotKept(String role) throws IOException {
    repository.publish("targets", "snapshot", "timestamp");
    host.refresh();
    String file = role + ".json";
    Bytes kept = host.kept(file);
    repository.signed(role).put("version", 0);
    switch (role) {
      case "timestamp" -> repository.publish("timestamp");
      case "snapshot" -> repository.publish("snapshot", "timestamp");
      default -> repository.publish("targets", "snapshot", "timestamp");
    }
    RollbackException e = host.refuses(RollbackException.class);
    assertEquals(role, e.affectedRole());
    assertEquals(1, e.foundVersion());
    assertEquals(2, e.trustedVersion());
    host.assertKept(file, kept);
  }

  /** The order of delegations was lost in a map, so that another role won now and then. */
  @Test
  void cve_2024_47534_firstDelegationWinsAmongMany() throws IOException {
    List<String> order = new ArrayList<>();
    IntStream.of(9, 10, 8, 1, 0, 11, 2, 7, 3, 6, 4, 5).forEach(i -> order.add("" + i));
    order.add(4, "z");
    order.add(2, "a");
    for (String name : order) {
      ObjectNode role = repository.delegate(repository.targets, name, false, "*");
      repository.addTarget(role, "only-" + name, name);
    }
    for (String later : order.subList(5, order.size())) {
      repository.addTarget(repository.signed(later), "file", later);
    }
    repository.release();
    TrustedView view = host.refresh();
    assertEquals(order.get(5), view.require(FILE).roleName());
    for (String name : order) {
      assertEquals(name, view.require(TargetPath.of("only-" + name)).roleName());
    }
    assertEquals(Optional.empty(), view.find(TargetPath.of("nowhere")));
    List<String> requests = repository.metadataRequests();
    assertEquals(
        order.stream().map(name -> "2." + name + ".json").toList(),
        requests.subList(4, requests.size()));
  }

  /** Malformed JSON of the right syntax ended the process, before any signature. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "{\"signed\":null,\"signatures\":null}",
        "{\"signed\":[],\"signatures\":[]}",
        "{\"signed\":\"root\",\"signatures\":[]}",
        "{\"signed\":{},\"signatures\":{}}",
        "{\"signed\":{\"_type\":1},\"signatures\":[]}",
        "{\"signed\":{\"_type\":[\"root\"]},\"signatures\":[null]}",
        "{\"signed\":{\"_type\":\"root\",\"keys\":[],\"roles\":1},\"signatures\":[]}",
        "{\"signed\":{\"_type\":\"root\"},\"signatures\":[{\"keyid\":null,\"sig\":[]}]}"
      })
  void cve_2026_23991_malformedMetadataIsATypedRefusal(String text) {
    Bytes raw = RepositorySimulator.utf8(text);
    for (String name :
        List.of("2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json")) {
      RepositorySimulator hostile = new RepositorySimulator();
      hostile.listHashes = false;
      hostile.serveAll();
      hostile.put(name, raw);
      TestHost.inMemory(hostile).refuses(GantryException.class);
    }
    TestHost trusting = TestHost.inMemory(repository);
    trusting.bootstrap = raw;
    trusting.refuses(MalformedDataException.class);
  }

  /** With a threshold of zero or less, nothing had to be signed. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "9223372036854775808", "1.0", "\"1\"", "null", "true", "[1]"})
  void cve_2026_23992_thresholdIsAPositiveInteger(String value) throws IOException {
    for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
      RepositorySimulator hostile = new RepositorySimulator();
      String text =
          new String(
                  RepositorySimulator.sign(hostile.root, hostile.signers("root")).toByteArray(),
                  java.nio.charset.StandardCharsets.UTF_8)
              .replaceFirst("(\"" + role + "\":\\{\"threshold\":)1", "$1" + value);
      assertTrue(text.contains("\"" + role + "\":{\"threshold\":" + value));
      TestHost other = TestHost.inMemory(hostile);
      other.bootstrap = RepositorySimulator.utf8(text);
      other.refuses(MalformedDataException.class);
      assertEquals(List.of(), hostile.metadataRequests());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "9223372036854775808", "\"1\"", "null"})
  void cve_2026_23992_thresholdOfADelegationIsAPositiveInteger(String value) throws IOException {
    repository.delegate(repository.targets, "role", false, "*");
    JsonNode threshold = StrictJson.parse(RepositorySimulator.utf8(value), "test", 100);
    ((ObjectNode) repository.targets.get("delegations").get("roles").get(0))
        .set("threshold", threshold);
    repository.signers.put("role", List.of());
    repository.release();
    assertEquals(
        "signed.delegations.roles[].threshold", host.refuses(MalformedDataException.class).field());
  }

  /** The name of a repository in a map file became the name of a directory anywhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "..", ".", "/x", "a/b", "a\\\\b", "", "C:", "x\\u0000", ".hidden"})
  void cve_2026_24686_nameOfARepositoryIsNoPath(String name) {
    String map =
        "{\"repositories\":{\"%s\":[\"https://example.org/\"]},\"mapping\":[{\"paths\":[\"*\"],"
            + "\"repositories\":[\"%s\"],\"threshold\":1,\"terminating\":true}]}";
    assertThrows(
        MalformedDataException.class,
        () -> MapFile.parse(RepositorySimulator.utf8(map.replace("%s", name)), "map"));
    assertEquals(
        Set.of("good-1.x"),
        assertDoesNotThrow(
                () -> MapFile.parse(RepositorySimulator.utf8(map.replace("%s", "good-1.x")), "map"))
            .repositories()
            .keySet());
  }

  /** One key counted twice, under the id of each of its two type names. */
  @Test
  void issue_733_oneKeyUnderTwoTypesCountsOnce() throws IOException {
    TestKey key = TestKey.ecdsa("one key");
    ObjectNode other = key.json().put("keytype", "ecdsa-sha2-nistp256");
    repository.setKeys("timestamp", 2, key);
    ((ObjectNode) repository.root.get("keys")).set("other", other);
    ((ArrayNode) repository.rootRole("timestamp").get("keyids")).add("other");
    repository.serveNextRoot();
    String signature = key.sign(CanonicalJson.encode(repository.timestamp));
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    signatures.addObject().put("keyid", key.id()).put("sig", signature);
    signatures.addObject().put("keyid", "other").put("sig", signature);
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals(1, e.validKeys());
    assertEquals(2, e.threshold());
    // Each of the two ids alone is good.
    repository.rootRole("timestamp").put("threshold", 1);
    repository.serveNextRoot();
    signatures.remove(0);
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    assertEquals(1, host.refresh().timestamp().version());
  }

  /** A key that was too short or too long ended the process. */
  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void issue_739_ed25519KeyOfAnotherLengthIsRefused(int bytes) {
    ObjectNode key = TestKey.of("timestamp").json();
    key.putObject("keyval").put("public", "11".repeat(bytes));
    ((ObjectNode) repository.root.get("keys")).set("odd", key);
    ((ArrayNode) repository.rootRole("timestamp").get("keyids")).removeAll().add("odd");
    repository.serveNextRoot();
    host.refuses(GantryException.class);
    assertFalse(java.nio.file.Files.exists(host.file("timestamp.json")));
  }

  /** The number of bits of a bin was not checked. */
  @ParameterizedTest
  @ValueSource(ints = {0, 33, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void issue_716_bitLengthIsChecked(int bitLength) {
    TestKey key = TestKey.of("bins");
    ObjectNode delegations = repository.targets.putObject("delegations");
    delegations.putObject("keys").set(key.id(), key.json());
    ObjectNode bins = delegations.putObject("succinct_roles");
    bins.putArray("keyids").add(key.id());
    bins.put("threshold", 1).put("bit_length", bitLength).put("name_prefix", "bin");
    repository.release();
    assertEquals(
        "signed.delegations.succinct_roles.bit_length",
        host.refuses(MalformedDataException.class).field());
  }

  @Test
  void issue_759_cachedRoleIsVerifiedForEachDelegator() throws IOException {
    DiamondDelegation.assertVerifiedForEachDelegator(repository, host);
  }

  /** Prefixes were compared with another encoding of the hash, and so never matched. */
  @Test
  void pull_783_pathHashPrefixesAreHex() throws IOException {
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8("file"));
    TestKey key = TestKey.of("by hash");
    repository
        .delegationEntry(repository.targets, "role", key)
        .put("terminating", false)
        .putArray("path_hash_prefixes")
        .add(hash.substring(0, 5));
    ObjectNode role = RepositorySimulator.emptyTargets("role");
    repository.delegated.put("role", role);
    repository.addTarget(role, "file", "content").release();
    assertEquals("role", host.refresh().require(FILE).roleName());
    assertThrows(GantryException.class, () -> host.refresh().require(TargetPath.of("other")));
  }
}
