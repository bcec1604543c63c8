// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.ExpiredMetadataException;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.VersionMismatchException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootDocumentTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");
  private static final List<String> ROLES = List.of("root", "targets", "snapshot", "timestamp");

  private SigningKey a;
  private SigningKey b;
  private SigningKey c;
  private SigningKey d;

  /** Root 1: two of a, b and c; the other roles one of d. */
  private RootDocument first;

  @BeforeEach
  void makeRoot() throws Exception {
    a = TestKeys.ed25519(1);
    b = TestKeys.ed25519(2);
    c = TestKeys.ed25519(3);
    d = TestKeys.ed25519(4);
    RootDocument root = RootDocument.initial(1, LATER);
    for (SigningKey key : List.of(a, b, c)) {
      root = root.withKey("root", key.publicKey());
    }
    for (String role : ROLES.subList(1, 4)) {
      root = root.withKey(role, d.publicKey()).withThreshold(role, 1);
    }
    first = root.withThreshold("root", 2);
  }

  private static RootDocument reread(RootDocument root) throws Exception {
    RootDocument again = RootDocument.parse(root.toBytes());
    assertEquals(root, again);
    assertEquals(root.toBytes(), again.toBytes());
    return again;
  }

  private static RootDocument edited(RootDocument root, String from, String to) throws Exception {
    String text = new String(root.toBytes().toByteArray(), StandardCharsets.UTF_8);
    String changed = text.replace(from.replace('\'', '"'), to.replace('\'', '"'));
    assertFalse(changed.equals(text));
    return RootDocument.parse(Bytes.of(changed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aNewRootIsIncompleteUntilEachRoleHasThresholdAndKeys() throws Exception {
    RootDocument root = reread(RootDocument.initial(1, LATER));

    assertEquals(4, root.issues().size());
    assertEquals(RootIssue.Kind.THRESHOLD_NOT_SET, root.issues().get(0).kind());
    assertTrue(root.threshold("root").isEmpty());
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> root.sign(List.of(a)));
    assertEquals("ROOT_INCOMPLETE", e.code());
    // No client reads it by mistake.
    assertThrows(
        GantryException.class,
        () -> SignedFile.parse(root.toBytes(), "", "root").requireReadable("root"));

    RootDocument tooFew = first.withThreshold("targets", 2);
    assertEquals(
        List.of(
            new RootIssue(RootIssue.Kind.TOO_FEW_KEYS, "targets", tooFew.threshold("targets"), 1)),
        tooFew.issues());
    assertThrows(StateConflictException.class, () -> tooFew.verify(NOW));
    assertEquals(List.of(), first.issues());
  }

  @Test
  void keyHoldersSignTheFirstRootInTurn() throws Exception {
    RootDocument byA = reread(first.sign(List.of(a, d)));
    assertEquals(1, byA.signatures().size());
    SignatureThresholdException e =
        assertThrows(SignatureThresholdException.class, () -> byA.verify(NOW));
    assertEquals(2, e.threshold());
    assertEquals(1, e.validKeys());
    assertEquals(
        Set.of(b.publicKey().keyId(), c.publicKey().keyId()), Set.copyOf(e.missingKeyIds()));

    CompletedRoot root = reread(byA.sign(List.of(c))).verify(NOW);
    assertEquals(1, root.version());
    assertEquals(LATER, root.expires());
    assertEquals("1.root.json", root.fileName());
    assertTrue(root.previous().isEmpty());
  }

  @Test
  void aRotationTakesBothThresholds() throws Exception {
    RootDocument next =
        first
            .sign(List.of(a, b))
            .withNextVersion()
            .withoutKey(a.publicKey().keyId(), "root")
            .withKey("root", d.publicKey());
    assertEquals(0, next.signatures().size());

    RootDocument half = reread(next.sign(List.of(b, d), first));
    DocumentSignatures report = half.inspect(first);
    assertFalse(report.keySets().get(0).isComplete());
    assertTrue(report.keySets().get(1).isComplete());
    assertEquals("root of root 1", report.keySets().get(0).description());
    assertThrows(SignatureThresholdException.class, () -> half.verify(first, NOW));
    // Enough for those who have no older root.
    assertEquals(2, half.verify(NOW).version());

    CompletedRoot root = half.sign(List.of(a), first).verify(first, NOW);
    assertEquals(Optional.of(first.toBytes()), root.previous());
    assertEquals(3, root.file().signatures().size());
    assertEquals("2.root.json", root.fileName());
  }

  @Test
  void aRootGoesThroughABundle() throws Exception {
    RootDocument next = first.withNextVersion();
    SigningBundle bundle = SigningBundle.of(List.of(next.toPending(first)));
    SigningBundle signed =
        SigningBundle.decode(bundle.encode())
            .sign(List.of(a))
            .merge(SigningBundle.decode(bundle.encode()).sign(List.of(c)));

    RootDocument back = RootDocument.of(signed.findRole("root").orElseThrow());
    assertEquals(next.sign(List.of(a, c)), back);
    assertEquals(2, back.verify(first, NOW).version());
  }

  @Test
  void spec_5_3_5_versionsFollowByOne() throws Exception {
    RootDocument skipped = first.withVersion(3).sign(List.of(a, b), first);
    VersionMismatchException e =
        assertThrows(VersionMismatchException.class, () -> skipped.verify(first, NOW));
    assertEquals(2, e.expectedVersion());
    assertThrows(VersionMismatchException.class, () -> first.verify(first, NOW));
    assertThrows(
        StateConflictException.class,
        () -> first.withVersion(MetadataDirectory.MAX_ROOT_VERSION).withNextVersion());
  }

  @Test
  void spec_5_3_10_expiredRootsAreRefused() throws Exception {
    RootDocument signed = first.sign(List.of(a, b));
    assertThrows(ExpiredMetadataException.class, () -> signed.verify(LATER));
    assertEquals(1, signed.verify(LATER.minusSeconds(1)).version());
    assertEquals(
        Instant.parse("2028-02-03T04:05:06Z"),
        first.withExpiry(Instant.parse("2028-02-03T04:05:06.789Z")).expires());
    assertThrows(IllegalArgumentException.class, () -> first.withExpiry(Instant.MAX));
  }

  @Test
  void editsDropSignaturesAndNothingElse() throws Exception {
    RootDocument known = edited(first, "'threshold':2", "'threshold':2,'x-role':{'deep':[1,2]}");
    RootDocument signed = known.sign(List.of(a, b));
    assertEquals(2, signed.signatures().size());
    for (RootDocument changed :
        List.of(
            signed.withVersion(5),
            signed.withExpiry(NOW),
            signed.withThreshold("root", 3),
            signed.withKey("root", d.publicKey()),
            signed.withoutKey(c.publicKey().keyId()))) {
      assertEquals(0, changed.signatures().size());
      assertTrue(
          new String(changed.toBytes().toByteArray(), StandardCharsets.UTF_8)
              .contains("\"x-role\":{\"deep\":[1,2]}"));
    }
    assertSame(signed, signed.withVersion(1));
    assertSame(signed, signed.withThreshold("root", 2));
    assertSame(signed, signed.withKey("root", a.publicKey()));
    assertSame(signed, signed.sign(List.of(a, d)));
  }

  @Test
  void keysWithoutUseAreRemoved() throws Exception {
    String id = d.publicKey().keyId();
    RootDocument fewer = first.withoutKey(id, "targets");
    assertTrue(fewer.keys().containsKey(id));
    fewer = fewer.withoutKey(id, "snapshot").withoutKey(id, "timestamp");
    assertFalse(fewer.keys().containsKey(id));
    assertEquals(fewer, first.withoutKey(id));
    assertEquals(Set.of(), fewer.keys("targets").keySet());

    RootDocument replaced = first.withRole("timestamp", KeyPolicy.of(1, a.publicKey()));
    assertEquals(Set.of(a.publicKey().keyId()), replaced.keys("timestamp").keySet());
    replaced = first.withRole("root", KeyPolicy.of(1, d.publicKey()));
    assertEquals(Set.of(id), replaced.keys().keySet());
    assertEquals(1, replaced.threshold("root").orElseThrow());

    StateConflictException e =
        assertThrows(StateConflictException.class, () -> first.withoutKey("nobody"));
    assertEquals("KEY_NOT_FOUND", e.code());
    assertThrows(
        StateConflictException.class, () -> first.withoutKey(a.publicKey().keyId(), "targets"));
    assertThrows(IllegalArgumentException.class, () -> first.withoutKey(id, "mirrors"));
    assertThrows(IllegalArgumentException.class, () -> first.withThreshold("root", 0));
    assertThrows(IllegalArgumentException.class, () -> first.withKey("x", a.publicKey()));
  }

  @Test
  void aKeyKeepsTheIdThatTheRootDeclares() throws Exception {
    RootDocument odd = edited(first, a.publicKey().keyId(), "odd");
    RootDocument both = odd.withKey("targets", a.publicKey());

    assertEquals(Set.of(d.publicKey().keyId(), "odd"), both.keys("targets").keySet());
    CompletedRoot root = odd.sign(List.of(a, b)).verify(NOW);
    assertTrue(root.file().signatures().containsKey("odd"));
    // The next root declares the right id: the key signs under both.
    RootDocument next = odd.withNextVersion().withoutKey("odd").withKey("root", a.publicKey());
    assertEquals(3, next.sign(List.of(a, b), odd).verify(odd, NOW).file().signatures().size());
  }

  @Test
  void unknownKeyTypesAreKeptAndNeverCount() throws Exception {
    String id = c.publicKey().keyId();
    RootDocument odd =
        edited(first, c.publicKey().toJson(), "{'keytype':'new','scheme':'new','keyval':{'x':1}}");
    assertFalse(Objects.requireNonNull(odd.keys().get(id)).isSupported());
    RootDocument signed = odd.withVersion(2).sign(List.of(a, b));
    assertEquals(List.of(id), signed.inspect().keySets().get(0).unsupportedKeyIds());
    assertEquals(2, signed.verify(NOW).version());
    assertEquals(1, odd.withThreshold("root", 3).issues().size());
  }

  /** As {@code tuftool root init} writes: 1507 stands for nothing. */
  @Test
  void thresholdsBeyondTheKeysAreIncomplete() throws Exception {
    RootDocument root = edited(first, "'threshold':1", "'threshold':1507");
    assertEquals(3, root.issues().size());
    assertThrows(StateConflictException.class, () -> root.sign(List.of(a)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{'signed':{'_type':'root'},'signatures':[]}",
        "{'signed':{'_type':'targets'},'signatures':[]}"
      })
  void otherFilesAreTyped(String text) {
    assertThrows(
        MalformedDataException.class, () -> RootDocument.parse(SigningBundleTest.bytes(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'version':1|'version':0",
        "'version':1|'version':9223372036854775807",
        "'expires':'2027|'expires':'x027",
        "'threshold':2|'threshold':'2'",
        "'threshold':2|'threshold':0",
        "'keys':{|'keys':{'k':{},",
        "'roles':{'root'|'roles':{'rot'"
      })
  void spoiledFilesAreTyped(String change) {
    int bar = change.indexOf('|');
    assertThrows(
        GantryException.class,
        () -> edited(first, change.substring(0, bar), change.substring(bar + 1)));
  }
}
