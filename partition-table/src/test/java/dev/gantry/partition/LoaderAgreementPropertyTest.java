// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.partition.slot.BootSelector;
import dev.gantry.partition.slot.SlotAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Reader and boot selector see what {@link LoaderModel} sees, on disks bent in many ways. */
class LoaderAgreementPropertyTest {
  private static final int SECTORS = 120;

  /** Where the loader goes on and we refuse. */
  private static final Set<String> STRICTER =
      Set.of(
          "GPT_PARTITION_RANGE",
          "GPT_PARTITION_OVERLAP",
          "GPT_DUPLICATE_GUID",
          "GPT_DISK_TRUNCATED",
          "LIMIT_EXCEEDED");

  private static final int[] FIELDS = {8, 12, 24, 32, 40, 48, 56, 72, 80, 84, 88};

  private static GptTable table(int priorities) {
    GptTable.Builder builder = GptTable.builder(new Guid(1, 2), 512, SECTORS);
    for (int i = 1; i <= 3; i++) {
      SlotAttributes slot = new SlotAttributes((priorities >> (4 * i)) & 15, 1, i == 1);
      Guid boot = PartitionTypes.BOTTLEROCKET.boot();
      builder.add(
          new GptPartition(i, boot, new Guid(8, i), 44 + i, 44 + i, slot.applyTo(0), "b" + i));
    }
    return builder.build();
  }

  @Property(tries = 10_000)
  void readerAndSelectorSeeWhatTheLoaderSees(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    int changes = random.nextInt(4);
    BlockDevice disk = Tables.disk(table(random.nextInt()));
    if (random.nextInt(3) == 0) {
      // The other copy is of another table, as after a cut commit.
      BlockDevice other = Tables.disk(table(random.nextInt()));
      for (int part = random.nextInt(15); part > 0; part &= part - 1) {
        int which = Integer.numberOfTrailingZeros(part);
        int offset = new int[] {512, 1024, (SECTORS - 1) * 512, (SECTORS - 33) * 512}[which];
        Tables.put(disk, offset, Tables.bytes(other, offset, which % 2 == 0 ? 512 : 16384));
      }
    }
    for (int i = 0; i < changes; i++) {
      bend(disk, random);
    }
    int sectors = random.nextInt(4) == 0 ? SECTORS + random.nextInt(80) - 40 : SECTORS;
    byte[] content = Arrays.copyOf(Tables.bytes(disk, 0, SECTORS * 512), sectors * 512);
    compare(BlockDevices.inMemory(content, 512));
  }

  private static void bend(BlockDevice disk, Random random) throws IOException {
    long lba = random.nextBoolean() ? 1 : SECTORS - 1;
    switch (random.nextInt(3)) {
      case 0 -> Tables.damage(disk, lba * 512 + random.nextInt(100));
      case 1 -> Tables.damage(disk, (lba == 1 ? 2 : SECTORS - 33) * 512L + random.nextInt(16384));
      default -> {
        byte[] sector = Tables.bytes(disk, lba * 512, 512);
        ByteBuffer header = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
        int field = FIELDS[random.nextInt(FIELDS.length)];
        if (random.nextInt(3) == 0) {
          header.putInt(field, random.nextInt(256));
        } else {
          header.putInt(field, header.getInt(field) + random.nextInt(7) - 3);
        }
        // Positions that do not fit 63 bits in bytes are refused, whatever the loader does.
        header.put(31, (byte) 0).put(39, (byte) 0);
        header.putInt(16, 0);
        int size = header.getInt(12);
        header.putInt(16, GptHeader.crc(sector, size >= 0 && size <= 512 ? size : 92));
        Tables.put(disk, lba * 512, sector);
      }
    }
  }

  private static void compare(BlockDevice disk) throws IOException {
    Optional<Integer> boots = LoaderModel.boot(disk, 512).map(LoaderModel.Boot::number);
    try {
      GptReadResult found = GptReader.read(disk);
      Optional<Integer> selected =
          found.loaderAccepts()
              ? BootSelector.select(found.table()).map(choice -> choice.boot().number())
              : Optional.empty();
      assertEquals(boots, selected, () -> found.issues().toString());
    } catch (GantryException e) {
      assertTrue(boots.isEmpty() || STRICTER.contains(e.code()), e.toString());
    }
  }
}
