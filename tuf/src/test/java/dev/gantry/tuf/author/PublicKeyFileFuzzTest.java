// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A public key file: PEM, DER, certificate, hexadecimal digits or a key object. */
public class PublicKeyFileFuzzTest {
  PublicKeyFileFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(PublicKeyFileFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzHarness.run(
        input,
        () -> {
          TufPublicKey key = TufPublicKey.decode(Bytes.of(input), "fuzz");
          assertEquals(key, TufPublicKey.parse(key.toJson()));
        });
  }
}
