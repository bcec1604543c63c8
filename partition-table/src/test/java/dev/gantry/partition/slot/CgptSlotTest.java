// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.Tables;
import dev.gantry.testkit.ExternalTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Priority, tries and success are where cgpt has them, on partitions of any type. */
class CgptSlotTest {
  private static final GptTable TABLE = Tables.table(512);

  @TempDir Path directory;
  private Path cgpt;
  private Path disk;

  @BeforeEach
  void makeDisk() throws IOException {
    cgpt = ExternalTool.require("cgpt");
    disk = directory.resolve("disk.img");
    try (BlockDevice device = BlockDevices.create(disk, TABLE.sectorCount() * 512, 512)) {
      GptCommitter.create(device, TABLE);
    }
  }

  private String cgpt(String... words) throws IOException {
    return ExternalTool.run(cgpt, words).orFail().stdout().strip();
  }

  @Test
  void bothWriteTheSameBits() throws IOException {
    Random random = new Random(1);
    for (GptPartition partition : TABLE.partitions()) {
      String number = Integer.toString(partition.number());
      SlotAttributes one =
          new SlotAttributes(random.nextInt(16), random.nextInt(16), random.nextBoolean());
      String[] words = {
        "add",
        "-i",
        number,
        "-P",
        "" + one.priority(),
        "-T",
        "" + one.tries(),
        "-S",
        one.successful() ? "1" : "0",
        disk.toString()
      };
      cgpt(words);
      SlotAttributes two =
          new SlotAttributes(random.nextInt(16), random.nextInt(16), random.nextBoolean());
      try (BlockDevice device = BlockDevices.open(disk)) {
        GptTable found = GptReader.read(device).table();
        GptPartition theirs = found.partition(partition.number()).orElseThrow();
        assertEquals(partition.withAttributes(one.applyTo(partition.attributes())), theirs, number);
        GptCommitter.commit(
            device, found, found.withPartition(theirs.withAttributes(two.applyTo(0))));
      }
      String file = disk.toString();
      assertEquals("" + two.priority(), cgpt("show", "-i", number, "-P", file));
      assertEquals("" + two.tries(), cgpt("show", "-i", number, "-T", file));
      assertEquals(two.successful() ? "1" : "0", cgpt("show", "-i", number, "-S", file));
    }
  }
}
