// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Guid;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptIssue.Kind;
import dev.gantry.partition.PartitionRequest.Fit;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GptTableEditTest {
  private static final Guid TYPE = new Guid(1, 1);

  private static GptPartition partition(int number, long first, long last) {
    return new GptPartition(number, TYPE, new Guid(2, number), first, last, 0, "p" + number);
  }

  private static PartitionRequest.Builder request(int guid) {
    return PartitionRequest.builder(TYPE, new Guid(9, guid));
  }

  /** Free: 34 to 99, 201 to 499, 601 to 966. */
  private static GptTable table() {
    return GptTable.builder(new Guid(3, 3), 512, 1000)
        .add(partition(2, 500, 600))
        .add(partition(1, 100, 200))
        .build();
  }

  private static LbaRange placed(PartitionRequest.Builder request) throws IOException {
    return table().toBuilder().place(request.build()).range();
  }

  private static String refusal(PartitionRequest.Builder request) {
    return assertThrows(StateConflictException.class, () -> placed(request)).code();
  }

  @Test
  void findsFreeRanges() {
    assertEquals(
        List.of(new LbaRange(34, 99), new LbaRange(201, 499), new LbaRange(601, 966)),
        table().freeRanges());
    assertEquals(Optional.of(new LbaRange(601, 966)), table().largestFreeRange());
    assertEquals(499, table().maxLastLba(1));
    assertEquals(966, table().maxLastLba(2));
    GptTable full = GptTable.builder(TYPE, 512, 1000).add(partition(1, 34, 966)).build();
    assertEquals(List.of(), full.freeRanges());
    assertEquals(Optional.empty(), full.largestFreeRange());
    assertEquals(966, full.maxLastLba(1));
  }

  @Test
  void placesPartitions() throws IOException {
    assertEquals(new LbaRange(640, 966), placed(request(1).alignmentSectors(64)));
    assertEquals(new LbaRange(640, 959), placed(request(1).alignmentSectors(64).alignEnd()));
    assertEquals(new LbaRange(64, 99), placed(request(1).alignmentSectors(64).fit(Fit.FIRST)));
    assertEquals(
        new LbaRange(256, 305),
        placed(request(1).alignmentSectors(64).fit(Fit.FIRST).sectorCount(50)));
    assertEquals(new LbaRange(601, 966), placed(request(1).alignmentSectors(1).sectorCount(366)));
    assertEquals(new LbaRange(333, 499), placed(request(1).firstLba(333)));
    assertEquals(new LbaRange(333, 333), placed(request(1).firstLba(333).sectorCount(1)));
    assertEquals("NO_FREE_SPACE", refusal(request(1)), "1 MiB is beyond this disk");
    assertEquals("NO_FREE_SPACE", refusal(request(1).alignmentSectors(1).sectorCount(367)));
    assertEquals("NO_FREE_SPACE", refusal(request(1).firstLba(100)));
    assertEquals("NO_FREE_SPACE", refusal(request(1).firstLba(33)));
    assertEquals("NO_FREE_SPACE", refusal(request(1).firstLba(333).sectorCount(168)));
    assertEquals("PARTITION_NUMBER_TAKEN", refusal(request(1).number(2).alignmentSectors(1)));
    assertEquals("NO_FREE_ENTRY", refusal(request(1).number(129).alignmentSectors(1)));
    assertThrows(IllegalArgumentException.class, () -> request(1).sectorCount(0).build());
  }

  @Test
  void takesTheLowestFreeNumber() throws IOException {
    GptTable.Builder builder = table().toBuilder().remove(1);
    assertEquals(1, builder.place(request(1).firstLba(40).sectorCount(1).build()).number());
    assertEquals(3, builder.place(request(3).firstLba(41).sectorCount(1).build()).number());
    assertEquals(9, builder.place(request(9).number(9).firstLba(42).build()).number());
    GptTable built = builder.build();
    assertEquals(new LbaRange(42, 499), built.partition(9).orElseThrow().range());
    GptTable.Builder all = GptTable.builder(TYPE, 512, 1000);
    for (int i = 1; i <= 128; i++) {
      all.place(request(i).alignmentSectors(1).sectorCount(1).fit(Fit.FIRST).build());
    }
    StateConflictException full =
        assertThrows(
            StateConflictException.class,
            () -> all.place(request(129).alignmentSectors(1).build()));
    assertEquals("NO_FREE_ENTRY", full.code());
  }

  @Test
  void changesNumbersAndIdentities() {
    GptTable table = table().withSwapped(1, 77);
    assertEquals(new LbaRange(100, 200), table.partition(77).orElseThrow().range());
    assertEquals(table(), table.sorted(), "the first on the disk is number 1 again");
    assertEquals(table(), table().withSwapped(1, 2).withSwapped(2, 1));
    assertEquals(table(), table().withSwapped(1, 1));
    assertThrows(IllegalArgumentException.class, () -> table().withSwapped(3, 4));
    assertThrows(IllegalArgumentException.class, () -> table().withSwapped(1, 129));
    GptTable clone = table().withRandomGuids(new Random(4));
    assertNotEquals(table().diskGuid(), clone.diskGuid());
    for (GptPartition partition : clone.partitions()) {
      GptPartition old = table().partition(partition.number()).orElseThrow();
      assertNotEquals(old.uniqueGuid(), partition.uniqueGuid());
      assertEquals(old, partition.withUniqueGuid(old.uniqueGuid()));
    }
  }

  @Test
  void namesAttributeBits() {
    GptPartition partition = partition(1, 40, 50).withAttribute(60, true).withAttribute(0, true);
    assertEquals(1L << 60 | 1, partition.attributes());
    assertTrue(partition.hasAttribute(60));
    assertFalse(partition.hasAttribute(59));
    assertEquals(1, partition.withAttribute(60, false).attributes());
    assertEquals(
        Set.of(GptAttribute.READ_ONLY, GptAttribute.REQUIRED),
        GptAttribute.of(partition.attributes() | 1L << 30));
    assertEquals(Long.MIN_VALUE, GptAttribute.NO_AUTO.mask());
    assertThrows(IndexOutOfBoundsException.class, () -> partition.withAttribute(64, true));
    assertThrows(IndexOutOfBoundsException.class, () -> partition.hasAttribute(-1));
  }

  @Test
  void fitsTheTableToTheDisk() throws IOException {
    GptTable grown = table().forDisk(5000);
    assertEquals(5000, grown.sectorCount());
    assertEquals(4966, grown.lastUsableLba());
    assertEquals(34, grown.firstUsableLba());
    assertEquals(table(), grown.forDisk(1000));
    assertEquals(600, table().forDisk(634).lastUsableLba());
    assertEquals(
        "TABLE_DOES_NOT_FIT",
        assertThrows(StateConflictException.class, () -> table().forDisk(633)).code());
    assertThrows(StateConflictException.class, () -> table().forDisk(10));
    assertThrows(StateConflictException.class, () -> table().forDisk(-1));
    assertThrows(StateConflictException.class, () -> table().forDisk(Long.MAX_VALUE));
  }

  @Test
  void changesTheEntryArray() {
    GptTable large = GptTable.builder(TYPE, 512, 1000).entries(200, 256).build();
    assertEquals(102, large.firstUsableLba());
    assertEquals(898, large.lastUsableLba());
    assertEquals(
        GptTable.builder(TYPE, 512, 1000).build(), large.toBuilder().entries(128, 128).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> table().toBuilder().entries(200, 256).build(),
        "partition 1 is in the way");
    assertEquals(
        4, GptTable.builder(TYPE, 512, 1000).unsafeEntries(8, 128).build().firstUsableLba());
    GptTable own = table().toBuilder().usable(80, 900).build();
    assertEquals(80, own.toBuilder().entries(256, 128).build().firstUsableLba());
    assertEquals(900, own.toBuilder().entries(256, 128).build().lastUsableLba());
    GptTable.Builder builder = GptTable.builder(TYPE, 512, 10000);
    assertThrows(IllegalArgumentException.class, () -> builder.entries(127, 128));
    assertThrows(IllegalArgumentException.class, () -> builder.entries(128, 192));
    assertThrows(IllegalArgumentException.class, () -> builder.entries(4097, 128));
    assertThrows(IllegalArgumentException.class, () -> builder.entries(4096, 512));
    assertThrows(IllegalArgumentException.class, () -> builder.entries(1 << 30, 1 << 30));
    assertThrows(IllegalArgumentException.class, () -> builder.unsafeEntries(0, 128));
    assertThrows(IllegalArgumentException.class, () -> builder.usable(33, 100));
    assertThrows(IllegalArgumentException.class, () -> builder.usable(34, 10000 - 33));
    assertThrows(IllegalArgumentException.class, () -> builder.usable(100, 99));
  }

  @Test
  void makesAndReadsTablesOfEveryShape() throws IOException {
    for (int sectorSize : new int[] {512, 4096}) {
      for (int[] shape :
          new int[][] {
            {128, 128}, {4, 128}, {1, 128}, {5, 256}, {129, 128}, {4096, 256}, {64, 4096}
          }) {
        GptTable table =
            GptTable.builder(TYPE, sectorSize, 10_000)
                .unsafeEntries(shape[0], shape[1])
                .add(partition(shape[0], 5000, 5100))
                .build();
        BlockDevice disk = Tables.disk(table);
        GptReadResult found = GptReader.read(disk);
        assertEquals(table, found.table());
        assertEquals(List.of(), found.issues());
        assertEquals(shape[0] * shape[1] >= 16384, found.loaderAccepts());
        GptTable next = table.withPartition(partition(shape[0], 6000, 6001));
        GptCommitter.commit(disk, table, next);
        Tables.damage(disk, 2L * sectorSize + 3);
        assertEquals(next, GptReader.read(disk).table());
        assertEquals(next, GptCommitter.repair(disk).table());
      }
    }
  }

  /** A small table hides no table that the boot loader boots. */
  @Test
  void prefersWhatTheLoaderTakes() throws IOException {
    GptTable table = table();
    BlockDevice disk = Tables.disk(table);
    GptTable small = GptTable.builder(TYPE, 512, 1000).unsafeEntries(4, 128).build();
    Tables.put(disk, 512, Tables.bytes(Tables.disk(small), 512, 1024));
    GptReadResult found = GptReader.read(disk);
    assertEquals(table, found.table());
    assertEquals(GptCopy.BACKUP, found.usedCopy());
    assertTrue(found.has(Kind.PRIMARY_HEADER_BAD));
  }

  /** What this version does not know goes with its partition and ends with it. */
  @Test
  void keepsReservedBytesOfEntries() throws IOException {
    GptTable table = table().toBuilder().entries(128, 256).build();
    BlockDevice disk = Tables.disk(table);
    byte[] entries = Tables.bytes(disk, 1024, 128 * 256);
    Arrays.fill(entries, 130, 256, (byte) 1);
    Arrays.fill(entries, 256 + 130, 512, (byte) 2);
    Arrays.fill(entries, 100 * 256 + 128, 101 * 256, (byte) 3);
    // A name goes on behind its NUL.
    entries[56 + 40] = 9;
    GptHeader next =
        new GptHeader(
            92,
            1,
            table.sectorCount() - 1,
            table.firstUsableLba(),
            table.lastUsableLba(),
            table.diskGuid(),
            2,
            128,
            256,
            GptHeader.crc(entries, entries.length));
    Tables.put(disk, 1024, entries);
    Tables.put(disk, 512, next.encode(512));
    GptCommitter.repair(disk);

    GptTable read = GptReader.read(disk).table();
    GptCommitter.commit(disk, read, read.withSwapped(1, 50));
    byte[] moved = Tables.bytes(disk, 1024, entries.length);
    assertArrayEquals(new byte[256], Arrays.copyOf(moved, 256));
    byte[] expected = Arrays.copyOf(entries, 256);
    assertArrayEquals(expected, Arrays.copyOfRange(moved, 49 * 256, 50 * 256));
    assertEquals(3, moved[100 * 256 + 128], "unused entries stay as they are");

    GptTable swapped = GptReader.read(disk).table();
    GptPartition second = swapped.partition(2).orElseThrow();
    GptTable renamed =
        swapped.withPartition(second.withUniqueGuid(new Guid(8, 8)).withName("x")).toBuilder()
            .remove(50)
            .build();
    GptCommitter.commit(disk, swapped, renamed);
    byte[] last = Tables.bytes(disk, 1024, entries.length);
    assertEquals(2, last[256 + 130], "another GUID is no other partition");
    assertArrayEquals(new byte[256], Arrays.copyOfRange(last, 49 * 256, 50 * 256));

    GptTable replaced = renamed.toBuilder().remove(2).add(partition(2, 700, 800)).build();
    GptCommitter.commit(disk, renamed, replaced);
    assertEquals(0, Tables.bytes(disk, 1024 + 256 + 130, 1)[0], "another partition is");
    GptTable narrow = replaced.toBuilder().entries(128, 128).build();
    GptCommitter.commit(disk, replaced, narrow);
    assertEquals(narrow, GptReader.read(disk).table());
    assertArrayEquals(new byte[16384], Tables.bytes(disk, 34 * 512, 16384), "cleared");
  }

  private static byte[] mbrOf(BlockDevice disk) throws IOException {
    return Tables.bytes(disk, 446, 66);
  }

  private static BlockDevice resized(GptTable table, int sectors) throws IOException {
    byte[] content = Tables.bytes(Tables.disk(table), 0, (int) table.sectorCount() * 512);
    return BlockDevices.inMemory(Arrays.copyOf(content, sectors * 512), 512);
  }

  @Test
  void movesTheBackupAndClearsTheOldOne() throws IOException {
    BlockDevice disk = resized(table(), 3000);
    GptTable grown = table().forDisk(3000);
    GptCommitter.commit(disk, table(), grown);
    assertEquals(List.of(), GptReader.read(disk).issues());
    assertArrayEquals(new byte[33 * 512], Tables.bytes(disk, 967 * 512, 33 * 512));
    assertArrayEquals(mbrOf(Tables.disk(grown)), mbrOf(disk), "the protective MBR knows the size");
    GptCommitter.commit(disk, grown, table());
    assertEquals(Set.of(Kind.BACKUP_NOT_AT_END), Set.copyOf(kinds(disk)));
    assertArrayEquals(new byte[33 * 512], Tables.bytes(disk, 2967 * 512, 33 * 512));
  }

  private static List<Kind> kinds(BlockDevice disk) throws IOException {
    return GptReader.read(disk).issues().stream().map(GptIssue::kind).toList();
  }

  @Test
  void keepsAHybridMbr() throws IOException {
    BlockDevice disk = resized(table(), 3000);
    Tables.put(disk, 446 + 16 + 4, (byte) 0x83);
    byte[] before = mbrOf(disk);
    GptCommitter.commit(disk, table(), table().forDisk(3000));
    assertArrayEquals(before, mbrOf(disk));
  }

  private static String commitRefusal(BlockDevice disk, GptTable from, GptTable to) {
    return assertThrows(StateConflictException.class, () -> GptCommitter.commit(disk, from, to))
        .code();
  }

  @Test
  void refusesCopiesWhereTheOldTableIsInUse() throws IOException {
    GptTable table = table();
    BlockDevice disk = Tables.disk(table);
    assertEquals("DISK_TOO_SMALL", commitRefusal(disk, table, table.forDisk(1001)));
    GptTable shorter = table.toBuilder().remove(2).sectorCount(600).build();
    assertEquals("COPY_IN_USED_SECTORS", commitRefusal(disk, table, shorter));
    GptTable packed = table.toBuilder().add(partition(3, 34, 90)).build();
    BlockDevice other = Tables.disk(packed);
    GptTable wider = packed.toBuilder().remove(3).entries(256, 128).build();
    assertEquals("COPY_IN_USED_SECTORS", commitRefusal(other, packed, wider));
    GptCommitter.commit(disk, table, table.toBuilder().remove(2).build());
    GptCommitter.commit(disk, table.toBuilder().remove(2).build(), shorter);
    assertEquals(shorter, GptReader.read(disk).table());
  }
}
