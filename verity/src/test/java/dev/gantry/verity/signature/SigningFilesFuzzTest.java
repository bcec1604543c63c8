// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are keys or certificates, or refused by type. The first byte says in which PEM the
 * others are put, so that a fuzzer comes to what is behind the base64.
 */
public class SigningFilesFuzzTest {
  private static final List<String> KINDS =
      List.of(
          "PRIVATE KEY",
          "EC PRIVATE KEY",
          "RSA PRIVATE KEY",
          "CERTIFICATE",
          "TRUSTED CERTIFICATE",
          "ENCRYPTED PRIVATE KEY",
          "EC PARAMETERS",
          "PKCS7");

  /** Jazzer and JUnit make it. */
  public SigningFilesFuzzTest() {}

  static List<Path> seeds() {
    return seeds(SigningFilesFuzzTest.class);
  }

  /** The seeds of a target, from the directory of resources that is named after it. */
  static List<Path> seeds(Class<?> test) {
    try {
      var directory =
          Objects.requireNonNull(
              test.getResource(test.getSimpleName() + "Inputs"), "no seeds for " + test);
      try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
        return files.sorted().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    int which = input.length == 0 ? KINDS.size() : input[0] & 0xf;
    byte[] content = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    Bytes file = Bytes.of(which < KINDS.size() ? pem(KINDS.get(which), content) : content);
    typed(
        () -> {
          String algorithm = SigningFiles.readPrivateKey(file, "fuzz").getAlgorithm();
          assertTrue(algorithm.equals("RSA") || algorithm.equals("EC"), algorithm);
        });
    typed(
        () -> {
          var certificates = SigningFiles.readCertificates(file, "fuzz");
          assertFalse(certificates.isEmpty());
          try {
            RootHashVerifier.of(certificates);
          } catch (IllegalArgumentException otherKey) {
            // A certificate of a key that the kernel cannot use; the caller chose to trust it.
            assertEquals(IllegalArgumentException.class, otherKey.getClass());
          }
        });
  }

  private static byte[] pem(String kind, byte[] content) {
    String text =
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What a target does with an input. */
  interface Target {
    void accept() throws IOException;
  }

  /** Nothing but our own errors may come out. */
  static void typed(Target target) {
    try {
      target.accept();
    } catch (GantryException declared) {
      assertFalse(declared.code().isEmpty());
      assertTrue(String.valueOf(declared.getMessage()).length() < 4000);
    } catch (IOException undeclared) {
      throw new AssertionError("an input that is refused with an undeclared error", undeclared);
    }
  }
}
