// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.SignatureThresholdException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A root ceremony with three holders of old keys, two of new ones, and no network. */
class SigningBundleTest {
  private SigningKey a;
  private SigningKey b;
  private SigningKey c;
  private SigningKey stranger;
  private Bytes oldRoot;
  private SigningBundle bundle;

  @BeforeEach
  void makeBundle() throws Exception {
    a = TestKeys.ed25519(1);
    b = TestKeys.ed25519(2);
    c = TestKeys.ed25519(3);
    stranger = TestKeys.ed25519(9);
    oldRoot = file(root(1, 2, a, b));
    bundle = bundle(root(2, 2, b, c));
  }

  private SigningBundle bundle(String newRoot) throws Exception {
    return SigningBundle.of(
        List.of(
            PendingDocument.of(
                "timestamp.json",
                "timestamp",
                bytes(
                    "{'_type':'timestamp','spec_version':'1.0.34','version':7,"
                        + "'expires':'2030-01-01T00:00:00Z',"
                        + "'meta':{'snapshot.json':{'version':3}}}"),
                List.of(set("timestamp of root 2", 1, c))),
            PendingDocument.of(
                "2.root.json",
                "root",
                bytes(newRoot),
                List.of(set("root of root 1", 2, a, b), set("root of root 2", 2, b, c)))));
  }

  private static KeySetRequirement set(String description, int threshold, SigningKey... keys) {
    return KeySetRequirement.of(
        description, List.of(keys).stream().map(SigningKey::publicKey).toList(), threshold);
  }

  static String root(int version, int threshold, SigningKey... keys) {
    StringBuilder objects = new StringBuilder();
    StringBuilder ids = new StringBuilder();
    for (SigningKey key : keys) {
      String id = key.publicKey().keyId();
      objects.append(objects.isEmpty() ? "" : ",").append('"').append(id).append("\":");
      objects.append(key.publicKey().toJson());
      ids.append(ids.isEmpty() ? "" : ",").append('"').append(id).append('"');
    }
    String role = "{'keyids':[" + ids + "],'threshold':" + threshold + "}";
    return "{'_type':'root','spec_version':'1.0.34','consistent_snapshot':true,'version':"
        + version
        + ",'expires':'2031-01-01T00:00:00Z','x-kept':[1],'keys':{"
        + objects
        + "},'roles':{'root':"
        + role
        + ",'targets':"
        + role
        + ",'snapshot':"
        + role
        + ",'timestamp':"
        + role
        + "}}";
  }

  static Bytes file(String signed) {
    return bytes("{'signatures':[],'signed':" + signed + "}");
  }

