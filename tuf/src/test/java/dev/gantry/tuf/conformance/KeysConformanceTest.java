// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TestKey;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The cases of {@code test_keys}. */
class KeysConformanceTest extends ConformanceCases {
  private static final Bytes OTHER = RepositorySimulator.utf8("signed instead");

  private static TestKey[] snapshotKeys(int count) {
    TestKey[] keys = new TestKey[count];
    Arrays.setAll(keys, i -> TestKey.of("snapshot" + i));
    return keys;
  }

  @Test
  void snapshotDoesNotMeetThreshold() throws IOException {
    TestKey[] keys = snapshotKeys(3);
    repository.setKeys("snapshot", 3, keys);
    repository.publish("root", "targets", "snapshot", "timestamp");
    client.refresh();
    repository.signers.put("snapshot", List.of(keys).subList(0, 2));
    repository.publish("targets", "snapshot", "timestamp");
    SignatureThresholdException e = client.refuses(SignatureThresholdException.class);
    assertEquals("snapshot", e.roleName());
    assertEquals(2, e.validKeys());
    assertEquals(3, e.threshold());
    assertEquals(
        Map.of("root", 2L, "timestamp", 3L, "snapshot", 2L, "targets", 2L), client.trusted());
  }

  @Test
  void snapshotHasTooFewKeys() throws IOException {
    repository.setKeys("snapshot", 6, snapshotKeys(5));
    repository.publish("root", "snapshot", "timestamp");
    assertEquals(5, client.refuses(SignatureThresholdException.class).validKeys());
    assertEquals(Map.of("root", 2L, "timestamp", 2L), client.trusted());
  }

  /** One key, listed nine times and signing nine times, is not six keys. */
  @Test
  void duplicateKeys() throws IOException {
    TestKey repeated = TestKey.of("repeated");
    TestKey[] keys = new TestKey[10];
    Arrays.fill(keys, repeated);
    keys[0] = TestKey.of("snapshot");
    repository.setKeys("snapshot", 6, keys);
    repository.publish("root", "snapshot", "timestamp");
    client.refuses(GantryException.class);
    assertFalse(client.trusted().containsKey("snapshot"));

    // The same attack without the repeated ids of the role, which alone are a reason to refuse.
    repository.setKeys("snapshot", 6, TestKey.of("snapshot"), repeated);
    repository.serveRoot();
    repository.signers.put("snapshot", Collections.nCopies(9, repeated));
    repository.publish("snapshot", "timestamp");
    client.refuses(GantryException.class);
    assertFalse(client.trusted().containsKey("snapshot"));
  }

  @Test
  void duplicateSigKeyids() throws IOException {
    TestKey key = TestKey.of("snapshot");
    repository.put(
        "1.snapshot.json", RepositorySimulator.sign(repository.snapshot, List.of(key, key)));
    assertEquals("signatures[].keyid", client.refuses(MalformedDataException.class).field());
    assertFalse(client.trusted().containsKey("snapshot"));
  }

  static Stream<Arguments> keytypeAndScheme() {
    return Stream.of(
        Arguments.of("rsa/rsassa-pss-sha256", TestKey.rsa("new root")),
        Arguments.of("ecdsa/ecdsa-sha2-nistp256", TestKey.ecdsa("new root")),
        Arguments.of("ed25519/ed25519", TestKey.of("new root")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void keytypeAndScheme(String id, TestKey key) throws IOException {
    repository.setKeys("root", 2, TestKey.of("root"), key);
    assertEquals(
        id, key.json().get("keytype").stringValue() + '/' + key.json().get("scheme").stringValue());
    repository.publish("root");
    client.refresh();
    assertEquals(2, client.trusted().get("root"));
    repository.publish("root");
    replace("3.root.json", key.sign(canonical(repository.root)), key.sign(OTHER));
    SignatureThresholdException e = client.refuses(SignatureThresholdException.class);
    assertEquals(List.of(key.id()), e.missingKeyIds());
    assertEquals(2, client.trusted().get("root"));
  }

  private static Bytes canonical(ObjectNode signed) throws IOException {
    return CanonicalJson.encode(signed);
  }

  @Test
  void invalidSigInValidMetadata() throws IOException {
    TestKey old = TestKey.of("timestamp");
    TestKey added = TestKey.of("second timestamp");
    repository.setKeys("timestamp", 1, old, added);
    repository.publish("root", "timestamp");
    for (String bad : List.of(old.sign(OTHER), "")) {
      ArrayNode signatures = JsonNodeFactory.instance.arrayNode();
      signatures.addObject().put("keyid", old.id()).put("sig", bad);
      signatures
          .addObject()
          .put("keyid", added.id())
          .put("sig", added.sign(canonical(repository.timestamp)));
      repository.put(
          "timestamp.json", RepositorySimulator.envelope(repository.timestamp, signatures));
      long version = RepositorySimulator.version(repository.timestamp);
      assertEquals(version, client.refresh().timestamp().version());
      repository.publish("timestamp");
    }
  }
}
