// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.disk.DiskFileLock;
import dev.gantry.partition.slot.SlotId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineDiskLockTest {
  @TempDir Path directory;
  private Path image;

  @BeforeEach
  void writeDisk() throws IOException {
    image = directory.resolve("disk.img");
    byte[] content = TestDisks.bytes();
    try (BlockDevice disk = TestDisks.create(content);
        BlockDevice file = BlockDevices.create(image, content.length, 512)) {
      assertEquals(disk.sizeBytes(), file.sizeBytes());
      file.writeFully(0, ByteBuffer.wrap(content));
    }
  }

  private UpdateEngine engine(String name, Path disk) throws IOException {
    return UpdateEngine.builder(
            directory.resolve(name), () -> new BootedSystem(SlotId.A, Optional.empty()))
        .disk(disk)
        .build();
  }

  @Test
  void enginesWithTwoStateDirectoriesKeepEachOtherOut() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), image);
    UpdateEngine second = engine("second", link);
    try (DiskFileLock first = DiskFileLock.acquire(image, Duration.ZERO)) {
      assertTrue(first.device(512).sizeBytes() > 0);
      StateConflictException busy = assertThrows(StateConflictException.class, second::cancel);
      assertEquals("ENGINE_BUSY", busy.code());
      assertFalse(Files.exists(directory.resolve("second")), "nothing is made for a refused call");
      // Looking needs no lock.
      assertEquals(EngineState.IDLE, second.status().state());
    }
    StateConflictException idle = assertThrows(StateConflictException.class, second::cancel);
    assertEquals("NOTHING_TO_CANCEL", idle.code());
    // A call gives the disk back, refused or not.
    try (DiskFileLock after = DiskFileLock.acquire(link, Duration.ZERO)) {
      assertTrue(after.device(512).sizeBytes() > 0);
    }
  }
}
