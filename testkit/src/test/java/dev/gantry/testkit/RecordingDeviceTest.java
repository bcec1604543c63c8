// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingDeviceTest {
  private static final long GIB = 1L << 30;

  private static Bytes read(BlockSource source, long offsetBytes, int sizeBytes)
      throws IOException {
    ByteBuffer content = ByteBuffer.allocate(sizeBytes);
    source.readFully(offsetBytes, content);
    return Bytes.copyOf(content.flip());
  }

  @Test
  void recordsInOrderAndReadsBackWhatWasWritten() throws IOException {
    BlockDevice initial = BlockDevices.inMemory(2048);
    RecordingDevice device = new RecordingDevice(initial);
    device.writeFully(510, Bytes.parseHex("01020304").asByteBuffer());
    device.flush();
    device.writeFully(511, Bytes.parseHex("ff").asByteBuffer());
    device.writeFully(0, ByteBuffer.allocate(0));

    assertEquals(
        List.of(
            new DeviceEvent.Write(510, Bytes.parseHex("01020304")),
            new DeviceEvent.Flush(),
            new DeviceEvent.Write(511, Bytes.parseHex("ff"))),
        device.events());
    assertEquals(Bytes.parseHex("0001ff030400"), read(device, 509, 6));
    assertEquals(Bytes.parseHex("000000000000"), read(initial, 509, 6));
  }

  @Test
  void aWriteOutsideIsNotRecorded() {
    RecordingDevice device = new RecordingDevice(BlockDevices.inMemory(512));
    assertThrows(
        IndexOutOfBoundsException.class, () -> device.writeFully(511, ByteBuffer.allocate(2)));
    assertEquals(List.of(), device.events());
  }

  @Test
  void theLastSectorMayBeShort() throws IOException {
    RecordingDevice device = new RecordingDevice(BlockDevices.inMemory(700), 512);
    device.writeFully(698, Bytes.parseHex("aabb").asByteBuffer());
    assertEquals(Bytes.parseHex("00aabb"), read(device, 697, 3));
    assertThrows(
        IndexOutOfBoundsException.class, () -> device.writeFully(699, ByteBuffer.allocate(2)));
  }

  @Test
  void recordsAStepOverARecordedStep() throws IOException {
    RecordingDevice first = new RecordingDevice(BlockDevices.inMemory(512));
    first.writeFully(0, Bytes.parseHex("11").asByteBuffer());
    RecordingDevice second = new RecordingDevice(first);
    second.writeFully(1, Bytes.parseHex("22").asByteBuffer());

    assertEquals(List.of(new DeviceEvent.Write(1, Bytes.parseHex("22"))), second.events());
    assertEquals(Bytes.parseHex("1122"), read(second, 0, 2));
    assertEquals(Bytes.parseHex("1122"), read(stateAtEnd(second), 0, 2));
  }

  private static BlockSource stateAtEnd(RecordingDevice device) throws IOException {
    BlockSource[] last = new BlockSource[1];
    CrashStates.forEach(device.initial(), device.events(), 512, state -> last[0] = state.device());
    return last[0];
  }

  @Test
  void aSparseGibibyteIsNeitherCopiedNorWritten(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("disk.img");
    try (BlockDevice initial = BlockDevices.create(file, GIB, 4096)) {
      RecordingDevice device = new RecordingDevice(initial, 4096);
      device.writeFully(GIB - 4096, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      device.flush();
      device.writeFully(4096, ByteBuffer.wrap(new byte[] {4}));
      device.flush();

      long states =
          CrashStates.forEach(
              device.initial(),
              device.events(),
              4096,
              state -> {
                boolean first = read(state.disk(), 4096, 1).get(0) != 0;
                boolean last = read(state.disk(), GIB - 4096, 1).get(0) != 0;
                assertEquals(first || last, last);
              });
      assertEquals(3, states);
      assertEquals(Bytes.parseHex("0000"), read(initial, GIB - 4096, 2));
    }
    assertEquals(GIB, Files.size(file));
  }
}
