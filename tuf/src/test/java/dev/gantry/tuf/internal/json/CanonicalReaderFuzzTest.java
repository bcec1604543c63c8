// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.FuzzHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to the canonical form take the same documents, and make the same of them. */
public class CanonicalReaderFuzzTest {
  static List<Path> seeds() {
    return FuzzHarness.seeds(CanonicalReaderFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  private static Optional<Bytes> viaTree(Bytes content) {
    try {
      return Optional.of(CanonicalJson.encode(StrictJson.parse(content, "fuzz")));
    } catch (GantryException refused) {
      return Optional.empty();
    }
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Bytes content = Bytes.of(input);
    Optional<Bytes> expected = viaTree(content);
    FuzzHarness.run(
        input,
        () -> {
          CanonicalValue value;
          try {
            value = CanonicalReader.read(content, "fuzz");
          } catch (GantryException e) {
            assertEquals(expected, Optional.empty());
            throw e;
          }
          assertEquals(expected.orElse(null), value.bytes());
          Objects.requireNonNull(value.tree("fuzz"));
          if (value.isObject()) {
            CanonicalObject object = value.object();
            for (int i = 0; i < object.size(); i++) {
              Bytes found = object.find(object.name(i)).orElseThrow().bytes();
              assertEquals(object.value(i).bytes(), found);
            }
          }
        });
  }
}
