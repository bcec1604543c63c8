// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.partition.GptDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a saved table or refused by type; what is read is written and read as the same. */
public class BackupJsonFuzzTest {
  /** Jazzer and JUnit make it. */
  public BackupJsonFuzzTest() {}

  static List<Path> seeds() {
    try {
      var directory =
          Objects.requireNonNull(
              BackupJsonFuzzTest.class.getResource("BackupJsonFuzzTestInputs"), "no seeds");
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
    try {
      GptDump dump = BackupJson.read(Bytes.of(input), "fuzz");
      Bytes written = BackupJson.write(dump);
      assertTrue(BackupJson.isJson(written));
      assertEquals(dump, BackupJson.read(written, "fuzz"));
      assertEquals(dump.table(), GptDump.of(dump.table()).table());
    } catch (GantryException declared) {
      assertEquals("GPT_BACKUP_JSON", declared.code());
      assertTrue(String.valueOf(declared.getMessage()).length() < 2000);
    }
  }
}
