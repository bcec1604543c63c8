// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A map file; what is written is read as the same. */
public class MapFileFuzzTest {
  MapFileFuzzTest() {}

  static List<Path> seeds() {
    return FuzzHarness.seeds(MapFileFuzzTest.class);
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
          MapFile map = MapFile.parse(Bytes.of(input), "fuzz");
          assertEquals(map, MapFile.parse(map.encode(), "fuzz"));
        });
  }
}
