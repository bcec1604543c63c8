// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Any bytes are a JSON document or violations at places that the document has. */
public class JsonInputFuzzTest {
  JsonInputFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(JsonInputFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) throws LimitExceededException {
    SettingsDocument document =
        SettingsDocument.decode(
            "f", DocumentFormat.JSON, ByteBuffer.wrap(input), InputLimits.defaults());
    DocumentChecks.check(document);
    if (document.violations().isEmpty()) {
      assertTrue(STRICT.readTree(document.text()).isObject());
    }
  }
}
