// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.FuzzHarness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signature of any kind, under a key of each kind: none of them is valid. */
public class SignatureFuzzTest {
  private static final Bytes MESSAGE = Bytes.of((byte) 1);
  private static final List<TufKey> KEYS = keys();

  static List<Path> seeds() {
    return FuzzHarness.seeds(SignatureFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  private static List<TufKey> keys() {
    List<TufKey> keys = new ArrayList<>();
    try {
      for (String algorithm : new String[] {"Ed25519", "EC", "RSA"}) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (!algorithm.equals("Ed25519")) {
          generator.initialize(algorithm.equals("EC") ? 256 : 2048);
        }
        keys.add(TufKey.of(generator.generateKeyPair().getPublic()));
      }
    } catch (NoSuchAlgorithmException | GantryException e) {
      throw new AssertionError(e);
    }
    return keys;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzHarness.run(
        input,
        () -> {
          for (TufKey key : KEYS) {
            assertFalse(key.verifies(MESSAGE, Bytes.of(input)));
          }
          Optional<DerReader.Pair> pair = DerReader.pair(input);
          pair.ifPresent(rs -> assertArrayEquals(encode(rs), input));
        });
  }

  /** The one encoding that DER has for a pair. */
  private static byte[] encode(DerReader.Pair pair) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (BigInteger value : List.of(pair.first(), pair.second())) {
      header(body, 0x02, value.toByteArray().length);
      body.writeBytes(value.toByteArray());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    header(out, 0x30, body.size());
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }

  private static void header(ByteArrayOutputStream out, int tag, int length) {
    out.write(tag);
    if (length >= 0x80) {
      int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      out.write(0x80 | octets);
      for (int i = octets - 1; i > 0; i--) {
        out.write(length >>> (8 * i));
      }
    }
    out.write(length);
  }
}
