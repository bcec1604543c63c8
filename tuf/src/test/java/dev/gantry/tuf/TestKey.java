// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A key that is made, and signs, by means of the JDK alone; the same one for the same name within a
 * run. Signatures are remembered, since tests sign the same things over and over.
 */
@SuppressWarnings(
    "exports") // Public for the other packages of tests; nothing of tests is exported.
public final class TestKey {
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
  private static final Map<String, TestKey> KEYS = new ConcurrentHashMap<>();

  private final KeyPair pair;
  private final ObjectNode json;
  private final Map<Bytes, String> signatures = new ConcurrentHashMap<>();

  private TestKey(KeyPair pair, ObjectNode json) {
    this.pair = pair;
    this.json = json;
  }

  public static TestKey of(String name) {
    return KEYS.computeIfAbsent(name, TestKey::ed25519);
  }

  /** A key that is slow to make but ten times as quick to verify with. */
  public static TestKey rsa(String name) {
    return KEYS.computeIfAbsent(name + " (RSA)", TestKey::rsassaPss);
  }

  public static TestKey ecdsa(String name) {
    return KEYS.computeIfAbsent(name + " (P-256)", TestKey::p256);
  }

  private static TestKey ed25519(String name) {
    KeyPair pair = generate("Ed25519", 255, name);
    byte[] spki = pair.getPublic().getEncoded();
    String raw = Bytes.of(spki, spki.length - 32, 32).toHex();
    return new TestKey(pair, json("ed25519", "ed25519", raw));
  }

  private static TestKey rsassaPss(String name) {
    KeyPair pair = generate("RSA", 2048, name);
    return new TestKey(pair, json("rsa", "rsassa-pss-sha256", pem(pair)));
  }

  private static TestKey p256(String name) {
    KeyPair pair = generate("EC", 256, name);
    return new TestKey(pair, json("ecdsa", "ecdsa-sha2-nistp256", pem(pair)));
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static KeyPair generate(String algorithm, int size, String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(name.hashCode());
      generator.initialize(size, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode json(String keyType, String scheme, String publicKey) {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    key.put("keytype", keyType).put("scheme", scheme);
    key.putObject("keyval").put("public", publicKey);
    return key;
  }

  public ObjectNode json() {
    return json.deepCopy();
  }

  public String id() {
    try {
      return Digest.compute(DigestAlgorithm.SHA256, CanonicalJson.encode(json)).hex();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public String sign(Bytes message) {
    return signatures.computeIfAbsent(message, this::signNow);
  }

  /** Signs without remembering it. */
  String signNow(Bytes message) {
    try {
      Signature engine;
      switch (pair.getPublic().getAlgorithm()) {
        case "RSA" -> {
          engine = Signature.getInstance("RSASSA-PSS");
          engine.setParameter(PSS);
        }
        case "EC" -> engine = Signature.getInstance("SHA256withECDSA");
        default -> engine = Signature.getInstance("Ed25519");
      }
      engine.initSign(pair.getPrivate());
      engine.update(message.asByteBuffer());
      return Bytes.of(engine.sign()).toHex();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
