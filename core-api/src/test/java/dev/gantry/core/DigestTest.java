// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String TWO_BLOCKS =
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

  /** Vectors that NIST publishes for FIPS 180-4, and the digests of nothing. */
  @ParameterizedTest
  @CsvSource({
    "'', sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, sha256:" + ABC,
    TWO_BLOCKS + ", sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "abc, sha384:cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
        + "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "abc, sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  })
  void computesTheVectorsOfFips180(String text, String expected) {
    Digest digest = Digest.parse(expected);
    Bytes content = Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    assertEquals(digest, Digest.compute(digest.algorithm(), content));
    assertEquals(expected, digest.toString());
    assertEquals(digest.algorithm().sizeBytes(), digest.value().size());
  }

  @Test
  void readsHexadecimalOfEitherCaseButNamesExactly() {
    Digest digest = Digest.sha256(ABC);
    assertEquals(digest, Digest.parse("sha256:" + ABC.toUpperCase(java.util.Locale.ROOT)));
    assertEquals(ABC, digest.hex());
    assertNotEquals(digest, Digest.sha256("00" + ABC.substring(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "sha256",
        "sha256:",
        ABC,
        ":" + ABC,
        "SHA256:" + ABC,
        "sha-256:" + ABC,
        " sha256:" + ABC,
        "sha256: " + ABC,
        "sha256:" + ABC + " ",
        "sha256:" + ABC + "00",
        "sha256::" + ABC,
        "sha384:" + ABC,
        "md5:900150983cd24fb0d6963f7d28e17f72",
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        "sha256:ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      })
  void refusesAnyOtherText(String text) {
    assertThrows(IllegalArgumentException.class, () -> Digest.parse(text));
  }

  @Test
  void refusesAValueOfTheWrongSize() {
    for (int size : new int[] {0, 31, 33, 48, 64}) {
      Bytes value = Bytes.of(new byte[size]);
      assertThrows(IllegalArgumentException.class, () -> new Digest(DigestAlgorithm.SHA256, value));
    }
  }

  @Test
  void algorithmsAreFoundByTheirExactName() {
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      assertEquals(Optional.of(algorithm), DigestAlgorithm.find(algorithm.id()));
      assertEquals(algorithm.sizeBytes(), algorithm.newMessageDigest().getDigestLength());
    }
    assertTrue(DigestAlgorithm.find("SHA256").isEmpty());
    assertTrue(DigestAlgorithm.find("SHA-256").isEmpty());
    assertTrue(DigestAlgorithm.find("").isEmpty());
  }
}
