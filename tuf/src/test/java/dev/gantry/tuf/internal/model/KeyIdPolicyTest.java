// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.KeyIdPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdPolicyTest {
  private static final String PUBLIC =
      "edcd0a32a07dce33f7c7873aaffbff36d20ea30787574ead335eefd337e4dacd";

  /** The id of the key with no other member; computed with securesystemslib 1.6.0. */
  private static final String CORE_ID =
      "2345a90ad8d76f3677f9ad6695b0ba0b5c7b7fbf27fb0ed35fbdf7b71264a679";

  private static final String CORE =
      "\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"" + PUBLIC + "\"},\"scheme\":\"ed25519\"";

  private static final String WITH_EXTRA = "{" + CORE + ",\"x-owner\":\"me\"}";

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Envelope root(String keyId, String key) throws GantryException {
    String role = "{\"keyids\":[\"" + keyId + "\"],\"threshold\":1}";
    String json =
        "{\"signatures\":[],\"signed\":{\"_type\":\"root\",\"spec_version\":\"1.0.34\","
            + "\"version\":1,\"expires\":\"2030-01-01T00:00:00Z\",\"keys\":{\""
            + keyId
            + "\":"
            + key
            + "},\"roles\":{\"root\":R,\"timestamp\":R,\"snapshot\":R,\"targets\":R}}}";
    return Envelope.parse(utf8(json.replace("R", role)), "test", 1 << 20, 1);
  }

  private static RootRole parse(String keyId, String key, KeyIdPolicy policy)
      throws GantryException {
    return RootRole.parse(root(keyId, key), policy, Optional.empty());
  }

  @Test
  void spec_4_2_enforcedIdsAreDigestsOfTheWholeKeyOrOfItsCore() throws GantryException {
    String wholeId = Digest.compute(DigestAlgorithm.SHA256, utf8(WITH_EXTRA)).hex();
    for (String keyId : new String[] {wholeId, CORE_ID}) {
      RootRole role = parse(keyId, WITH_EXTRA, KeyIdPolicy.ENFORCE);
      assertTrue(role.keys().find(keyId).isPresent());
    }
    assertTrue(
        parse(CORE_ID, "{" + CORE + "}", KeyIdPolicy.ENFORCE).keys().find(CORE_ID).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"my-key", "2345A90AD8D76F3677F9AD6695B0BA0B5C7B7FBF27FB0ED35FBDF7B71264A679", ""})
  void otherIdsAreRefusedOnlyIfEnforced(String keyId) throws GantryException {
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class, () -> parse(keyId, WITH_EXTRA, KeyIdPolicy.ENFORCE));
    assertEquals("signed.keys." + keyId, e.field());
    assertTrue(parse(keyId, WITH_EXTRA, KeyIdPolicy.DECLARED).keys().find(keyId).isPresent());
  }

  @Test
  void unknownKeyTypesHaveIdsToo() throws GantryException {
    String lattice = WITH_EXTRA.replace("ed25519", "lattice");
    String keyId = Digest.compute(DigestAlgorithm.SHA256, utf8(lattice)).hex();
    assertTrue(parse(keyId, lattice, KeyIdPolicy.ENFORCE).keys().find(keyId).isPresent());
    assertThrows(MalformedDataException.class, () -> parse(CORE_ID, lattice, KeyIdPolicy.ENFORCE));
  }

  @Test
  void delegatedKeysAreHeldToThePolicy() throws GantryException {
    String json =
        "{\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"spec_version\":\"1.0.34\","
            + "\"version\":1,\"expires\":\"2030-01-01T00:00:00Z\",\"targets\":{},"
            + "\"delegations\":{\"roles\":[],\"keys\":{\"my-key\":"
            + WITH_EXTRA
            + "}}}}";
    Envelope envelope = Envelope.parse(utf8(json), "test", 1 << 20, 1);
    assertTrue(
        TargetsRole.parse(envelope, "targets", KeyIdPolicy.DECLARED)
            .delegations()
            .keys()
            .isPresent());
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class,
            () -> TargetsRole.parse(envelope, "targets", KeyIdPolicy.ENFORCE));
    assertEquals("signed.delegations.keys.my-key", e.field());
  }

  /** A chain of a thousand roots decodes a key once. */
  @Test
  void keysOfTheRootBeforeAreNotDecodedAgain() throws GantryException {
    RootRole before = parse("a", WITH_EXTRA, KeyIdPolicy.DECLARED);
    RootRole same =
        RootRole.parse(root("a", WITH_EXTRA), KeyIdPolicy.DECLARED, Optional.of(before));
    RootRole other =
        RootRole.parse(root("a", "{" + CORE + "}"), KeyIdPolicy.DECLARED, Optional.of(before));
    assertSame(before.keys().find("a").orElseThrow(), same.keys().find("a").orElseThrow());
    assertNotSame(before.keys().find("a").orElseThrow(), other.keys().find("a").orElseThrow());
    assertThrows(
        MalformedDataException.class,
        () -> RootRole.parse(root("a", WITH_EXTRA), KeyIdPolicy.ENFORCE, Optional.of(before)));
  }
}
