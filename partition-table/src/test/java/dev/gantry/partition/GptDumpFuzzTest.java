// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a dump or a typed error; a dump that is read is written and read as the same. */
public class GptDumpFuzzTest {
  private static final byte[] DUMP = GptDump.of(GptFuzz.table()).encode().toByteArray();

  GptDumpFuzzTest() {}

  static List<Path> seeds() {
    return GptFuzz.seeds(GptDumpFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    int which = input.length == 0 ? 0 : input[0];
    byte[] content = (which & 2) != 0 ? input : GptFuzz.patched(DUMP, input);
    if ((which & 3) == 1) {
      GptFuzz.correct(content, 512, 1536);
    }
    for (int size : new int[] {512, 4096}) {
      GptFuzz.run(
          () -> {
            GptDump dump = GptDump.decode(Bytes.of(content), size, "test");
            assertEquals(dump.table(), GptDump.decode(dump.encode(), size, "test").table());
          });
    }
  }
}