  static Bytes bytes(String json) {
    return Bytes.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private SigningBundle carried(SigningBundle from) throws Exception {
    return SigningBundle.decode(from.encode());
  }

  @Test
  void holdersSignInTurn() throws Exception {
    SigningBundle signed = carried(carried(bundle).sign(List.of(a, stranger)));
    assertFalse(signed.report().isComplete());
    signed = carried(signed.sign(List.of(b)));
    assertThrows(SignatureThresholdException.class, signed::verify);
    signed = carried(signed.sign(List.of(c)));

    assertTrue(signed.report().isComplete());
    assertEquals(signed, signed.verify());
    SignedFile root =
        SignedFile.parse(signed.find("2.root.json").orElseThrow().toBytes(), "", "root");
    RoleKeySet old = RoleKeySet.ofRoot(SignedFile.parse(oldRoot, "", "root").signed(), "root", "");
    assertTrue(old.isMetBy(root));
    assertTrue(RoleKeySet.ofRoot(root.signed(), "root", "").isMetBy(root));
    assertEquals(3, root.signatures().size());
    assertEquals("[1]", root.signed().get("x-kept").toString());
  }

  @Test
  void copiesSignedApartMergeInAnyOrder() throws Exception {
    SigningBundle byA = carried(carried(bundle).sign(List.of(a)));
    SigningBundle byB = carried(carried(bundle).sign(List.of(b)));
    SigningBundle byC = carried(carried(bundle).sign(List.of(c)));

    SigningBundle forward = byA.merge(byB).merge(byC);
    SigningBundle backward = byC.merge(byB.merge(byA));
    assertEquals(forward.encode(), backward.encode());
    assertTrue(forward.report().isComplete());
    assertEquals(forward, forward.merge(bundle));
    assertEquals(forward.encode(), bundle.sign(List.of(c, b, a)).encode());
  }

  @Test
  void theReportNamesWhoIsMissingForEachKeySet() throws Exception {
    DocumentSignatures root = bundle.sign(List.of(b)).find("2.root.json").orElseThrow().report();

    assertEquals(2, root.keySets().size());
    KeySetSignatures old = root.keySets().get(0);
    assertEquals("root of root 1", old.description());
    assertEquals(List.of(b.publicKey().keyId()), old.signedKeyIds());
    assertEquals(List.of(a.publicKey().keyId()), old.missingKeyIds());
    assertEquals(1, old.stillNeeded());
    assertEquals(List.of(c.publicKey().keyId()), root.keySets().get(1).missingKeyIds());
    assertEquals(2, bundle.report().incomplete().size());
  }

  @Test
  void aKeyWithTwoIdsSignsUnderBothAndCountsOnce() throws Exception {
    KeySetRequirement doubled =
        KeySetRequirement.of("doubled", Map.of("one", a.publicKey(), "two", a.publicKey()), 2);
    PendingDocument document =
        PendingDocument.of("2.root.json", "root", bytes(root(2, 1, a)), List.of(doubled))
            .sign(List.of(a));

    assertEquals(2, document.signatures().size());
    assertEquals(1, document.report().keySets().get(0).validKeys());
    SignatureThresholdException e =
        assertThrows(SignatureThresholdException.class, document::verify);
    assertEquals(2, e.threshold());
    assertEquals(1, e.validKeys());
  }

  @Test
  void keysThatHaveSignedAreNotAskedAgain() throws Exception {
    SigningBundle once = bundle.sign(List.of(a));
    Signer tired =
        new Signer() {
          @Override
          public TufPublicKey publicKey() {
            return a.publicKey();
          }

          @Override
          public Bytes sign(Bytes message) {
            throw new AssertionError("asked again");
          }
        };
    assertEquals(once, once.sign(List.of(tired)));
    PendingDocument root = once.find("2.root.json").orElseThrow();
    assertSame(root, root.sign(List.of(tired, stranger)));
  }

  @Test
  void aSignerThatLiesIsRefused() {
    Signer liar =
        new Signer() {
          @Override
          public TufPublicKey publicKey() {
            return a.publicKey();
          }

          @Override
          public Bytes sign(Bytes message) throws java.io.IOException {
            return stranger.sign(message);
          }
        };
    InvalidSignatureException e =
        assertThrows(InvalidSignatureException.class, () -> bundle.sign(List.of(liar)));
    assertEquals(a.publicKey().keyId(), e.keyId());
    assertEquals("2.root.json", e.document());
  }

  private SigningBundle withSignature(SigningBundle from, String keyId, String hex)
      throws Exception {
    String entry = "'signatures':[{'keyid':'" + keyId + "','sig':'" + hex + "'}]";
    String text = new String(from.encode().toByteArray(), StandardCharsets.UTF_8);
    return SigningBundle.decode(bytes(text.replaceFirst("\"signatures\":\\[]", entry)));
  }

  @Test
  void badSignaturesAreReportedAndNotMerged() throws Exception {
    String keyId = a.publicKey().keyId();
    SigningBundle forged = withSignature(bundle, keyId, "00".repeat(64));
    SigningBundle foreign = withSignature(bundle, stranger.publicKey().keyId(), "00".repeat(64));

    DocumentSignatures report = forged.find("2.root.json").orElseThrow().report();
    assertEquals(List.of(keyId), report.keySets().get(0).invalidKeyIds());
    InvalidSignatureException e =
        assertThrows(InvalidSignatureException.class, () -> bundle.merge(forged));
    assertEquals(keyId, e.keyId());
    e = assertThrows(InvalidSignatureException.class, () -> bundle.merge(foreign));
    assertEquals(stranger.publicKey().keyId(), e.keyId());
    assertEquals(
        List.of(stranger.publicKey().keyId()),
        foreign.find("2.root.json").orElseThrow().report().strayKeyIds());

    // A good signature takes the place of a bad one, and what is useless is not published.
    SigningBundle good = bundle.sign(List.of(a, b, c));
    assertEquals(good, forged.merge(good));
    assertEquals(good, forged.sign(List.of(a, b, c)));
    assertNotEquals(good, foreign.merge(good));
    assertEquals(good, foreign.merge(good).verify());
  }

  @Test
  void otherDocumentsAreNotMerged() throws Exception {
    SigningBundle other = bundle(root(2, 1, b, c));
    StateConflictException e =
        assertThrows(StateConflictException.class, () -> bundle.merge(other));
    assertEquals("DOCUMENTS_DIFFER", e.code());
    SigningBundle half = SigningBundle.of(List.of(bundle.documents().get(0)));
    assertThrows(StateConflictException.class, () -> bundle.merge(half));
    assertThrows(StateConflictException.class, () -> half.merge(bundle));
  }

  @Test
  void keyHoldersSeeWhatChanges() throws Exception {
    DocumentSummary root = bundle.find("2.root.json").orElseThrow().describe(oldRoot);

    assertEquals(2, root.version());
    assertEquals(1, root.previousVersion().orElseThrow());
    assertEquals(Instant.parse("2031-01-01T00:00:00Z"), root.expires());
    RoleKeysSummary role = root.roles().get(0);
    assertEquals("root", role.role());
    assertEquals(List.of(c.publicKey().keyId()), role.addedKeyIds());
    assertEquals(List.of(a.publicKey().keyId()), role.removedKeyIds());
    assertTrue(role.isChanged());
    assertFalse(bundle.find("2.root.json").orElseThrow().describe().roles().get(0).isChanged());
    assertEquals(1, bundle.describe(oldRoot).get(1).listedFiles());
    assertThrows(
        GantryException.class,
        () -> bundle.find("2.root.json").orElseThrow().describe(bytes("{}")));
  }

  @Test
  void equalBundlesHaveEqualBytes() throws Exception {
    assertEquals(bundle, carried(bundle));
    assertEquals(bundle.encode(), carried(bundle).encode());
    List<PendingDocument> turned = new java.util.ArrayList<>(bundle.documents());
    Collections.reverse(turned);
    assertEquals(bundle.encode(), SigningBundle.of(turned).encode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'format':1|'format':0",
        "'format':1|'format':1,'more':1",
        "'_type':'gantry-signing-bundle'|'_type':'root'",
        "'file':'2.root.json'|'file':'../2.root.json'",
        "'file':'2.root.json'|'file':'3.root.json'",
        "'file':'2.root.json'|'file':'2.root.json','x':1",
        "'role':'root'|'role':'targets'",
        "'role':'root'|'role':'timestamp'",
        "'threshold':2|'threshold':0",
        "'threshold':2|'threshold':2.5",
        "'name':'root of root 1'|'name':''",
        "'signatures':[]|'signatures':[{'keyid':'a','sig':'xyz'}]",
        "'signatures':[]|'signatures':[{'keyid':'a','sig':''},{'keyid':'a','sig':''}]",
        "'signatures':[]|'signatures':{}",
        "'version':2|'version':0",
        "'version':2|'version':9223372036854775807",
        "'2031-01-01T00:00:00Z'|'2031-13-01T00:00:00Z'",
        "'x-kept':[1]|'x-kept':[1.5]"
      })
  void otherFilesAreTyped(String from, String to) throws Exception {
    String text = new String(bundle.encode().toByteArray(), StandardCharsets.UTF_8);
    assertTrue(text.contains(from.replace('\'', '"')), from);
    Bytes changed = bytes(text.replace(from.replace('\'', '"'), to));

    assertThrows(MalformedDataException.class, () -> SigningBundle.decode(changed));
  }

  @Test
  void laterFormatsAreToldApart() throws Exception {
    String text = new String(bundle.encode().toByteArray(), StandardCharsets.UTF_8);
    Bytes later = bytes(text.replace("\"format\":1", "\"format\":2,\"new\":1"));
    assertThrows(UnsupportedFormatException.class, () -> SigningBundle.decode(later));
  }

  @Test
  void anIdOfTwoKeysIsRefused() {
    KeySetRequirement one = KeySetRequirement.of("one", Map.of("id", a.publicKey()), 1);
    KeySetRequirement two = KeySetRequirement.of("two", Map.of("id", b.publicKey()), 1);
    assertThrows(
        MalformedDataException.class,
        () -> PendingDocument.of("2.root.json", "root", bytes(root(2, 1, a)), List.of(one, two)));
  }

  @Test
  void metadataThatIsTooDeepToCarryIsTyped() throws Exception {
    String deep = root(2, 1, a).replace("[1]", "[".repeat(61) + "]".repeat(61));
    SigningBundle tooDeep =
        SigningBundle.of(
            List.of(
                PendingDocument.of(
                    "2.root.json", "root", bytes(deep), List.of(set("root of root 1", 1, a)))));
    assertThrows(LimitExceededException.class, tooDeep::encode);
  }
}
