// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.testkit.GantryArbitraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Hostile disks: the table, or a typed error, and nothing else. */
class GptReaderPropertyTest {
  /** 100 sectors of 512 bytes: nothing but the table and a few sectors between its copies. */
  private static final long SECTORS = 100;

  private static final int ENTRIES = 1024;

  private static GptTable small() {
    GptTable.Builder builder = GptTable.builder(new Guid(1, 2), 512, SECTORS);
    for (int i = 1; i <= 4; i++) {
      builder.add(
          new GptPartition(i, new Guid(9, i), new Guid(8, i), 40 + i, 40 + i, i, "part " + i));
    }
    return builder.build();
  }

  private static BlockDevice smallDisk() throws IOException {
    return Tables.disk(small());
  }

  @Property(tries = 3000)
  void anyChangedBytesGiveTheTableOrATypedError(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 51_199) Integer> offsets,
      @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    BlockDevice disk = smallDisk();
    for (int offset : offsets) {
      byte[] content = Tables.bytes(disk, offset, 1);
      content[0] ^= (byte) change;
      Tables.put(disk, offset, content);
    }
    try {
      assertEquals(small(), GptReader.read(disk).table());
    } catch (GantryException e) {
      assertTrue(e.code().startsWith("GPT_"), e.code());
    }
  }

  /** Whoever changes bytes may also fix the checksums. */
  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void anyHeaderAndEntryWithGoodChecksumsIsReadOrRefused(
      @ForAll @IntRange(min = 8, max = 91) int field,
      @ForAll("numbers") long value,
      @ForAll @IntRange(max = 511) int entryByte,
      @ForAll("numbers") long entryValue,
      @ForAll boolean bothCopies)
      throws IOException {
    BlockDevice disk = smallDisk();
    byte[] entries = Tables.bytes(disk, ENTRIES, 16384);
    ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN).putLong(entryByte, entryValue);
    Tables.put(disk, ENTRIES, entries);
    Tables.put(disk, (SECTORS - 33) * 512, entries);
    seal(disk, 1, field, value, entries);
    if (bothCopies) {
      seal(disk, SECTORS - 1, field, value, entries);
    }
    try {
      GptReadResult found = GptReader.read(disk);
      assertTrue(found.table().partitions().size() <= found.table().entryCount());
      // What can be read can be repaired, or that is refused with a type.
      assertEquals(found.table(), GptCommitter.repair(disk).table());
    } catch (GantryException e) {
      assertTrue(!e.code().isEmpty());
    }
  }

  private static void seal(BlockDevice disk, long lba, int field, long value, byte[] entries)
      throws IOException {
    byte[] sector = Tables.bytes(disk, lba * 512, 512);
    ByteBuffer header = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(88, GptHeader.crc(entries, entries.length));
    header.putLong(field, value);
    header.putInt(16, 0);
    int size = header.getInt(12);
    header.putInt(16, GptHeader.crc(sector, size >= 0 && size <= 512 ? size : 92));
    Tables.put(disk, lba * 512, sector);
  }

  @Provide
  Arbitrary<Long> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(0, 200),
        Arbitraries.of(
            0L, -1L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, 0xffffffffL, 0x80000000L, 1L << 55));
  }

  @Property(tries = 500)
  void truncatedDisksOfEverySizeAreReadOrRefused(@ForAll @IntRange(max = 51_200) int size)
      throws IOException {
    byte[] whole = Tables.bytes(smallDisk(), 0, (int) SECTORS * 512);
    check(Arrays.copyOf(whole, size));
  }

  @Property(tries = 1)
  void truncatedDisksOfEverySmallSizeAreReadOrRefused() throws IOException {
    byte[] whole = Tables.bytes(smallDisk(), 0, (int) SECTORS * 512);
    for (int size = 0; size <= 5000; size++) {
      check(Arrays.copyOf(whole, size));
      check(Arrays.copyOfRange(whole, whole.length - size, whole.length));
    }
  }

  private static void check(byte[] content) throws IOException {
    try {
      assertEquals(small(), GptReader.read(BlockDevices.inMemory(content, 512)).table());
    } catch (GantryException e) {
      assertTrue(e.code().startsWith("GPT_"), e.code());
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void everyTableComesBackUnchanged(
      @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 128) Integer> numbers,
      @ForAll("guids") Guid diskGuid,
      @ForAll("names") String name,
      @ForAll long attributes)
      throws IOException {
    GptTable.Builder builder = GptTable.builder(diskGuid, 512, SECTORS);
    long lba = 40;
    for (int number : numbers.stream().distinct().toList()) {
      builder.add(
          new GptPartition(
              number, new Guid(1, number), new Guid(2, number), lba, lba, attributes, name));
      lba++;
    }
    GptTable table = builder.build();
    BlockDevice disk = smallDisk();
    GptCommitter.commit(disk, small(), table);
    GptReadResult found = GptReader.read(disk);
    assertEquals(table, found.table());
    assertEquals(List.of(), found.issues());
  }

  @Provide
  Arbitrary<Guid> guids() {
    return GantryArbitraries.guids();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('\u0001', '\uffff').ofMaxLength(36);
  }
}
