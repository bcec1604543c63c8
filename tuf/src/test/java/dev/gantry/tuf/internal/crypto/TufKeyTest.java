// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class TufKeyTest {
  private static final Bytes MESSAGE = Bytes.of("message".getBytes(StandardCharsets.UTF_8));
  private static KeyPair rsa;
  private static KeyPair p256;

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator rsaGenerator = KeyPairGenerator.getInstance("RSA");
    rsaGenerator.initialize(2048);
    rsa = rsaGenerator.generateKeyPair();
    p256 = elliptic("secp256r1");
  }

  private static KeyPair elliptic(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  static TufKey key(String type, String scheme, String value) throws Exception {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("keytype", type);
    json.put("scheme", scheme);
    json.putObject("keyval").put("public", value);
    return TufKey.parse(json, "test");
  }

  private static String pem(java.security.PublicKey key) {
    return Pem.encode("PUBLIC KEY", key.getEncoded());
  }

  /** RFC 8032 section 7.1. */
  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void rfc8032_7_1_ed25519Vectors(String publicKey, String message, String signature)
      throws Exception {
    TufKey key = key("ed25519", "ed25519", publicKey);
    Bytes signed = Bytes.parseHex(message);
    byte[] good = HexFormat.of().parseHex(signature);

    assertTrue(key.verifies(signed, Bytes.of(good)));
    for (int i = 0; i < good.length; i += 7) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertFalse(key.verifies(signed, Bytes.of(bad)));
    }
    assertFalse(key.verifies(MESSAGE, Bytes.of(good)));
    assertFalse(key.verifies(signed, Bytes.empty()));
    assertFalse(key.verifies(signed, Bytes.of(good, 0, 63)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 32, 190, 222})
  void rfc8017_pssOfAnySaltLengthVerifies(int saltBytes) throws Exception {
    Bytes signature = pss(rsa, "SHA-256", MGF1ParameterSpec.SHA256, saltBytes);
    TufKey key = key("rsa", "rsassa-pss-sha256", pem(rsa.getPublic()));

    assertTrue(key.verifies(MESSAGE, signature));
    assertFalse(key.verifies(Bytes.of((byte) 1), signature));
    byte[] raw = signature.toByteArray();
    for (int i = 0; i < raw.length; i += 17) {
      byte[] bad = raw.clone();
      bad[i] ^= 0x10;
      assertFalse(key.verifies(MESSAGE, Bytes.of(bad)));
    }
  }

  @Test
  void pssOfOtherDigestsAndOddModulusSizes() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    for (int bits : new int[] {2049, 2055}) {
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      TufKey key = key("rsa", "rsassa-pss-sha256", pem(pair.getPublic()));
      assertTrue(key.verifies(MESSAGE, pss(pair, "SHA-256", MGF1ParameterSpec.SHA256, 32)));
    }
    TufKey sha384 = key("rsa", "rsassa-pss-sha384", pem(rsa.getPublic()));
    assertTrue(sha384.verifies(MESSAGE, pss(rsa, "SHA-384", MGF1ParameterSpec.SHA384, 48)));
    TufKey sha512 = key("rsa", "rsassa-pss-sha512", pem(rsa.getPublic()));
    assertTrue(sha512.verifies(MESSAGE, pss(rsa, "SHA-512", MGF1ParameterSpec.SHA512, 64)));
    assertFalse(sha512.verifies(MESSAGE, pss(rsa, "SHA-256", MGF1ParameterSpec.SHA256, 32)));
    assertFalse(sha384.verifies(MESSAGE, pss(rsa, "SHA-384", MGF1ParameterSpec.SHA256, 48)));
  }

  private static Bytes pss(KeyPair pair, String digest, MGF1ParameterSpec mgf, int saltBytes)
      throws Exception {
    Signature engine = Signature.getInstance("RSASSA-PSS");
    engine.setParameter(new PSSParameterSpec(digest, "MGF1", mgf, saltBytes, 1));
    engine.initSign(pair.getPrivate());
    engine.update(MESSAGE.toByteArray());
    return Bytes.of(engine.sign());
  }

  @Test
  void pssRefusesHostileBytes() throws Exception {
    TufKey key = key("rsa", "rsassa-pss-sha256", pem(rsa.getPublic()));
    int size = 256;
    byte[] largest = new byte[size];
    java.util.Arrays.fill(largest, (byte) 0xff);

    assertFalse(key.verifies(MESSAGE, Bytes.empty()));
    assertFalse(key.verifies(MESSAGE, Bytes.of(new byte[size])));
    assertFalse(key.verifies(MESSAGE, Bytes.of(largest)));
    assertFalse(key.verifies(MESSAGE, Bytes.of(new byte[size + 1])));
    byte[] one = new byte[size];
    one[size - 1] = 1;
    assertFalse(key.verifies(MESSAGE, Bytes.of(one)));
  }

  @Test
  void pkcs1IsReadOnlyLegacy() throws Exception {
    Signature engine = Signature.getInstance("SHA256withRSA");
    engine.initSign(rsa.getPrivate());
    engine.update(MESSAGE.toByteArray());
    Bytes signature = Bytes.of(engine.sign());

    assertTrue(
        key("rsa", "rsa-pkcs1v15-sha256", pem(rsa.getPublic())).verifies(MESSAGE, signature));
    assertFalse(key("rsa", "rsassa-pss-sha256", pem(rsa.getPublic())).verifies(MESSAGE, signature));
    assertEquals("rsassa-pss-sha256", TufKey.of(rsa.getPublic()).scheme());
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1,ecdsa-sha2-nistp256,SHA256withECDSA",
    "secp384r1,ecdsa-sha2-nistp384,SHA384withECDSA",
    "secp521r1,ecdsa-sha2-nistp521,SHA512withECDSA"
  })
  void ecdsaInEveryForm(String curve, String scheme, String jcaName) throws Exception {
    KeyPair pair = elliptic(curve);
    Signature engine = Signature.getInstance(jcaName);
    engine.initSign(pair.getPrivate());
    engine.update(MESSAGE.toByteArray());
    Bytes signature = Bytes.of(engine.sign());
    TufKey viaPem = key("ecdsa", scheme, pem(pair.getPublic()));
    TufKey viaOldName = key(scheme, scheme, pem(pair.getPublic()));
    TufKey viaPoint = key("ecdsa", scheme, point((ECPublicKey) pair.getPublic()));

    assertTrue(viaPem.verifies(MESSAGE, signature));
    assertTrue(viaOldName.verifies(MESSAGE, signature));
    assertTrue(viaPoint.verifies(MESSAGE, signature));
    assertFalse(viaPem.verifies(Bytes.empty(), signature));
    // go-tuf #733: one key under several names must count once.
    assertEquals(viaPem.fingerprint(), viaOldName.fingerprint());
    assertEquals(viaPem.fingerprint(), viaPoint.fingerprint());
    assertNotEquals(viaPem.keyId(), viaOldName.keyId());
    assertEquals(viaPem.keyId(), TufKey.of(pair.getPublic()).keyId());
  }

  private static String point(ECPublicKey key) {
    byte[] spki = key.getEncoded();
    int size = 2 * ((key.getParams().getCurve().getField().getFieldSize() + 7) / 8) + 1;
    return HexFormat.of().formatHex(spki, spki.length - size, spki.length);
  }

  @Test
  void cve_2022_21449_zeroAndOutOfRangeSignaturesAreRefused() throws Exception {
    TufKey key = key("ecdsa", "ecdsa-sha2-nistp256", pem(p256.getPublic()));
    String order = "00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    for (String der :
        new String[] {
          "3006020100020100",
          "3006020101020100",
          "3006020100020101",
          "3006020101020101",
          "3026022100" + order.substring(2) + "020101",
          "3026020101022100" + order.substring(2),
          "30060201ff0201ff",
          "",
          "30",
          "3000",
          "308006020101020101",
          "3080020101020101" + "0000"
        }) {
      assertFalse(key.verifies(MESSAGE, Bytes.parseHex(der)), der);
    }
  }

  @Test
  void ecdsaSignaturesHaveOneEncoding() throws Exception {
    TufKey key = key("ecdsa", "ecdsa-sha2-nistp256", pem(p256.getPublic()));
    Signature engine = Signature.getInstance("SHA256withECDSA");
    engine.initSign(p256.getPrivate());
    engine.update(MESSAGE.toByteArray());
    String good = HexFormat.of().formatHex(engine.sign());
    int length = good.length() / 2 - 2;

    assertTrue(key.verifies(MESSAGE, Bytes.parseHex(good)));
    String longLength =
        String.format(java.util.Locale.ROOT, "3081%02x", length) + good.substring(4);
    assertFalse(key.verifies(MESSAGE, Bytes.parseHex(longLength)));
    assertFalse(key.verifies(MESSAGE, Bytes.parseHex(good + "00")));
    String padded =
        String.format(
                java.util.Locale.ROOT,
                "30%02x02%02x00",
                length + 1,
                Integer.parseInt(good.substring(6, 8), 16) + 1)
            + good.substring(8);
    boolean mustPad = good.startsWith("00", 8);
    assertFalse(key.verifies(MESSAGE, Bytes.parseHex(padded)), () -> "padded, " + mustPad);
  }

  @Test
  void rsaInBothPemForms() throws Exception {
    RSAPublicKey publicKey = (RSAPublicKey) rsa.getPublic();
    byte[] spki = publicKey.getEncoded();
    // The BIT STRING of a 2048-bit SPKI starts after 24 bytes.
    byte[] pkcs1 = java.util.Arrays.copyOfRange(spki, 24, spki.length);
    TufKey viaPkcs1 = key("rsa", "rsassa-pss-sha256", Pem.encode("RSA PUBLIC KEY", pkcs1));
    TufKey viaSpki = key("rsa", "rsassa-pss-sha256", pem(publicKey).strip());

    assertEquals(viaSpki.fingerprint(), viaPkcs1.fingerprint());
    assertTrue(viaPkcs1.verifies(MESSAGE, pss(rsa, "SHA-256", MGF1ParameterSpec.SHA256, 32)));
    assertTrue(key("rsa", "rsassa-pss-sha256", pem(publicKey).replace("\n", "\r\n")).isSupported());
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519,ed25519,''",
    "ed25519,ed25519,00",
    "ed25519,ed25519,d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751",
    "ed25519,ed25519,d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00",
    "ed25519,ed25519,zz5a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "ecdsa,ecdsa-sha2-nistp256,04",
    "ecdsa,ecdsa-sha2-nistp256,-----BEGIN PUBLIC KEY-----",
    "ecdsa,ecdsa-sha2-nistp256,-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
    "ecdsa,ecdsa-sha2-nistp256,-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----",
    "rsa,rsassa-pss-sha256,-----BEGIN RSA PUBLIC KEY-----MAA=-----END RSA PUBLIC KEY-----",
    "rsa,rsassa-pss-sha256,no key"
  })
  void malformedKeysOfKnownTypesAreRefused(String type, String scheme, String value) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> key(type, scheme, value));

    assertEquals("TUF_KEY", e.code());
    assertEquals("keyval.public", e.field());
  }

  @Test
  void weakMismatchedAndInvalidKeysAreRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    String weak = pem(generator.generateKeyPair().getPublic());
    String p384 = pem(elliptic("secp384r1").getPublic());
    String offCurve = "04" + "11".repeat(64);

    assertThrows(MalformedDataException.class, () -> key("rsa", "rsassa-pss-sha256", weak));
    assertThrows(MalformedDataException.class, () -> key("ecdsa", "ecdsa-sha2-nistp256", p384));
    assertThrows(MalformedDataException.class, () -> key("ecdsa", "ecdsa-sha2-nistp256", offCurve));
    assertThrows(
        MalformedDataException.class, () -> key("rsa", "rsassa-pss-sha256", pem(p256.getPublic())));
    assertThrows(
        MalformedDataException.class,
        () -> key("ecdsa", "ecdsa-sha2-nistp256", pem(rsa.getPublic())));
  }

  @ParameterizedTest
  @CsvSource({
    "sphincs,x",
    "ed25519,ed25519ph",
    "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384",
    "rsa,dsa"
  })
  void unknownTypesAreOpaque(String type, String scheme) throws Exception {
    TufKey key = key(type, scheme, "whatever");

    assertFalse(key.isSupported());
    assertFalse(key.verifies(MESSAGE, Bytes.empty()));
    assertEquals(64, key.keyId().length());
    assertEquals(type, key.keyType());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"keytype\":1,\"scheme\":\"x\",\"keyval\":{}}",
        "{\"keytype\":\"ed25519\",\"scheme\":\"ed25519\"}",
        "{\"keytype\":\"ed25519\",\"scheme\":\"ed25519\",\"keyval\":{}}",
        "{\"keytype\":\"ed25519\",\"scheme\":\"ed25519\",\"keyval\":{\"public\":7}}",
        "{\"keytype\":\"x\",\"scheme\":\"x\",\"keyval\":[],\"f\":0}",
        "{\"keytype\":\"x\",\"scheme\":\"x\",\"keyval\":{},\"f\":0.5}"
      })
  void keyObjectsOfTheWrongShapeAreRefused(String json) {
    Bytes content = Bytes.of(json.getBytes(StandardCharsets.UTF_8));

    assertThrows(
        MalformedDataException.class,
        () -> TufKey.parse(StrictJson.parse(content, "test"), "test"));
  }

  @Test
  void unknownFieldsAreKeptAndHashed() throws Exception {
    String json =
        "{\"keytype\":\"ed25519\",\"x-owner\":\"me\",\"scheme\":\"ed25519\",\"keyval\":{\"public\":"
            + "\"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\",\"y\":1}}";
    TufKey key =
        TufKey.parse(
            StrictJson.parse(Bytes.of(json.getBytes(StandardCharsets.UTF_8)), "test"), "test");

    assertEquals("me", key.toJson().get("x-owner").stringValue());
    assertNotEquals(
        key("ed25519", "ed25519", key.toJson().get("keyval").get("public").stringValue()).keyId(),
        key.keyId());
  }

  /** The expected id was computed with securesystemslib 1.6.0. */
  @Test
  void keyIdIsTheDigestOfTheCanonicalObject() throws Exception {
    TufKey key =
        key(
            "ed25519",
            "ed25519",
            "edcd0a32a07dce33f7c7873aaffbff36d20ea30787574ead335eefd337e4dacd");

    assertEquals("2345a90ad8d76f3677f9ad6695b0ba0b5c7b7fbf27fb0ed35fbdf7b71264a679", key.keyId());
  }

  @Test
  void base64OfAKeyMayBeBrokenAnywhere() throws Exception {
    String oneLine =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(p256.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----";

    assertEquals(
        key("ecdsa", "ecdsa-sha2-nistp256", pem(p256.getPublic())).fingerprint(),
        key("ecdsa", "ecdsa-sha2-nistp256", oneLine).fingerprint());
  }
}
