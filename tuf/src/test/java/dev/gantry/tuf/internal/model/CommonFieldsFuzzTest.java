// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Dates, and versions of the specification: the input has one before the first line break. */
public class CommonFieldsFuzzTest {
  static List<Path> seeds() {
    return FuzzHarness.seeds(CommonFieldsFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    String expires = lines[0];
    String specVersion = lines.length > 1 ? lines[1] : "1.0.34";
    ObjectNode signed =
        JsonNodeFactory.instance
            .objectNode()
            .put("expires", expires)
            .put("spec_version", specVersion)
            .put("version", 1);
    FuzzHarness.run(
        input,
        () -> {
          CommonFields fields = CommonFields.parse(Fields.of(signed, "fuzz", "signed"));
          assertEquals(OffsetDateTime.parse(expires).toInstant(), fields.expires());
        });
  }
}
