// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special to one implementation; the testkit holds all of them to the contracts. */
final class BlockDevicesTest {
  @TempDir Path directory;

  private Path file(int sizeBytes) throws IOException {
    return Files.write(directory.resolve("disk.img"), new byte[sizeBytes]);
  }

  private static byte read(BlockSource source, long offsetBytes) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    source.readFully(offsetBytes, one);
    return one.get(0);
  }

  private static void write(BlockDevice device, long offsetBytes, int value) throws IOException {
    device.writeFully(offsetBytes, ByteBuffer.wrap(new byte[] {(byte) value}));
  }

  private static void assertRefuses(BlockDevice device, long offsetBytes, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    assertThrows(IndexOutOfBoundsException.class, () -> device.readFully(offsetBytes, buffer));
    assertThrows(IndexOutOfBoundsException.class, () -> device.writeFully(offsetBytes, buffer));
    assertEquals(0, buffer.position());
  }

  @Test
  void createsASparseFileOfTheSizeAsked() throws IOException {
    Path path = directory.resolve("new.img");
    long size = (1L << 33) + 1;
    try (BlockDevice device = BlockDevices.create(path, size, 4096)) {
      assertEquals(size, device.sizeBytes());
      assertEquals(4096, device.logicalBlockSizeBytes());
      assertEquals(path.toString(), device.description());
      write(device, size - 1, 7);
      assertEquals(7, read(device, size - 1));
      assertEquals(0, read(device, size - 2));
      device.flush();
    }
    assertEquals(size, Files.size(path));
    try (BlockSource source = BlockDevices.openSource(path)) {
      assertEquals(7, read(source, size - 1));
    }
  }

  @Test
  void createsNothingOverAnExistingFile() throws IOException {
    Path path = Files.write(directory.resolve("old"), new byte[] {1});
    assertThrows(FileAlreadyExistsException.class, () -> BlockDevices.create(path, 10, 512));
    assertEquals(1, Files.size(path));
  }

  @Test
  void leavesNoFileWhenItCannotCreate() {
    Path path = directory.resolve("huge");
    assertThrows(IOException.class, () -> BlockDevices.create(path, Long.MAX_VALUE, 512));
    assertFalse(Files.exists(path));
    assertThrows(IllegalArgumentException.class, () -> BlockDevices.create(path, -1, 512));
    assertThrows(IllegalArgumentException.class, () -> BlockDevices.create(path, 1, 511));
    assertFalse(Files.exists(path));
  }

  @Test
  void opensOnlyWhatExists() {
    Path path = directory.resolve("none");
    assertThrows(NoSuchFileException.class, () -> BlockDevices.open(path));
    assertThrows(NoSuchFileException.class, () -> BlockDevices.openSource(path));
    assertFalse(Files.exists(path));
  }

  @Test
  void refusesOddBlockSizesAndSizes() throws IOException {
    Path path = file(512);
    for (int size : new int[] {0, 1, 256, 511, 513, 1536, -512, Integer.MIN_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> BlockDevices.open(path, size));
      assertThrows(IllegalArgumentException.class, () -> BlockDevices.inMemory(new byte[1], size));
    }
    assertThrows(IllegalArgumentException.class, () -> BlockDevices.inMemory(-1));
    assertEquals(512, BlockDevices.inMemory(1).logicalBlockSizeBytes());
  }

  @Test
  void devicesOfNoBytesHoldNothing() throws IOException {
    try (BlockDevice created = BlockDevices.create(directory.resolve("empty"), 0, 512)) {
      for (BlockDevice device :
          List.of(created, BlockDevices.inMemory(0), BlockDevices.inMemory(10).slice(10, 0))) {
        assertEquals(0, device.sizeBytes());
        device.readFully(0, ByteBuffer.allocate(0));
        device.writeFully(0, ByteBuffer.allocate(0));
        device.flush();
        assertRefuses(device, 0, 1);
        assertRefuses(device, 1, 0);
        assertRefuses(device, -1, 1);
        assertRefuses(device, Long.MAX_VALUE, 1);
        assertEquals(0, device.slice(0, 0).sizeBytes());
      }
    }
  }

  @Test
  void offsetsNearTheEndOfTheNumbersDoNotOverflow() throws IOException {
    try (BlockDevice device = BlockDevices.open(file(4096))) {
      BlockDevice slice = device.slice(1000, 2000);
      for (BlockDevice each : List.of(device, slice, slice.slice(10, 100))) {
        for (long offset :
            new long[] {
              Long.MAX_VALUE,
              Long.MAX_VALUE - 1,
              Long.MAX_VALUE - 999,
              Long.MAX_VALUE - 1010,
              Long.MIN_VALUE,
              -1,
              -1000,
              1L << 32,
              1L << 62
            }) {
          assertRefuses(each, offset, 1);
          assertRefuses(each, offset, 3000);
          assertThrows(IndexOutOfBoundsException.class, () -> each.slice(offset, 1));
          assertThrows(IndexOutOfBoundsException.class, () -> each.slice(1, offset));
        }
      }
    }
    assertEquals(4096, Files.size(directory.resolve("disk.img")));
  }

  @Test
  void aFileCutWhileOpenIsMalformedNotEndless() throws IOException {
    Path path = file(4096);
    try (BlockSource source = BlockDevices.openSource(path);
        FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
      other.truncate(1000);
      assertEquals(4096, source.sizeBytes());
      assertEquals(0, read(source, 999));
      for (long[] range : new long[][] {{0, 1000}, {900, 1000}, {1000, 1000}, {2000, 2000}}) {
        MalformedDataException thrown =
            assertThrows(
                MalformedDataException.class,
                () -> source.readFully(range[0], ByteBuffer.allocate(1500)));
        assertEquals("SOURCE_TRUNCATED", thrown.code());
        assertEquals(range[1], thrown.offsetBytes());
        assertEquals(path.toString(), thrown.source());
      }
      assertThrows(
          IndexOutOfBoundsException.class, () -> source.readFully(4096, ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aReadOnlyChannelFailsWritesAsAMedium() throws IOException {
    try (FileChannel channel = FileChannel.open(file(512), StandardOpenOption.READ)) {
      BlockDevice device = BlockDevices.of(channel, "read-only", 512);
      assertEquals("read-only", device.description());
      assertThrows(IOException.class, () -> write(device, 0, 1));
      assertThrows(IOException.class, () -> write(device.slice(1, 1), 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> write(device, 512, 1));
      assertEquals(0, read(device, 0));
    }
  }

  @Test
  void aReadOnlyViewCannotBeWrittenOrCloseWhatItShows() throws IOException {
    try (BlockDevice device = BlockDevices.open(file(512))) {
      BlockSource view = BlockDevices.readOnly(device);
      assertFalse(view instanceof BlockDevice);
      assertFalse(view.slice(0, 1) instanceof BlockDevice);
      view.close();
      write(device, 5, 9);
      assertEquals(9, read(view, 5));
      assertEquals(device.description(), view.description());
    }
  }

  @Test
  void aDeviceClosesWhatItOpenedAndNothingElse() throws IOException {
    Path path = file(512);
    BlockDevice device = BlockDevices.open(path);
    BlockDevice slice = device.slice(0, 10);
    device.close();
    device.close();
    assertThrows(ClosedChannelException.class, () -> read(device, 0));
    assertThrows(ClosedChannelException.class, () -> write(device, 0, 1));
    assertThrows(ClosedChannelException.class, device::flush);
    assertThrows(ClosedChannelException.class, () -> read(slice, 0));

    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      BlockDevices.of(channel, "channel", 512).close();
      assertTrue(channel.isOpen());
    }
  }

  @Test
  void theArrayOfAMemoryDeviceIsItsContent() throws IOException {
    byte[] content = new byte[1024];
    BlockDevice device = BlockDevices.inMemory(content, 1024);
    write(device, 1023, 5);
    assertEquals(5, content[1023]);
    content[0] = 6;
    assertEquals(6, read(device, 0));
    assertEquals(1024, device.slice(0, 1).logicalBlockSizeBytes());
  }

  @Test
  void directoryIsRefusedByName(@TempDir Path directory) {
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> BlockDevices.openSource(directory));
    assertEquals(directory.toString(), e.getFile());
  }

  @Test
  void characterDeviceIsRefusedBeforeItIsOpened() {
    Path device = Path.of("/dev/zero");
    assumeTrue(Files.exists(device), "no /dev/zero here");
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> BlockDevices.openSource(device));
    assertEquals(device.toString(), e.getFile());
    assertThrows(FileSystemException.class, () -> BlockDevices.open(device));
  }
}
