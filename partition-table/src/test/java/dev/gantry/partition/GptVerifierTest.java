// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptFinding.Kind;
import dev.gantry.partition.GptFinding.Severity;
import dev.gantry.partition.GptWriteStep.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GptVerifierTest {
  private static Set<Kind> kinds(BlockDevice disk) throws IOException {
    return GptVerifier.inspect(disk).findings().stream()
        .map(GptFinding::kind)
        .collect(Collectors.toSet());
  }

  /** Changes both copies with right checksums, whatever rules that breaks. */
  private static BlockDevice bent(Consumer<ByteBuffer> header, Consumer<ByteBuffer> entries)
      throws IOException {
    GptTable table = Tables.table(512);
    BlockDevice disk = Tables.disk(table);
    byte[] array = Tables.bytes(disk, 1024, 16384);
    entries.accept(ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN));
    long last = disk.sizeBytes() - 512;
    for (long at : new long[] {512, last}) {
      byte[] sector = Tables.bytes(disk, at, 512);
      ByteBuffer view = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
      header.accept(view);
      view.putInt(88, GptHeader.crc(array, array.length)).putInt(16, 0);
      view.putInt(16, GptHeader.crc(sector, view.getInt(12)));
      Tables.put(disk, at, sector);
    }
    Tables.put(disk, 1024, array);
    Tables.put(disk, last - 16384, array);
    return disk;
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void findsNothingOnASoundDisk(int size) throws IOException {
    GptReport report = GptVerifier.inspect(Tables.disk(Tables.table(size)));
    assertEquals(List.of(), report.findings());
    assertEquals(Tables.table(size), report.table().orElseThrow());
    assertEquals(MasterBootRecord.Kind.PROTECTIVE, report.mbr().kind());
  }

  @Test
  void findsDamageOfCopies() throws IOException {
    record Case(long offset, Kind kind) {}
    for (Case damage :
        List.of(
            new Case(530, Kind.PRIMARY_HEADER_BAD),
            new Case(1100, Kind.PRIMARY_ENTRIES_BAD),
            new Case(-482, Kind.BACKUP_HEADER_BAD),
            new Case(-5000, Kind.BACKUP_ENTRIES_BAD))) {
      BlockDevice disk = Tables.disk(Tables.table(512));
      Tables.damage(disk, damage.offset < 0 ? disk.sizeBytes() + damage.offset : damage.offset);
      assertTrue(kinds(disk).contains(damage.kind), damage.toString());
      assertTrue(GptVerifier.inspect(disk).atLeast(Severity.ERROR).size() >= 1);
    }
    assertEquals(Set.of(Kind.NO_TABLE), kinds(BlockDevices.inMemory(1 << 20)));
    assertEquals(Set.of(Kind.NO_TABLE), kinds(BlockDevices.inMemory(0)));
  }

  @Test
  void findsWhatTheReaderRefuses() throws IOException {
    record Case(Kind kind, Consumer<ByteBuffer> entries) {}
    for (Case bend :
        List.of(
            new Case(Kind.PARTITION_OVERLAP, e -> e.putLong(128 + 32, e.getLong(40))),
            new Case(Kind.PARTITION_REVERSED, e -> e.putLong(40, e.getLong(32) - 1)),
            new Case(Kind.PARTITION_RANGE, e -> e.putLong(32, 33)),
            new Case(Kind.PARTITION_BEYOND_DISK, e -> e.putLong(8 * 128 + 40, 1L << 40)),
            new Case(
                Kind.DUPLICATE_GUID,
                e -> e.putLong(16, e.getLong(144)).putLong(24, e.getLong(152))))) {
      BlockDevice disk = bent(h -> {}, bend.entries);
      assertThrows(MalformedDataException.class, () -> GptReader.read(disk));
      assertTrue(kinds(disk).contains(bend.kind), bend.kind + " is not in " + kinds(disk));
      assertTrue(GptVerifier.inspect(disk).table().isEmpty());
    }
  }

  @Test
  void findsWhatIsUnusual() throws IOException {
    record Case(Kind kind, Consumer<ByteBuffer> header, Consumer<ByteBuffer> entries) {}
    Consumer<ByteBuffer> none = b -> {};
    for (Case bend :
        List.of(
            new Case(Kind.RESERVED_NOT_ZERO, h -> h.putInt(20, 1), none),
            new Case(Kind.RESERVED_NOT_ZERO, h -> h.put(500, (byte) 1), none),
            new Case(Kind.HEADER_SIZE_UNUSUAL, h -> h.putInt(12, 96), none),
            new Case(Kind.DISK_GUID_ZERO, h -> h.putLong(56, 0).putLong(64, 0), none),
            new Case(Kind.MISALIGNED, none, e -> e.putLong(32, e.getLong(32) + 1)),
            new Case(Kind.RESERVED_ATTRIBUTES, none, e -> e.putLong(48, 8)),
            new Case(Kind.UNIQUE_GUID_ZERO, none, e -> e.putLong(16, 0).putLong(24, 0)),
            new Case(Kind.DUPLICATE_NAME, none, e -> e.put(56, e, 184, 72)),
            new Case(Kind.NAME_ODD, none, e -> e.putShort(126, (short) 7)),
            new Case(Kind.NAME_ODD, none, e -> e.putShort(56, (short) 0xd800)),
            new Case(Kind.UNUSED_ENTRY_NOT_ZERO, none, e -> e.put(100 * 128 + 90, (byte) 1)))) {
      BlockDevice disk = bent(bend.header, bend.entries);
      assertTrue(kinds(disk).contains(bend.kind), bend.kind + " is not in " + kinds(disk));
    }
  }

  @Test
  void findsWhatIsWrongWithTheMbr() throws IOException {
    record Case(Kind kind, MasterBootRecord.Kind mbr, int offset, int value) {}
    for (Case bend :
        List.of(
            new Case(Kind.PROTECTIVE_MBR_MISSING, MasterBootRecord.Kind.NONE, 510, 0),
            new Case(Kind.PROTECTIVE_MBR_MISSING, MasterBootRecord.Kind.NONE, 450, 0),
            new Case(Kind.MBR_PARTITIONS, MasterBootRecord.Kind.PARTITIONS, 450, 0x83),
            new Case(Kind.MBR_HYBRID, MasterBootRecord.Kind.HYBRID, 466, 0x83),
            new Case(Kind.MBR_RECORD, MasterBootRecord.Kind.PROTECTIVE, 466, 0xee),
            new Case(Kind.MBR_RECORD, MasterBootRecord.Kind.PROTECTIVE, 454, 2),
            new Case(Kind.MBR_SIZE, MasterBootRecord.Kind.PROTECTIVE, 458, 1),
            new Case(Kind.MBR_FIELDS, MasterBootRecord.Kind.PROTECTIVE, 446, 0x80),
            new Case(Kind.MBR_FIELDS, MasterBootRecord.Kind.PROTECTIVE, 447, 7))) {
      BlockDevice disk = Tables.disk(Tables.table(512));
      Tables.put(disk, bend.offset, (byte) bend.value);
      assertEquals(Set.of(bend.kind), kinds(disk), bend.toString());
      assertEquals(bend.mbr, MasterBootRecord.read(disk).kind());
      GptCommitter.writeProtectiveMbr(disk);
      assertEquals(Set.of(), kinds(disk), bend.toString());
    }
  }

  @Test
  void findsHeadersThatBelongToNoCopy() throws IOException {
    GptTable table = Tables.table(512);
    int old = (int) table.sectorCount() * 512;
    byte[] content = Arrays.copyOf(Tables.bytes(Tables.disk(table), 0, old), old + (1 << 20));
    BlockDevice disk = BlockDevices.inMemory(content, 512);
    assertEquals(Set.of(Kind.BACKUP_NOT_AT_END, Kind.MBR_SIZE, Kind.MBR_FIELDS), kinds(disk));
    Tables.put(disk, disk.sizeBytes() - 512, Tables.bytes(disk, old - 512, 512));
    assertTrue(kinds(disk).contains(Kind.STALE_HEADER));
  }

  @Test
  void plansRepairsAndAppliesWhatWasPlanned() throws IOException {
    GptTable table = Tables.table(512);
    BlockDevice disk = Tables.disk(table);
    byte[] sound = Tables.bytes(disk, 0, (int) disk.sizeBytes());
    assertEquals(List.of(), GptRepairPlan.of(disk).steps());
    Tables.damage(disk, 530);
    Tables.put(disk, 450, (byte) 0);
    byte[] damaged = Tables.bytes(disk, 0, (int) disk.sizeBytes());
    GptRepairPlan plan = GptRepairPlan.of(disk);
    assertEquals(
        List.of(Part.PRIMARY_HEADER, Part.PRIMARY_ENTRIES, Part.PROTECTIVE_MBR),
        plan.steps().stream().map(GptWriteStep::part).toList());
    assertEquals(512, plan.steps().get(0).offsetBytes());
    assertEquals(
        ByteBuffer.wrap(damaged), ByteBuffer.wrap(Tables.bytes(disk, 0, damaged.length)), "a plan");
    assertEquals(List.of(), plan.apply(disk).issues());
    assertEquals(ByteBuffer.wrap(sound), ByteBuffer.wrap(Tables.bytes(disk, 0, sound.length)));
    assertEquals(
        "TABLE_CHANGED", assertThrows(StateConflictException.class, () -> plan.apply(disk)).code());
  }

  @Test
  void dumpsAndRestoresOnDisksOfOtherSizes() throws IOException {
    for (int size : new int[] {512, 4096}) {
      GptTable table = Tables.table(size);
      BlockDevice disk = Tables.disk(table);
      GptDump dump = GptDump.of(disk);
      assertEquals(dump, GptDump.decode(dump.encode(), size, "test"));
      BlockDevice other = Tables.blank(table);
      dump.unsafeRestore(other);
      assertEquals(
          ByteBuffer.wrap(Tables.bytes(disk, 0, (int) disk.sizeBytes())),
          ByteBuffer.wrap(Tables.bytes(other, 0, (int) other.sizeBytes())));
      long sectors = table.sectorCount() + 100;
      GptDump larger = dump.forDisk(sectors);
      BlockDevice wide = BlockDevices.inMemory(new byte[(int) sectors * size], size);
      larger.unsafeRestore(wide);
      assertEquals(table.forDisk(sectors), GptReader.read(wide).table());
      assertThrows(IllegalArgumentException.class, () -> dump.unsafeRestore(wide));
      assertEquals(
          "TABLE_DOES_NOT_FIT",
          assertThrows(StateConflictException.class, () -> dump.forDisk(300)).code());
    }
    BlockDevice hybrid = Tables.disk(Tables.table(512));
    Tables.put(hybrid, 466, (byte) 0x83);
    BlockDevice copy = Tables.blank(Tables.table(512));
    GptDump.of(hybrid).unsafeRestore(copy);
    assertEquals(MasterBootRecord.read(hybrid), MasterBootRecord.read(copy));
  }

  @Test
  void refusesBrokenBackups() throws IOException {
    byte[] sound = GptDump.of(Tables.table(512)).encode().toByteArray();
    for (int length : new int[] {0, 1, 1535, 1536, 17919}) {
      assertThrows(MalformedDataException.class, () -> decode(Arrays.copyOf(sound, length)));
    }
    byte[] entries = sound.clone();
    entries[1600] ^= 1;
    assertEquals(
        "GPT_BACKUP_ENTRIES",
        assertThrows(MalformedDataException.class, () -> decode(entries)).code());
    byte[] header = sound.clone();
    header[520] ^= 1;
    assertEquals(Tables.table(512), decode(header).table(), "the second header does");
    header[1100] ^= 1;
    assertEquals(
        "GPT_BACKUP_HEADER",
        assertThrows(MalformedDataException.class, () -> decode(header)).code());
  }

  private static GptDump decode(byte[] content) throws IOException {
    return GptDump.decode(dev.gantry.core.Bytes.of(content), 512, "test");
  }
}
