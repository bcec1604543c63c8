// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class SignatureThresholdTest {
  private static final TestKey A = TestKey.of("a");
  private static final TestKey B = TestKey.of("b");
  private static final TestKey C = TestKey.of("c");

  private final RepositorySimulator repository = new RepositorySimulator();
  private TestHost host;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void unsignedMetadataIsRefusedAndItsParentsAreKept(String role) throws IOException {
    repository.signers.put(role, List.of(TestKey.of("stranger")));
    repository.release();
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals(role, e.roleName());
    assertEquals(0, e.validKeys());
    assertEquals(1, e.threshold());
    List<String> order = List.of("root", "timestamp", "snapshot", "targets");
    assertEquals(order.indexOf(role), host.keptNames().size());
  }

  /** A signature of the right key, but of something else. */
  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void aSignatureOfSomethingElseDoesNotCount(String role) throws IOException {
    host.refresh();
    TestKey key = repository.signers(role).get(0);
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    signatures
        .addObject()
        .put("keyid", key.id())
        .put("sig", key.sign(RepositorySimulator.utf8("something else")));
    RepositorySimulator.bump(repository.signed(role));
    if (!role.equals("root")) {
      repository.listHashes = false;
      repository.releaseSnapshot();
    }
    String name =
        role.equals("timestamp")
            ? "timestamp.json"
            : RepositorySimulator.version(repository.signed(role)) + "." + role + ".json";
    repository.put(name, RepositorySimulator.envelope(repository.signed(role), signatures));
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals(role, e.roleName());
    assertEquals(0, e.validKeys());
  }

  @Test
  void twoOfThreeNeedTwo() throws IOException {
    repository.setKeys("snapshot", 2, A, B, C).serveNextRoot();
    repository.signers.put("snapshot", List.of(A));
    repository.release();
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals(1, e.validKeys());
    assertEquals(2, e.threshold());
    assertEquals(List.of(B.id(), C.id()), e.missingKeyIds());
    repository.signers.put("snapshot", List.of(C, A));
    repository.release();
    assertEquals(3, host.refresh().snapshot().version());
  }

  @Test
  void aWrongAnEmptyAndANonsenseSignatureDoNoHarm() throws IOException {
    repository.setKeys("timestamp", 1, A, B, C, TestKey.of("d")).serveNextRoot();
    Bytes good = RepositorySimulator.sign(repository.timestamp, List.of(A, B, C));
    String text = new String(good.toByteArray(), StandardCharsets.UTF_8);
    Bytes message = canonical(repository.timestamp);
    text = text.replace(A.sign(message), "").replace(B.sign(message), "not hex");
    repository.put("timestamp.json", RepositorySimulator.utf8(text));
    assertEquals(1, host.refresh().timestamp().version());
  }

  /** More than there are keys: the root is fine, the role can never be signed. */
  @Test
  void thresholdAboveTheNumberOfKeysIsNeverReached() throws IOException {
    repository.setKeys("snapshot", 6, A, B, C).serveNextRoot();
    repository.release();
    assertEquals(3, host.refuses(SignatureThresholdException.class).validKeys());
    host.assertKept("root.json", repository.rootBytes(2));
  }

  /** CVE-2020-6174, CVE-2020-15093, CVE-2026-6966. */
  @Test
  void repeatedKeyIdInSignaturesIsRefusedEvenIfTheThresholdIsMet() {
    repository.signers.put("timestamp", List.of(TestKey.of("timestamp"), TestKey.of("timestamp")));
    repository.releaseTimestamp();
    MalformedDataException e = host.refuses(MalformedDataException.class);
    assertEquals("signatures[].keyid", e.field());
    assertEquals(TestKey.of("timestamp").id(), e.found());
  }

  @Test
  void repeatedKeyIdInARoleIsRefused() {
    repository.setKeys("snapshot", 2, A, A).serveNextRoot();
    assertEquals(
        "signed.roles.snapshot.keyids", host.refuses(MalformedDataException.class).field());
  }

  /** go-tuf #733: two ids, one key. */
  @Test
  void oneKeyUnderTwoIdsCountsOnce() {
    repository.setKeys("timestamp", 2, A);
    ObjectNode alias = A.json().put("x-note", "the same key");
    ((ObjectNode) repository.root.get("keys")).set("alias", alias);
    ((ArrayNode) repository.rootRole("timestamp").get("keyids")).add("alias");
    repository.serveNextRoot();
    String signature = A.sign(canonical(repository.timestamp));
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    signatures.addObject().put("keyid", A.id()).put("sig", signature);
    signatures.addObject().put("keyid", "alias").put("sig", signature);
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals(1, e.validKeys());
    assertEquals(2, e.threshold());
  }

  /** The id is an opaque name: real repositories hold ids that are no digest of their key. */
  @Test
  void aKeyIdThatIsNotTheDigestOfItsKeyWorks() throws IOException {
    repository.setKeys("timestamp", 1);
    ((ObjectNode) repository.root.get("keys")).set("my-key", A.json());
    ((ArrayNode) repository.rootRole("timestamp").get("keyids")).add("my-key");
    repository.serveNextRoot();
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    String signature = A.sign(canonical(repository.timestamp));
    signatures.addObject().put("keyid", "my-key").put("sig", signature);
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    assertEquals(1, host.refresh().timestamp().version());

    TufClient strict =
        TufClient.builder(
                host.bootstrap,
                new MemoryStore().asTrustedStore(),
                repository.metadata,
                repository.files)
            .clock(host.clock)
            .keyIdPolicy(KeyIdPolicy.ENFORCE)
            .build();
    MalformedDataException e = assertThrows(MalformedDataException.class, strict::refresh);
    assertEquals("signed.keys.my-key", e.field());
  }

  @Test
  void unknownKeyTypeNeverCountsAndBreaksNothing() throws IOException {
    repository.setKeys("timestamp", 1, A);
    ObjectNode exotic = A.json().put("keytype", "lattice").put("scheme", "lattice-1");
    ((ObjectNode) repository.root.get("keys")).set("exotic", exotic);
    ((ArrayNode) repository.rootRole("timestamp").get("keyids")).add("exotic");
    repository.serveNextRoot();
    repository.serveTimestamp();
    assertEquals(2, host.refresh().root().version());
    repository.rootRole("timestamp").put("threshold", 2);
    repository.serveNextRoot();
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    String signature = A.sign(canonical(repository.timestamp));
    signatures.addObject().put("keyid", A.id()).put("sig", signature);
    signatures.addObject().put("keyid", "exotic").put("sig", signature);
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    assertEquals(1, host.refuses(SignatureThresholdException.class).validKeys());
  }

  @Test
  void aKeyOfAnotherRoleDoesNotCount() {
    repository.signers.put("targets", List.of(TestKey.of("snapshot"), TestKey.of("timestamp")));
    repository.release();
    assertEquals(0, host.refuses(SignatureThresholdException.class).validKeys());
  }

  /** CVE-2026-23992: with a threshold below one nothing is verified at all. */
  @Test
  void thresholdMustBeAPositiveInteger() {
    List<Consumer<ObjectNode>> bad =
        List.of(
            role -> role.put("threshold", 0),
            role -> role.put("threshold", -1),
            role -> role.put("threshold", 1L << 31),
            role -> role.put("threshold", BigInteger.TWO.pow(63)),
            role -> role.put("threshold", BigInteger.TWO.pow(64).add(BigInteger.ONE)),
            role -> role.put("threshold", "1"),
            role -> role.put("threshold", true),
            role -> role.putNull("threshold"),
            role -> role.remove("threshold"));
    for (String name : List.of("root", "timestamp", "snapshot", "targets")) {
      for (Consumer<ObjectNode> change : bad) {
        RepositorySimulator fresh = new RepositorySimulator();
        change.accept(fresh.rootRole(name));
        TestHost other = new TestHost(fresh, host.directory);
        other.bootstrap = RepositorySimulator.sign(fresh.root, List.of(TestKey.of("root")));
        MalformedDataException e = other.refuses(MalformedDataException.class);
        assertEquals("signed.roles." + name + ".threshold", e.field());
      }
    }
  }

  @Test
  void aFractionAsThresholdIsRefused() {
    repository.rootRole("timestamp").put("threshold", 1);
    String text =
        new String(
                RepositorySimulator.sign(repository.root, List.of(TestKey.of("root")))
                    .toByteArray(),
                StandardCharsets.UTF_8)
            .replace("\"threshold\":1", "\"threshold\":1.0");
    host.bootstrap = RepositorySimulator.utf8(text);
    assertThrows(GantryException.class, host::refresh);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "\"1\"", "null", "99999999999999999999"})
  void delegatedThresholdMustBeAPositiveInteger(String threshold) throws IOException {
    repository.delegate(repository.targets, "role", false, "*");
    ObjectNode delegations = (ObjectNode) repository.targets.get("delegations");
    ObjectNode entry = (ObjectNode) delegations.get("roles").get(0);
    entry.set("threshold", StrictJson.parse(RepositorySimulator.utf8(threshold), "test", 100));
    repository.release();
    assertEquals(
        "signed.delegations.roles[].threshold", host.refuses(MalformedDataException.class).field());
  }

  /** CVE-2020-6173: signatures are bounded, and those of strangers cost nothing. */
  @Test
  void tooManySignaturesAreRefused() {
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 11; i++) {
      signatures.addObject().put("keyid", "k" + i).put("sig", "00");
    }
    host.limits = TufLimits.builder().signatures(10).build();
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    LimitExceededException e = host.refuses(LimitExceededException.class);
    assertEquals(10, e.limit());
    assertEquals(11, e.requested());
  }

  @Test
  void theDefaultLimitOfSignaturesIsThatOfTheEditor() throws IOException {
    ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
    TestKey key = TestKey.of("timestamp");
    signatures
        .addObject()
        .put("keyid", key.id())
        .put("sig", key.sign(canonical(repository.timestamp)));
    for (int i = 1; i < 1000; i++) {
      signatures.addObject().put("keyid", "k" + i).put("sig", "00");
    }
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    assertEquals(1, host.refresh().timestamp().version());
    signatures.addObject().put("keyid", "k1000").put("sig", "00");
    repository.put(
        "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
    assertEquals(1000, host.refuses(LimitExceededException.class).limit());
  }

  /** What has counted is not computed again: a hundred more ids of the key change nothing. */
  @Test
  void manyIdsOfOneKeyCountOnceAndAreNotMissed() {
    repository.setKeys("timestamp", 2, A, B);
    for (int i = 0; i < 20; i++) {
      ((ObjectNode) repository.root.get("keys")).set("alias" + i, A.json());
      ((ArrayNode) repository.rootRole("timestamp").get("keyids")).add("alias" + i);
    }
    repository.signers.put("timestamp", List.of(A));
    repository.serveNextRoot();
    repository.serveTimestamp();
    SignatureThresholdException e = host.refuses(SignatureThresholdException.class);
    assertEquals(1, e.validKeys());
    assertEquals(List.of(B.id()), e.missingKeyIds());
  }

  @Test
  void unknownFieldsAreSignedAndDoNoHarm() throws IOException {
    repository.root.put("x-owner", "someone").putObject("x-nested").putArray("list").add(1);
    ((ObjectNode) repository.root.get("keys").get(TestKey.of("snapshot").id()))
        .put("x-holder", "someone")
        .putArray("keyid_hash_algorithms")
        .add(true);
    repository.rootRole("targets").put("x-period", 365);
    repository.serveNextRoot();
    assertEquals(2, host.refresh().root().version());
  }

  private static Bytes canonical(ObjectNode signed) {
    try {
      return CanonicalJson.encode(signed);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
