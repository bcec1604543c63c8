// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signing bundle: read, described, reported on, signed and written. */
public class SigningBundleFuzzTest {
  private static final SigningKey KEY = key();

  SigningBundleFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(SigningBundleFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  private static SigningKey key() {
    try {
      return TestKeys.ed25519(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzHarness.run(
        input,
        () -> {
          SigningBundle bundle = SigningBundle.decode(Bytes.of(input));
          assertEquals(bundle, SigningBundle.decode(bundle.encode()));
          assertEquals(bundle.documents().size(), bundle.describe().size());
          bundle.report();
          SigningBundle signed = bundle.sign(List.of(KEY));
          assertEquals(signed, SigningBundle.decode(signed.encode()));
          bundle.merge(signed);
        });
  }
}
