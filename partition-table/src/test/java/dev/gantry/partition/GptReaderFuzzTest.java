// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk with any bytes changed and the checksums corrected on request is read, reported on, and
 * repaired without changing what it says, or refused by type.
 */
public class GptReaderFuzzTest {
  private static final byte[] DISK = disk();

  GptReaderFuzzTest() {}

  private static byte[] disk() {
    try {
      BlockDevice device = Tables.disk(GptFuzz.table());
      return Tables.bytes(device, 0, (int) device.sizeBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<Path> seeds() {
    return GptFuzz.seeds(GptReaderFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] content = GptFuzz.patched(DISK, input);
    int which = input.length == 0 ? 0 : input[0];
    if ((which & 1) != 0) {
      GptFuzz.correct(content, 512, 1024);
    }
    if ((which & 2) != 0) {
      GptFuzz.correct(content, content.length - 512, content.length - 33 * 512);
    }
    BlockDevice disk = BlockDevices.inMemory(content, 512);
    GptFuzz.run(
        () -> {
          GptReport report = GptVerifier.inspect(disk);
          assertFalse(report.table().isEmpty() && report.findings().isEmpty());
        });
    GptFuzz.run(
        () -> {
          GptTable table = GptReader.read(disk).table();
          GptDump.of(disk).encode();
          assertEquals(table, GptCommitter.repair(disk).table());
          GptTable next = table.toBuilder().diskGuid(new Guid(9, 9)).build();
          GptCommitter.commit(disk, table, next);
          assertEquals(next, GptReader.read(disk).table());
          GptTable fitted = next.forDisk(disk.sizeBytes() / next.sectorSizeBytes());
          try {
            GptCommitter.commit(disk, next, fitted);
          } catch (GantryException refused) {
            assertEquals(next, GptReader.read(disk).table());
            return;
          }
          assertEquals(fitted, GptReader.read(disk).table());
        });
  }
}
