// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForcedFilesTest {
  @TempDir Path directory;

  @Test
  void whatIsOnlyWrittenIsNotForced() throws IOException {
    assertEquals(
        List.of(),
        ForcedFiles.during(directory, () -> Files.writeString(directory.resolve("a"), "x")));
  }

  @Test
  void smallFilesAreDurableBeforeAndAfterTheyGetTheirName() throws IOException {
    List<Path> forced =
        ForcedFiles.during(
            directory,
            () -> SmallFiles.writeAtomically(directory.resolve("a"), Bytes.of((byte) 1)));
    assertEquals(2, forced.size());
    assertTrue(forced.get(0).toString().startsWith(".gantry-"));
    assertEquals(Path.of(""), forced.get(1));
  }

  @Test
  void eachNewDirectoryIsDurableInTheOneAboveIt() throws IOException {
    assertEquals(
        List.of(Path.of(""), Path.of("a")),
        ForcedFiles.during(
            directory, () -> SmallFiles.createDirectories(directory.resolve("a/b"))));
  }

  @Test
  void flushesOfDevicesReachTheMedium() throws IOException {
    Path image = directory.resolve("disk.img");
    Files.write(image, new byte[4096]);
    try (BlockDevice device = BlockDevices.open(image)) {
      assertEquals(
          List.of(Path.of("disk.img")),
          ForcedFiles.during(
              directory,
              () -> {
                device.writeFully(0, ByteBuffer.allocate(512));
                device.flush();
              }));
    }
  }
}
