// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;

class TufKeyPropertyTest {
  private static final TufKey[] KEYS = new TufKey[3];
  private static final byte[][] ENCODED = new byte[3][];

  @BeforeContainer
  static void makeKeys() throws Exception {
    String[] algorithms = {"Ed25519", "EC", "RSA"};
    for (int i = 0; i < algorithms.length; i++) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithms[i]);
      if (i > 0) {
        generator.initialize(i == 1 ? 256 : 2048);
      }
      PublicKey key = generator.generateKeyPair().getPublic();
      KEYS[i] = TufKey.of(key);
      ENCODED[i] = key.getEncoded();
    }
  }

  @Property(tries = 1_000)
  void randomSignaturesAreRefusedQuietly(
      @ForAll @Size(max = 300) byte[] signature, @ForAll @IntRange(max = 2) int key) {
    assertFalse(KEYS[key].verifies(Bytes.of((byte) 1), Bytes.of(signature)));
  }

  @Property(tries = 1_000)
  void randomTwoIntegerSequencesAreRefusedQuietly(
      @ForAll @Size(min = 1, max = 40) byte[] r, @ForAll @Size(min = 1, max = 40) byte[] s) {
    String body = "02" + hex(r.length) + hex(r) + "02" + hex(s.length) + hex(s);
    Bytes der = Bytes.parseHex("30" + hex(body.length() / 2) + body);

    assertFalse(KEYS[1].verifies(Bytes.of((byte) 1), der));
  }

  private static String hex(byte... bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String hex(int length) {
    return HexFormat.of().toHexDigits((byte) length);
  }

  @Property(tries = 1_500)
  void brokenKeysAreTypedFailures(
      @ForAll @IntRange(min = 1, max = 2) int key,
      @ForAll @IntRange(max = 400) int position,
      @ForAll byte value)
      throws Exception {
    byte[] broken = ENCODED[key].clone();
    broken[position % broken.length] = value;
    try {
      TufKeyTest.key(KEYS[key].keyType(), KEYS[key].scheme(), Pem.encode("PUBLIC KEY", broken));
    } catch (GantryException expected) {
      // Typed, as promised; a change that leaves a valid key is fine too.
    }
  }
}
