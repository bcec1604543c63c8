// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Guid;
import dev.gantry.core.StateConflictException;
import dev.gantry.testkit.DeviceEvent;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.RecordingDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions 1 and 3 of four have a record in sector 0 as well. */
class HybridMbrTest {
  private static final Guid TYPE = Guid.parse("0fc63daf-8483-4772-8e79-3d69d8477de4");
  private static final String REFUSED = "HYBRID_MBR_NAMES_SECTORS";
  private static final int SIZE = 1000;

  private final GptTable table = table();
  private BlockDevice disk;

  @BeforeEach
  void makeDisk() throws IOException {
    disk = Tables.disk(table);
    record(1, table.partition(1).orElseThrow().range());
    record(2, table.partition(3).orElseThrow().range());
    assertEquals(MasterBootRecord.Kind.HYBRID, MasterBootRecord.read(disk).kind());
  }

  private static GptTable table() {
    GptTable.Builder builder = GptTable.builder(Guid.parse(guid(0)), 512, 20_000);
    for (int i = 1; i <= 4; i++) {
      builder.add(at(i, 2048L * i));
    }
    return builder.build();
  }

  private static GptPartition at(int number, long first) {
    return new GptPartition(
        number, TYPE, Guid.parse(guid(number)), first, first + SIZE - 1, 0, "p" + number);
  }

  private static String guid(int number) {
    return "01234567-89ab-4def-8123-00000000000" + number;
  }

  private void record(int index, LbaRange range) throws IOException {
    int offset = MasterBootRecord.RECORDS_OFFSET + index * MasterBootRecord.RECORD_SIZE_BYTES;
    ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    record.put(4, (byte) 0x83).putInt(8, (int) range.firstLba());
    record.putInt(12, (int) range.sectorCount());
    Tables.put(disk, offset, record.array());
  }

  /** Whatever is refused or done, sector 0 stays; and what is refused leaves the whole disk. */
  private void refuses(GptTable next) throws IOException {
    byte[] before = Tables.bytes(disk, 0, (int) disk.sizeBytes());
    StateConflictException e =
        assertThrows(
            StateConflictException.class,
            () -> GptCommitter.commit(disk, GptReader.read(disk).table(), next));
    assertEquals(REFUSED, e.code());
    assertArrayEquals(before, Tables.bytes(disk, 0, (int) disk.sizeBytes()));
  }

  private GptTable takes(GptTable next) throws IOException {
    byte[] before = Tables.bytes(disk, 0, 512);
    GptCommitter.commit(disk, GptReader.read(disk).table(), next);
    assertEquals(next, GptReader.read(disk).table());
    assertArrayEquals(before, Tables.bytes(disk, 0, 512));
    return next;
  }

  @Test
  void aNamedPartitionIsNotRemovedMovedOrResized() throws IOException {
    refuses(table.toBuilder().remove(1).build());
    refuses(table.toBuilder().remove(3).build());
    GptPartition third = table.partition(3).orElseThrow();
    refuses(table.withPartition(third.withRange(third.firstLba(), third.lastLba() + 1)));
    refuses(table.withPartition(third.withRange(third.firstLba(), third.lastLba() - 1)));
    refuses(table.withPartition(third.withRange(third.firstLba() + 1, third.lastLba())));
    refuses(table.withPartition(at(3, 12_000)));
  }

  @Test
  void everythingElseChanges() throws IOException {
    GptTable next = takes(table.toBuilder().remove(2).build());
    next = takes(next.toBuilder().remove(4).build());
    next = takes(next.toBuilder().add(at(5, 9000)).build());
    next = takes(next.withPartition(at(5, 10_000)));
    next = takes(next.withSwapped(1, 3));
    next = takes(next.withRandomGuids(new Random(1)));
    next = takes(next.withPartition(next.partition(1).orElseThrow().withName("other")));
    takes(next.withPartition(next.partition(3).orElseThrow().withAttribute(48, true)));
  }

  /** The sectors of a partition may be a new one's, as long as they are all of it. */
  @Test
  void aNamedPartitionIsReplacedInItsPlace() throws IOException {
    takes(table.toBuilder().remove(1).add(at(9, 2048)).build());
  }

  /** Another tool removed partition 3 and left its record. */
  @Test
  void aRecordOfNoPartitionKeepsItsSectorsToItself() throws IOException {
    record(2, new LbaRange(12_000, 12_999));
    takes(table.toBuilder().remove(3).build());
    GptTable now = GptReader.read(disk).table();
    refuses(now.toBuilder().add(at(5, 12_500)).build());
    refuses(now.toBuilder().add(at(5, 11_500)).build());
    refuses(now.withPartition(at(4, 11_500)));
    takes(now.toBuilder().add(at(5, 12_000)).build());
  }

  /** One that overlaps a partition as it is is no reason to refuse what does not touch it. */
  @Test
  void aRecordThatNeverFitLetsOthersChange() throws IOException {
    record(2, new LbaRange(6000, 6500));
    takes(table.toBuilder().add(at(5, 12_000)).build());
    refuses(GptReader.read(disk).table().withPartition(at(3, 6100)));
  }

  @Test
  void withAProtectiveMbrEveryChangeIsTaken() throws IOException {
    GptTable next = table.toBuilder().remove(1).build();
    refuses(next);
    RecordingDevice recorder = new RecordingDevice(disk, 512);
    GptCommitter.writeProtectiveMbr(recorder);
    assertEquals(2, recorder.events().size());
    assertEquals(new DeviceEvent.Flush(), recorder.events().get(1));
    assertEquals(
        List.of(ProtectiveMbr.expected(20_000)), MasterBootRecord.read(recorder).records());
    disk = recorder;
    takes(next);
  }

  /** What the named partitions are is what sgdisk makes of it. */
  @Test
  void aHybridMbrOfSgdiskIsKeptTrue(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("disk");
    try (BlockDevice image = BlockDevices.create(file, 20_000 * 512, 512)) {
      GptCommitter.create(image, table);
    }
    Path sgdisk = ExternalTool.require("sgdisk");
    ExternalTool.run(sgdisk, "--hybrid", "1:3", file.toString()).orFail();
    try (BlockDevice image = BlockDevices.open(file)) {
      disk = image;
      takes(table.toBuilder().remove(2).build());
      refuses(GptReader.read(disk).table().toBuilder().remove(3).build());
      disk.flush();
    }
    ExternalTool.run(sgdisk, "--delete", "3", file.toString()).orFail();
    try (BlockDevice image = BlockDevices.open(file)) {
      disk = image;
      takes(GptReader.read(disk).table().toBuilder().add(at(3, 6200)).build());
    }
  }
}
