// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a TOML document or violations at places that the document has. */
public class TomlFuzzTest {
  TomlFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(TomlFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) throws LimitExceededException {
    SettingsDocument document =
        SettingsDocument.decode(
            "f", DocumentFormat.TOML, ByteBuffer.wrap(input), InputLimits.defaults());
    DocumentChecks.check(document);
  }
}
