// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Key files and bundles with a byte changed, cut off or put in: a value or a typed failure. */
class KeyPropertyTest {
  private static final List<byte[]> PRIVATE = new ArrayList<>();
  private static final List<byte[]> PUBLIC = new ArrayList<>();
  private static final List<byte[]> BUNDLES = new ArrayList<>();
  private static final Bytes MESSAGE = Bytes.of((byte) 1);

  @BeforeContainer
  static void makeFiles() throws Exception {
    Path directory = Files.createTempDirectory("gantry-keys");
    Path file = directory.resolve("key.pem");
    for (KeyAlgorithm algorithm :
        List.of(KeyAlgorithm.ED25519, KeyAlgorithm.ECDSA_P256, KeyAlgorithm.RSA_PSS_2048)) {
      SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
      key.save(file, KeyFileMode.REPLACE);
      PRIVATE.add(Files.readAllBytes(file));
      PRIVATE.add(der(Files.readString(file)));
      PUBLIC.add(key.publicKey().toJson().getBytes(StandardCharsets.UTF_8));
    }
    // Cheap parameters: a mutation must not take the time of a real derivation.
    String encrypted = encrypted();
    SigningKey.decode(
        Bytes.of(encrypted.getBytes(StandardCharsets.US_ASCII)),
        "seed",
        PassphraseSource.of("x".toCharArray()));
    PRIVATE.add(encrypted.getBytes(StandardCharsets.US_ASCII));
    PRIVATE.add(der(encrypted));
    SigningKey signer = TestKeys.ed25519(1);
    PendingDocument root =
        PendingDocument.of(
            "1.root.json",
            "root",
            SigningBundleTest.bytes(SigningBundleTest.root(1, 1, signer)),
            List.of(KeySetRequirement.of("root of root 1", List.of(signer.publicKey()), 1)));
    BUNDLES.add(SigningBundle.of(List.of(root)).sign(List.of(signer)).encode().toByteArray());
    Files.delete(file);
    Files.delete(directory);
  }

  /** With few iterations: a mutation must not take the time of a real derivation. */
  private static String encrypted() throws Exception {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    byte[] file =
        new PKCS8EncryptedPrivateKeyInfoBuilder(key)
            .build(
                new JcePKCSPBEOutputEncryptorBuilder(
                        new PBKDF2Config.Builder().withIterationCount(16).build(),
                        NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .build("x".toCharArray()))
            .getEncoded();
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(file)
        + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
  }

  private static Bytes mutated(List<byte[]> seeds, int seed, int position, int kind, byte value) {
    byte[] content = seeds.get(seed % seeds.size()).clone();
    int at = position % content.length;
    if (kind == 0) {
      content[at] = value;
      return Bytes.of(content);
    }
    if (kind == 1) {
      return Bytes.of(content, 0, at);
    }
    if (kind == 2) {
      content[at] ^= (byte) (1 << (value & 7));
      return Bytes.of(content);
    }
    byte[] longer = new byte[content.length + 1];
    System.arraycopy(content, 0, longer, 0, at);
    longer[at] = value;
    System.arraycopy(content, at, longer, at + 1, content.length - at);
    return Bytes.of(longer);
  }

  @Property(tries = 2_000)
  void privateKeysAreReadOrTyped(
      @ForAll @IntRange(max = 100) int seed,
      @ForAll @IntRange(max = 2_000) int position,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll byte value)
      throws Exception {
    SigningKey key;
    try {
      key =
          SigningKey.decode(
              mutated(PRIVATE, seed, position, kind, value),
              "mutation",
              PassphraseSource.of("x".toCharArray()));
    } catch (GantryException expected) {
      return;
    }
    // What was read is a key, not the remains of one.
    assertTrue(key.publicKey().key().verifies(MESSAGE, key.sign(MESSAGE)));
  }

  @Property(tries = 1_000)
  void publicKeysAreReadOrTyped(
      @ForAll @IntRange(max = 100) int seed,
      @ForAll @IntRange(max = 2_000) int position,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll byte value)
      throws Exception {
    List<byte[]> seeds = kind == 1 ? PRIVATE : PUBLIC;
    try {
      TufPublicKey.decode(mutated(seeds, seed, position, kind, value), "mutation");
    } catch (GantryException expected) {
      // Typed, as promised.
    }
  }

  @Property(tries = 1_000)
  void anyBytesAreTyped(@ForAll @Size(max = 200) byte[] content) throws Exception {
    byte[] sequence = content.clone();
    if (sequence.length > 2) {
      sequence[0] = 0x30;
      sequence[1] = (byte) (sequence.length - 2);
    }
    for (byte[] bytes : List.of(content, sequence)) {
      try {
        SigningKey.decode(Bytes.of(bytes), "any", PassphraseSource.none());
      } catch (GantryException expected) {
        // Typed, as promised.
      }
      try {
        TufPublicKey.decode(Bytes.of(bytes), "any");
      } catch (GantryException expected) {
        // Typed, as promised.
      }
    }
  }

  @Property(tries = 2_000)
  void bundlesAreReadOrTyped(
      @ForAll @IntRange(max = 5_000) int position,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll byte value)
      throws Exception {
    SigningBundle bundle;
    try {
      bundle = SigningBundle.decode(mutated(BUNDLES, 0, position, kind, value));
    } catch (GantryException expected) {
      return;
    }
    bundle.report();
    bundle.describe();
    assertTrue(SigningBundle.decode(bundle.encode()).equals(bundle));
  }
}
