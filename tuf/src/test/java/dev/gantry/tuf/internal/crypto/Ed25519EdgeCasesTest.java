// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a strict verifier refuses (RFC 8032 section 5.1.7), compared with a second one. */
class Ed25519EdgeCasesTest {
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final HexFormat HEX = HexFormat.of();

  private static byte[] littleEndian(BigInteger value) {
    byte[] out = new byte[32];
    byte[] big = value.toByteArray();
    for (int i = 0; i < Math.min(32, big.length); i++) {
      out[i] = big[big.length - 1 - i];
    }
    return out;
  }

  /** Every point of small order in both encodings, and y-coordinates that are not reduced. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void keysThatFitManyMessagesAreRefused(String key) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> TufKeyTest.key("ed25519", "ed25519", key));
    assertEquals("keyval.public", e.field());
    assertFalse(Ed25519.validatePublicKeyFull(HEX.parseHex(key), 0));
  }

  @Test
  void bothVerifiersAgreeOnGoodAndBrokenSignatures() throws Exception {
    Random random = new Random(7);
    byte[] secret = new byte[32];
    byte[] publicKey = new byte[32];
    byte[] signature = new byte[64];
    for (int round = 0; round < 20; round++) {
      random.nextBytes(secret);
      byte[] message = new byte[random.nextInt(200)];
      random.nextBytes(message);
      Ed25519.generatePublicKey(secret, 0, publicKey, 0);
      Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
      TufKey key = TufKeyTest.key("ed25519", "ed25519", HEX.formatHex(publicKey));
      assertTrue(key.verifies(Bytes.of(message), Bytes.of(signature)));
      for (int i = 0; i < 5; i++) {
        byte[] broken = signature.clone();
        broken[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
        assertFalse(key.verifies(Bytes.of(message), Bytes.of(broken)));
        assertFalse(Ed25519.verify(broken, 0, publicKey, 0, message, 0, message.length));
      }
    }
  }

  /** S + L and S + 2L solve the same equation: only the least one is a signature. */
  @Test
  void rfc8032_5_1_7_scalarsBeyondTheOrderAreRefused() throws Exception {
    byte[] secret = new byte[32];
    byte[] publicKey = new byte[32];
    byte[] signature = new byte[64];
    Ed25519.generatePublicKey(secret, 0, publicKey, 0);
    Ed25519.sign(secret, 0, new byte[3], 0, 3, signature, 0);
    TufKey key = TufKeyTest.key("ed25519", "ed25519", HEX.formatHex(publicKey));
    byte[] big = new byte[33];
    for (int i = 0; i < 32; i++) {
      big[32 - i] = signature[32 + i];
    }
    BigInteger scalar = new BigInteger(big);
    for (int multiple = 0; multiple < 8; multiple++) {
      byte[] other = signature.clone();
      byte[] s = littleEndian(scalar.add(ORDER.multiply(BigInteger.valueOf(multiple))));
      System.arraycopy(s, 0, other, 32, 32);
      assertEquals(multiple == 0, key.verifies(Bytes.of(new byte[3]), Bytes.of(other)));
    }
  }

  @Test
  void degenerateSignaturesAreRefused() throws Exception {
    byte[] publicKey = new byte[32];
    Ed25519.generatePublicKey(new byte[32], 0, publicKey, 0);
    TufKey key = TufKeyTest.key("ed25519", "ed25519", HEX.formatHex(publicKey));
    for (String r : new String[] {"00", "01", "ff"}) {
      for (String s : new String[] {"00", "ff"}) {
        Bytes signature = Bytes.parseHex(r.repeat(32) + s.repeat(32));
        assertFalse(key.verifies(Bytes.of((byte) 1), signature));
      }
      assertFalse(key.verifies(Bytes.of((byte) 1), Bytes.parseHex(r)));
    }
    assertFalse(key.verifies(Bytes.of((byte) 1), Bytes.of(new byte[65])));
  }

  /** What is verified is the part of the array that the buffer has. */
  @Test
  void messagesInTheMiddleOfAnArray() throws Exception {
    byte[] publicKey = new byte[32];
    byte[] signature = new byte[64];
    byte[] array = HEX.parseHex("00112233445566");
    Ed25519.generatePublicKey(new byte[32], 0, publicKey, 0);
    Ed25519.sign(new byte[32], 0, array, 2, 3, signature, 0);
    TufKey key = TufKeyTest.key("ed25519", "ed25519", HEX.formatHex(publicKey));
    ByteBuffer part = ByteBuffer.wrap(array, 2, 3);
    assertTrue(key.verifies(part, Bytes.of(signature)));
    assertTrue(key.verifies(part.slice(), Bytes.of(signature)));
    assertFalse(key.verifies(ByteBuffer.wrap(array), Bytes.of(signature)));
    assertEquals(3, part.remaining());
  }
}
