// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.verity.RootHash;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing but our own errors comes out of the reader and the verifier, and nothing is accepted. */
public class RootHashSignatureFuzzTest {
  private static final RootHash ROOT = RootHash.sha256("0f".repeat(32));
  private static final RootHashVerifier VERIFIER =
      RootHashVerifier.of(TestSigner.ALL.stream().map(TestSigner::certificate).toList());

  /** Jazzer and JUnit make it. */
  public RootHashSignatureFuzzTest() {}

  static List<Path> seeds() throws IOException, URISyntaxException {
    Path directory =
        Path.of(
            Objects.requireNonNull(
                    RootHashSignatureFuzzTest.class.getResource("RootHashSignatureFuzzTestInputs"))
                .toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = Bytes.of(input);
    try {
      RootHashSignature signature = RootHashSignature.decode(bytes, "fuzz");
      assertEquals(bytes, signature.encoded());
      Objects.requireNonNull(signature.toString());
      VERIFIER.verify(ROOT, signature);
    } catch (GantryException declared) {
      String message = Objects.requireNonNull(declared.getMessage());
      if (message.length() > 4_000) {
        throw new AssertionError("an error message of excessive length", declared);
      }
      return;
    }
    throw new AssertionError("accepted");
  }
}
