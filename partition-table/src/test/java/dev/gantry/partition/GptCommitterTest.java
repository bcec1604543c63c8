// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.testkit.DeviceEvent;
import dev.gantry.testkit.FaultyDevice;
import dev.gantry.testkit.RecordingDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GptCommitterTest {
  private static GptTable other(GptTable table) {
    return table.withPartition(table.partitions().get(1).withAttributes(0x35L << 48));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void writesInTheOrderOfTheProtocol(int size) throws IOException {
    GptTable table = Tables.table(size);
    RecordingDevice device = new RecordingDevice(Tables.disk(table), size);
    GptCommitter.commit(device, table, other(table));
    long end = device.sizeBytes();
    List<String> log = device.events().stream().map(GptCommitterTest::describe).toList();
    assertEquals(
        List.of(
            (end - size - 16384) + "+16384",
            (end - size) + "+" + size,
            "flush",
            size + "+" + size,
            "flush",
            (2 * size) + "+16384",
            "flush"),
        log);
    assertEquals(other(table), GptReader.read(device).table());
  }

  private static String describe(DeviceEvent event) {
    return event instanceof DeviceEvent.Write write
        ? write.offsetBytes() + "+" + write.content().size()
        : "flush";
  }

  @Test
  void refusesWhereTheTableChanged() throws IOException {
    GptTable table = Tables.table(512);
    RecordingDevice device = new RecordingDevice(Tables.disk(other(table)));
    StateConflictException refused =
        assertThrows(StateConflictException.class, () -> GptCommitter.commit(device, table, table));
    assertEquals("TABLE_CHANGED", refused.code());
    assertEquals(List.of(), device.events());
    GptTable large = Tables.table(4096);
    assertThrows(IllegalArgumentException.class, () -> GptCommitter.commit(device, table, large));
  }

  @Test
  void changesDiskGuidAndPartitions() throws IOException {
    GptTable table = Tables.table(512);
    BlockDevice disk = Tables.disk(table);
    GptTable next = table.toBuilder().diskGuid(new Guid(5, 6)).remove(1).remove(9).build();
    GptCommitter.commit(disk, table, next);
    assertEquals(next, GptReader.read(disk).table());
    assertArrayEquals(new byte[128], Tables.bytes(disk, 1024, 128));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void keepsBootCode(int size) throws IOException {
    GptTable table = Tables.table(size);
    BlockDevice disk = Tables.blank(table);
    byte[] sector = new byte[size];
    Arrays.fill(sector, (byte) 0x77);
    Arrays.fill(sector, 446, 512, (byte) 0);
    Tables.put(disk, 0, sector);
    GptCommitter.create(disk, table);
    byte[] after = Tables.bytes(disk, 0, size);
    assertEquals((byte) 0xee, after[450]);
    Arrays.fill(after, 446, 512, (byte) 0);
    assertArrayEquals(sector, after);
    byte[] mbr = Tables.bytes(disk, 0, size);
    GptCommitter.commit(disk, table, other(table));
    assertArrayEquals(mbr, Tables.bytes(disk, 0, size), "a commit leaves sector 0 alone");
  }

  @Test
  void createsOnlyOnDisksWithoutATable() throws IOException {
    GptTable table = Tables.table(512);
    BlockDevice disk = Tables.disk(table);
    assertEquals("DISK_HAS_GPT", refusal(disk, table));
    Tables.damage(disk, 700);
    Tables.put(disk, 512, new byte[512]);
    assertEquals("DISK_HAS_GPT", refusal(disk, table), "a backup alone is a table too");
    GptCommitter.unsafeReplace(disk, other(table));
    assertEquals(other(table), GptReader.read(disk).table());

    BlockDevice mbr = Tables.blank(table);
    Tables.put(mbr, 510, (byte) 0x55, (byte) 0xaa);
    Tables.put(mbr, 446 + 16 + 4, (byte) 0x83);
    assertEquals("DISK_HAS_MBR_PARTITIONS", refusal(mbr, table));
    assertThrows(
        IllegalArgumentException.class,
        () -> GptCommitter.create(BlockDevices.inMemory(1 << 20), table));
  }

  /** Neither size may leave a header behind that a reader of the other size would take. */
  @Test
  void replacesATableForTheOtherSectorSize() throws IOException {
    GptTable small = Tables.table(512);
    GptTable large = Tables.table(4096);
    BlockDevice disk = Tables.disk(small);
    assertEquals("DISK_HAS_GPT", refusal(disk, large));
    GptCommitter.unsafeReplace(disk, large);
    assertEquals(large, GptReader.read(disk).table());
    assertEquals("DISK_HAS_GPT", refusal(disk, small));
    GptCommitter.unsafeReplace(disk, small);
    BlockDevice sameOn4k =
        BlockDevices.inMemory(Tables.bytes(disk, 0, (int) disk.sizeBytes()), 4096);
    assertEquals(small, GptReader.read(sameOn4k).table());
  }

  private static String refusal(BlockDevice disk, GptTable table) {
    return assertThrows(StateConflictException.class, () -> GptCommitter.create(disk, table))
        .code();
  }

  @Test
  void noticesADeviceThatLosesAWrite() throws IOException {
    GptTable table = Tables.table(512);
    for (int lost = 1; lost <= 4; lost++) {
      BlockDevice device = new LosesOneWrite(Tables.disk(table), lost);
      MalformedDataException failure =
          assertThrows(
              MalformedDataException.class, () -> GptCommitter.commit(device, table, other(table)));
      assertEquals("GPT_READ_BACK_DIFFERS", failure.code());
    }
  }

  /** Says that all is written, but for one write nothing is. */
  private static final class LosesOneWrite implements BlockDevice {
    private final BlockDevice device;
    private int left;

    LosesOneWrite(BlockDevice device, int lost) {
      this.device = device;
      this.left = lost;
    }

    @Override
    public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
      left--;
      if (left == 0) {
        source.position(source.limit());
      } else {
        device.writeFully(offsetBytes, source);
      }
    }

    @Override
    public int logicalBlockSizeBytes() {
      return device.logicalBlockSizeBytes();
    }

    @Override
    public void flush() throws IOException {
      device.flush();
    }

    @Override
    public long sizeBytes() {
      return device.sizeBytes();
    }

    @Override
    public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
      device.readFully(offsetBytes, target);
    }

    @Override
    public String description() {
      return device.description();
    }

    @Override
    public void close() throws IOException {
      device.close();
    }
  }

  @Test
  void leavesAWholeTableWhereTheMediumFails() throws IOException {
    GptTable table = Tables.table(512);
    for (int failing = 1; failing <= 4; failing++) {
      BlockDevice disk = Tables.disk(table);
      FaultyDevice device = FaultyDevice.builder(disk).failWrite(failing).build();
      assertThrows(IOException.class, () -> GptCommitter.commit(device, table, other(table)));
      GptTable found = GptReader.read(disk).table();
      assertEquals(failing == 4 ? other(table) : table, found);
      GptCommitter.commit(disk, found, other(table));
      assertEquals(other(table), GptReader.read(disk).table());
      assertEquals(List.of(), GptReader.read(disk).issues());
    }
  }

  @Test
  void repairOfASoundDiskWritesNothing() throws IOException {
    RecordingDevice device = new RecordingDevice(Tables.disk(Tables.table(512)));
    assertEquals(List.of(), GptCommitter.repair(device).issues());
    assertEquals(List.of(), device.events());
  }
}
