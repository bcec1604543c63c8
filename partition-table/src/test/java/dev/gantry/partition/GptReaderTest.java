// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.partition.GptIssue.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GptReaderTest {
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void readsWhatWasWritten(int size) throws IOException {
    GptTable table = Tables.table(size);
    GptReadResult found = GptReader.read(Tables.disk(table));
    assertEquals(table, found.table());
    assertEquals(GptCopy.PRIMARY, found.usedCopy());
    assertEquals(List.of(), found.issues());
    assertFalse(found.needsRepair());
    assertTrue(found.loaderAccepts());
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void readsAndRepairsEveryDamageOfOneCopy(int size) throws IOException {
    GptTable table = Tables.table(size);
    long end = table.sectorCount() * size;
    long backupEntries = end - size - 16384;
    record Damage(long offset, GptCopy used, Kind kind) {}
    List<Damage> damages =
        List.of(
            new Damage(size + 60, GptCopy.BACKUP, Kind.PRIMARY_HEADER_BAD),
            new Damage(size, GptCopy.BACKUP, Kind.PRIMARY_HEADER_BAD),
            new Damage(2L * size + 130, GptCopy.BACKUP, Kind.PRIMARY_ENTRIES_BAD),
            new Damage(end - size + 20, GptCopy.PRIMARY, Kind.BACKUP_HEADER_BAD),
            new Damage(backupEntries + 16383, GptCopy.PRIMARY, Kind.BACKUP_ENTRIES_BAD));
    for (Damage damage : damages) {
      BlockDevice disk = Tables.disk(table);
      byte[] sound = Tables.bytes(disk, 0, (int) end);
      Tables.damage(disk, damage.offset);
      GptReadResult found = GptReader.read(disk);
      assertEquals(table, found.table());
      assertEquals(damage.used, found.usedCopy());
      assertEquals(Set.of(damage.kind), kinds(found));
      assertTrue(found.needsRepair());
      assertTrue(found.loaderAccepts());
      assertEquals(List.of(), GptCommitter.repair(disk).issues());
      assertEquals(
          ByteBuffer.wrap(sound), ByteBuffer.wrap(Tables.bytes(disk, 0, (int) end)), "repaired");
    }
  }

  @Test
  void refusesDamageOfBothCopies() throws IOException {
    GptTable table = Tables.table(512);
    for (long primary : new long[] {520, 2000}) {
      for (long backup : new long[] {-500, -5000}) {
        BlockDevice disk = Tables.disk(table);
        Tables.damage(disk, primary);
        Tables.damage(disk, disk.sizeBytes() + backup);
        assertEquals("GPT_BOTH_COPIES_BAD", refusal(disk).code());
        assertThrows(MalformedDataException.class, () -> GptCommitter.repair(disk));
      }
    }
  }

  @Test
  void primaryWinsWhereBothAreWholeAndDiffer() throws IOException {
    GptTable table = Tables.table(512);
    GptTable other = table.toBuilder().remove(9).build();
    BlockDevice disk = Tables.disk(table);
    byte[] backup = Tables.bytes(Tables.disk(other), disk.sizeBytes() - 33 * 512, 33 * 512);
    Tables.put(disk, disk.sizeBytes() - 33 * 512, backup);
    GptReadResult found = GptReader.read(disk);
    assertEquals(table, found.table());
    assertEquals(Set.of(Kind.BACKUP_OUT_OF_SYNC), kinds(found));
    assertTrue(found.loaderAccepts());
    assertEquals(List.of(), GptCommitter.repair(disk).issues());
    assertEquals(table, GptReader.read(disk).table());

    Tables.put(disk, disk.sizeBytes() - 33 * 512, backup);
    Tables.damage(disk, 1024);
    found = GptReader.read(disk);
    assertEquals(other, found.table());
    assertEquals(Set.of(Kind.BACKUP_OUT_OF_SYNC, Kind.PRIMARY_ENTRIES_BAD), kinds(found));
    assertFalse(found.loaderAccepts());
    assertEquals(List.of(), GptCommitter.repair(disk).issues());
    assertEquals(other, GptReader.read(disk).table());
  }

  @Test
  void reportsGrownDisk() throws IOException {
    GptTable table = Tables.table(512);
    int old = (int) (table.sectorCount() * 512);
    byte[] large = new byte[old + 4096];
    System.arraycopy(Tables.bytes(Tables.disk(table), 0, old), 0, large, 0, old);
    BlockDevice disk = BlockDevices.inMemory(large, 512);
    GptReadResult found = GptReader.read(disk);
    assertEquals(table, found.table());
    assertEquals(Set.of(Kind.BACKUP_NOT_AT_END), kinds(found));
    assertFalse(found.needsRepair());
    GptTable next = table.withPartition(table.partitions().get(0).withAttributes(4));
    GptCommitter.commit(disk, table, next);
    assertEquals(next, GptReader.read(disk).table());
    assertEquals(Set.of(Kind.BACKUP_NOT_AT_END), kinds(GptReader.read(disk)));
  }

  @Test
  void reportsCutDisk() throws IOException {
    GptTable table = Tables.table(512);
    int old = (int) (table.sectorCount() * 512);
    byte[] whole = Tables.bytes(Tables.disk(table), 0, old);
    BlockDevice disk = BlockDevices.inMemory(java.util.Arrays.copyOf(whole, old - 512), 512);
    GptReadResult found = GptReader.read(disk);
    assertEquals(table, found.table());
    assertTrue(found.has(Kind.BACKUP_UNREACHABLE));
    assertTrue(found.loaderAccepts());
    assertEquals(
        "BACKUP_UNREACHABLE",
        assertThrows(GantryException.class, () -> GptCommitter.repair(disk)).code());
    BlockDevice half = BlockDevices.inMemory(java.util.Arrays.copyOf(whole, old / 2), 512);
    assertEquals("GPT_DISK_TRUNCATED", refusal(half).code());
  }

  @Test
  void readsWithoutProtectiveMbrAndRepairsIt() throws IOException {
    GptTable table = Tables.table(4096);
    BlockDevice disk = Tables.disk(table);
    byte[] sound = Tables.bytes(disk, 0, 4096);
    Tables.put(disk, 446, new byte[66]);
    assertEquals(Set.of(Kind.PROTECTIVE_MBR_MISSING), kinds(GptReader.read(disk)));
    assertFalse(GptReader.read(disk).needsRepair());
    assertEquals(List.of(), GptCommitter.repair(disk).issues());
    assertEquals(ByteBuffer.wrap(sound), ByteBuffer.wrap(Tables.bytes(disk, 0, 4096)));
    Tables.put(disk, 446 + 4, (byte) 0x83);
    assertEquals(
        Set.of(Kind.PROTECTIVE_MBR_MISSING), kinds(GptCommitter.repair(disk)), "a foreign MBR");
  }

  @Test
  void findsNothingOnBlankOrTinyDisks() {
    for (int size : new int[] {0, 1, 511, 512, 513, 1024, 1536, 4096, 8192, 1 << 20}) {
      assertEquals("GPT_NOT_FOUND", refusal(BlockDevices.inMemory(size)).code());
    }
  }

  @Test
  void honoursEntrySizeAndCount() throws IOException {
    BlockDevice disk = Tables.disk(Tables.table(512));
    // 64 entries of 256 bytes: the reserved halves are kept, and are part of the checksum.
    byte[] narrow = Tables.bytes(disk, 1024, 16384);
    byte[] wide = new byte[16384];
    for (int i = 0; i < 64; i++) {
      System.arraycopy(narrow, i * 128, wide, i * 256, 128);
      wide[i * 256 + 200] = (byte) (i < 5 ? 0x5a : 0);
    }
    rewrite(
        disk,
        wide,
        header -> {
          header.putInt(80, 64);
          header.putInt(84, 256);
        });
    GptReadResult found = GptReader.read(disk);
    assertEquals(Set.of(), kinds(found));
    assertEquals(64, found.table().entryCount());
    assertEquals(256, found.table().entrySizeBytes());
    assertEquals(Tables.table(512).partitions(), found.table().partitions());
    GptPartition first = found.table().partitions().get(0).withAttributes(1);
    GptCommitter.commit(disk, found.table(), found.table().withPartition(first));
    assertEquals(0x5a, Tables.bytes(disk, 1024 + 200, 1)[0]);
    assertEquals(first, GptReader.read(disk).table().partitions().get(0));
    assertEquals(Set.of(), kinds(GptReader.read(disk)));
  }

  @Test
  void keepsHeaderSizeAndPlaceOfEntries() throws IOException {
    GptTable table = Tables.table(512);
    BlockDevice disk = Tables.disk(table);
    byte[] entries = Tables.bytes(disk, 1024, 16384);
    // Entries further behind, as sgdisk -j places them, and a header with reserved bytes.
    Tables.put(disk, 100 * 512, entries);
    Tables.put(disk, 1024, new byte[16384]);
    patchHeader(disk, 1, header -> header.putInt(12, 100).putLong(72, 100).putLong(40, 2048));
    patchHeader(disk, table.sectorCount() - 1, header -> header.putInt(12, 100).putLong(40, 2048));
    GptReadResult found = GptReader.read(disk);
    assertEquals(Set.of(), kinds(found));
    Tables.damage(disk, 100 * 512);
    Tables.damage(disk, 100 * 512 + 700);
    assertEquals(List.of(), GptCommitter.repair(disk).issues());
    Tables.damage(disk, disk.sizeBytes() - 512 + 17);
    assertEquals(List.of(), GptCommitter.repair(disk).issues());
    assertEquals(
        100,
        ByteBuffer.wrap(Tables.bytes(disk, 512, 512)).order(ByteOrder.LITTLE_ENDIAN).getLong(72));
  }

  @Test
  void refusesBadTablesWithGoodChecksums() throws IOException {
    assertEquals("GPT_PARTITION_OVERLAP", refusal(patched(e -> e.putLong(128 + 32, 2048))).code());
    assertEquals("GPT_PARTITION_RANGE", refusal(patched(e -> e.putLong(32, 33))).code());
    assertEquals("GPT_PARTITION_RANGE", refusal(patched(e -> e.putLong(32, -1))).code());
    assertEquals(
        "GPT_PARTITION_RANGE", refusal(patched(e -> e.putLong(40, Long.MAX_VALUE))).code());
    assertEquals("GPT_PARTITION_RANGE", refusal(patched(e -> e.putLong(40, 2047))).code());
    assertEquals(
        "GPT_DUPLICATE_GUID",
        refusal(patched(e -> e.putLong(128 + 16, e.getLong(16)).putLong(128 + 24, e.getLong(24))))
            .code());
    MalformedDataException overlap = refusal(patched(e -> e.putLong(128 + 32, 2048)));
    assertEquals("partition 2", overlap.field());
    assertEquals(1024 + 128, overlap.offsetBytes());
  }

  @Test
  void checksLimitsBeforeAllocation() throws IOException {
    long sectors = 1L << 40;
    GptTable huge = GptTable.builder(dev.gantry.core.Guid.random(new Random(1)), 512, 4096).build();
    BlockDevice disk = Tables.disk(huge);
    patchHeader(
        disk,
        1,
        header ->
            header
                .putInt(80, -1)
                .putLong(40, sectors)
                .putLong(48, sectors + 1)
                .putLong(32, sectors + 2));
    // The entries would lie beyond the disk: that is found before any limit counts.
    assertEquals("GPT_BOTH_COPIES_BAD", refusal(disk).code());
    GptTable small = Tables.table(512);
    BlockDevice many = Tables.disk(small);
    patchHeader(many, 1, header -> header.putInt(80, 8000).putLong(40, 4096));
    LimitExceededException refused =
        assertThrows(LimitExceededException.class, () -> GptReader.read(many));
    assertEquals(GptLimits.DEFAULT.maxEntryCount(), refused.limit());
    assertEquals(8000, refused.requested());
    assertThrows(IllegalArgumentException.class, () -> new GptLimits(127, 16384));
    assertThrows(
        LimitExceededException.class, () -> GptReader.read(many, new GptLimits(9000, 16384)));
  }

  private static BlockDevice patched(Consumer<ByteBuffer> change) throws IOException {
    BlockDevice disk = Tables.disk(Tables.table(512));
    byte[] entries = Tables.bytes(disk, 1024, 16384);
    change.accept(ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN));
    rewrite(disk, entries, header -> {});
    return disk;
  }

  /** Writes entries and changed headers with good checksums into both copies. */
  static void rewrite(BlockDevice disk, byte[] entries, Consumer<ByteBuffer> change)
      throws IOException {
    Tables.put(disk, 1024, entries);
    Tables.put(disk, disk.sizeBytes() - 33 * 512, entries);
    int crc = GptHeader.crc(entries, entries.length);
    for (long lba : new long[] {1, disk.sizeBytes() / 512 - 1}) {
      patchHeader(
          disk,
          lba,
          header -> {
            header.putInt(88, crc);
            change.accept(header);
          });
    }
  }

  private static void patchHeader(BlockDevice disk, long lba, Consumer<ByteBuffer> change)
      throws IOException {
    byte[] sector = Tables.bytes(disk, lba * 512, 512);
    ByteBuffer header = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(header);
    header.putInt(16, 0);
    header.putInt(16, GptHeader.crc(sector, header.getInt(12)));
    Tables.put(disk, lba * 512, sector);
  }

  private static Set<Kind> kinds(GptReadResult result) {
    return result.issues().stream().map(GptIssue::kind).collect(Collectors.toSet());
  }

  private static MalformedDataException refusal(BlockDevice disk) {
    return assertThrows(MalformedDataException.class, () -> GptReader.read(disk));
  }
}
