// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

/** The fast way never says yes where the JDK says no. */
class Ed25519VerifierTest {
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(PRIME)).mod(PRIME);
  private static final Point BASE = Point.decode(HexFormat.of().parseHex("58" + "66".repeat(31)));
  private static final Point ORDER_EIGHT =
      Point.decode(
          HexFormat.of()
              .parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

  /** A point of the curve -x^2 + y^2 = 1 + d x^2 y^2 (RFC 8032 section 5.1), slow and simple. */
  private record Point(BigInteger x, BigInteger y) {
    static Point decode(byte[] encoded) {
      byte[] big = new byte[32];
      for (int i = 0; i < 32; i++) {
        big[i] = encoded[31 - i];
      }
      boolean odd = big[0] < 0;
      big[0] &= 0x7f;
      BigInteger y = new BigInteger(1, big);
      BigInteger y2 = y.multiply(y).mod(PRIME);
      BigInteger x2 =
          y2.subtract(BigInteger.ONE)
              .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(PRIME))
              .mod(PRIME);
      BigInteger x = x2.modPow(PRIME.add(BigInteger.valueOf(3)).shiftRight(3), PRIME);
      if (!x.multiply(x).mod(PRIME).equals(x2)) {
        x = x.multiply(BigInteger.TWO.modPow(PRIME.shiftRight(2), PRIME)).mod(PRIME);
      }
      return new Point(x.testBit(0) == odd ? x : PRIME.subtract(x), y);
    }

    Point plus(Point other) {
      BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(PRIME);
      BigInteger newX = x.multiply(other.y).add(y.multiply(other.x));
      BigInteger newY = y.multiply(other.y).add(x.multiply(other.x));
      return new Point(
          newX.multiply(BigInteger.ONE.add(product).modInverse(PRIME)).mod(PRIME),
          newY.multiply(BigInteger.ONE.subtract(product).modInverse(PRIME)).mod(PRIME));
    }

    Point times(BigInteger factor) {
      Point sum = new Point(BigInteger.ZERO, BigInteger.ONE);
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        if (factor.testBit(bit)) {
          sum = sum.plus(this);
        }
      }
      return sum;
    }

    byte[] encode() {
      byte[] encoded = littleEndian(y);
      encoded[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
      return encoded;
    }
  }

  private static byte[] littleEndian(BigInteger value) {
    byte[] big = value.toByteArray();
    byte[] out = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      out[i] = big[big.length - 1 - i];
    }
    return out;
  }

  private static PublicKey key(byte[] point) throws Exception {
    byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + point.length);
    System.arraycopy(point, 0, encoded, prefix.length, point.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  /** Signs by the letter, with a component of small order added to the key and the commitment. */
  private static byte[] sign(
      BigInteger secret, BigInteger nonce, byte[] key, Point smallInR, byte[] message)
      throws Exception {
    byte[] r = BASE.times(nonce).plus(smallInR).encode();
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    digest.update(r);
    digest.update(key);
    byte[] little = digest.digest(message);
    byte[] big = new byte[64];
    for (int i = 0; i < 64; i++) {
      big[i] = little[63 - i];
    }
    BigInteger s = nonce.add(new BigInteger(1, big).mod(ORDER).multiply(secret)).mod(ORDER);
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(littleEndian(s), 0, signature, 32, 32);
    return signature;
  }

  @Test
  void componentsOfSmallOrderGetTheVerdictOfTheJdk() throws Exception {
    Random random = new Random(11);
    int valid = 0;
    int otherwise = 0;
    for (int round = 0; round < 160; round++) {
      BigInteger secret = new BigInteger(250, random);
      byte[] key =
          BASE.times(secret).plus(ORDER_EIGHT.times(BigInteger.valueOf(round % 8))).encode();
      Point smallInR = ORDER_EIGHT.times(BigInteger.valueOf(random.nextInt(8)));
      byte[] message = {(byte) round};
      byte[] signature = sign(secret, new BigInteger(250, random), key, smallInR, message);

      ByteBuffer buffer = ByteBuffer.wrap(message);
      boolean jdk = Ed25519Verifier.byJdk(key(key), buffer, signature);
      boolean surely = Ed25519Verifier.isSurelyValid(key(key), buffer, signature);
      assertFalse(surely && !jdk, "round " + round);
      boolean pure = round % 8 == 0 && smallInR.y().equals(BigInteger.ONE);
      assertEquals(pure, surely, "round " + round);
      valid += jdk ? 1 : 0;
      otherwise += jdk == Ed25519.verify(signature, 0, key, 0, message, 0, 1) ? 0 : 1;
    }
    assertTrue(valid > 10, "the JDK takes some: " + valid);
    assertTrue(otherwise > 0, "or the checks of the order are for nothing");
  }

  @Test
  void manyOrdinarySignatures() throws Exception {
    Random random = new Random(12);
    byte[] secret = new byte[32];
    byte[] point = new byte[32];
    byte[] signature = new byte[64];
    int accepted = 0;
    for (int round = 0; round < 300; round++) {
      random.nextBytes(secret);
      byte[] message = new byte[random.nextInt(64)];
      random.nextBytes(message);
      Ed25519.generatePublicKey(secret, 0, point, 0);
      Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
      ByteBuffer buffer = ByteBuffer.wrap(message);
      assertTrue(Ed25519Verifier.isSurelyValid(key(point), buffer, signature));
      byte[] broken = signature.clone();
      broken[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      SignatureScheme scheme = SignatureScheme.ED25519;
      assertFalse(scheme.verifies(key(point), buffer, Bytes.of(broken)));
      accepted += scheme.verifies(key(point), buffer, Bytes.of(signature)) ? 1 : 0;
    }
    assertEquals(300, accepted);
  }
}
