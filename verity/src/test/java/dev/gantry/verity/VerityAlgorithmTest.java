// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Security;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, sizes and engines of digests. */
final class VerityAlgorithmTest {
  static java.util.List<VerityAlgorithm> all() {
    return VerityAlgorithm.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void enginesHaveTheSizeAndCanBeReusedAndCloned(VerityAlgorithm algorithm) throws Exception {
    MessageDigest engine = algorithm.newMessageDigest();
    byte[] empty = engine.digest();
    assertEquals(algorithm.sizeBytes(), empty.length);
    assertEquals(algorithm.sizeBytes(), engine.getDigestLength());
    engine.update((byte) 1);
    MessageDigest copy = (MessageDigest) engine.clone();
    engine.update(new byte[] {9, 2, 3, 9}, 1, 2);
    copy.update(new byte[] {2, 3});
    byte[] digest = engine.digest();
    assertArrayEquals(digest, copy.digest());
    byte[] slot = new byte[algorithm.sizeBytes() + 2];
    assertEquals(algorithm.sizeBytes(), engine.digest(slot, 1, algorithm.sizeBytes()));
    assertEquals(Bytes.of(empty), Bytes.of(slot, 1, empty.length));
    engine.update((byte) 7);
    engine.reset();
    assertArrayEquals(empty, engine.digest());
    assertEquals(Optional.of(algorithm), VerityAlgorithm.find(algorithm.id()));
    assertEquals(algorithm.id(), algorithm.toString());
  }

  /** Those that veritysetup does not have; digests of "abc", from the named documents. */
  @ParameterizedTest
  @CsvSource({
    // RFC 7693, appendix B.
    "blake2s-256, 508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
    // Python's hashlib, which is the reference code of BLAKE2.
    "blake2b-160, 384264f676f39536840523f284921cdc68b6846b",
    "blake2b-256, bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
    "blake2s-128, aa4938119b1dc7b87cbad0ffd200d0ae",
    // ISO/IEC 10118-3, Whirlpool, cut.
    "wp256, 4e2448a4c6f486bb16b6562c73b4020bf3043e3a731bce721ae1b303d97e6d4c",
    "md4, a448017aaf21d8525fc10ae87aa6729d",
    "rmd160, 8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"
  })
  void knownDigests(String id, String hex) {
    MessageDigest engine = VerityAlgorithm.find(id).orElseThrow().newMessageDigest();
    assertEquals(
        hex, HexFormat.of().formatHex(engine.digest("abc".getBytes(StandardCharsets.US_ASCII))));
  }

  /** RFC 6986, 10.1.1: the example is printed with its last byte first. */
  @Test
  void streebogIsInTheOrderOfTheKernel() {
    MessageDigest engine = VerityAlgorithm.STREEBOG256.newMessageDigest();
    byte[] message =
        "012345678901234567890123456789012345678901234567890123456789012"
            .getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
        HexFormat.of().formatHex(engine.digest(message)));
  }

  @Test
  void noSecurityProviderIsRegistered() {
    VerityAlgorithm.all().forEach(VerityAlgorithm::newMessageDigest);
    assertEquals(null, Security.getProvider("BC"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SHA256", "sha-256", "sha256 ", "crc32c", "xxhash64"})
  void otherNamesAreNotFound(String name) {
    assertEquals(Optional.empty(), VerityAlgorithm.find(name));
  }

  @Test
  void rootHashText() {
    RootHash root = RootHash.parse("sha1:" + "AB".repeat(20));
    assertEquals(VerityAlgorithm.SHA1, root.algorithm());
    assertEquals("ab".repeat(20), root.hex());
    assertEquals(root, RootHash.parse(root.toString()));
    for (String bad : new String[] {"", "ab", "sha1:", "sha1:abcd", "nope:ab", "sha256:zz"}) {
      assertThrows(IllegalArgumentException.class, () -> RootHash.parse(bad), bad);
    }
  }

  @Test
  void rootHashOfADigest() {
    for (String algorithm : new String[] {"sha256", "sha384", "sha512"}) {
      int size = VerityAlgorithm.find(algorithm).orElseThrow().sizeBytes();
      String text = algorithm + ":" + "0f".repeat(size);
      assertEquals(RootHash.parse(text), RootHash.of(Digest.parse(text)));
    }
  }
}
