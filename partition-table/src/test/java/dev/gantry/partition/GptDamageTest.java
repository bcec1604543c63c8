// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random damage of both copies: what survives is read, and nothing else is. */
class GptDamageTest {
  private static final int ENTRIES = 16384;

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void recoversExactlyWhatSurvives(int size) throws IOException {
    GptTable table = Tables.table(size);
    byte[] sound = Tables.bytes(Tables.disk(table), 0, (int) table.sectorCount() * size);
    int end = sound.length;
    int[][] parts = {
      {size, 92}, {2 * size, ENTRIES}, {end - size, 92}, {end - size - ENTRIES, ENTRIES}
    };
    Random random = new Random(size);
    int[] counts = new int[3];
    byte[] content = sound.clone();
    for (int i = 0; i < 1000; i++) {
      boolean[] broken = new boolean[4];
      for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
        int which = random.nextInt(4);
        int length = 1 + random.nextInt(random.nextBoolean() ? 4 : parts[which][1]);
        int at =
            parts[which][0]
                + random.nextInt(parts[which][1] - Math.min(length, parts[which][1]) + 1);
        int to = Math.min(at + length, parts[which][0] + parts[which][1]);
        switch (random.nextInt(3)) {
          case 0 -> Arrays.fill(content, at, to, (byte) 0);
          case 1 -> Arrays.fill(content, at, to, (byte) 0xff);
          default -> content[at] ^= (byte) (1 << random.nextInt(8));
        }
      }
      for (int p = 0; p < 4; p++) {
        int from = parts[p][0];
        int to = from + parts[p][1];
        broken[p] = !Arrays.equals(sound, from, to, content, from, to);
      }
      BlockDevice disk = BlockDevices.inMemory(content.clone(), size);
      if (!broken[0] && !broken[1]) {
        assertEquals(table, GptReader.read(disk).table());
        assertEquals(GptCopy.PRIMARY, GptReader.read(disk).usedCopy());
        counts[0]++;
      } else if (!broken[2] && !broken[3]) {
        assertEquals(table, GptReader.read(disk).table());
        assertEquals(GptCopy.BACKUP, GptReader.read(disk).usedCopy());
        counts[1]++;
      } else {
        assertThrows(MalformedDataException.class, () -> GptReader.read(disk));
        assertThrows(MalformedDataException.class, () -> GptCommitter.repair(disk));
        assertEquals(ByteBuffer.wrap(content), ByteBuffer.wrap(Tables.bytes(disk, 0, end)));
        assertTrue(GptVerifier.inspect(disk).table().isEmpty());
        counts[2]++;
      }
      boolean survived = (!broken[0] && !broken[1]) || (!broken[2] && !broken[3]);
      if (survived) {
        GptCommitter.repair(disk);
        assertEquals(ByteBuffer.wrap(sound), ByteBuffer.wrap(Tables.bytes(disk, 0, end)));
      }
      for (int[] part : parts) {
        System.arraycopy(sound, part[0], content, part[0], part[1]);
      }
    }
    System.out.println(
        "GPT damage, "
            + size
            + "-byte sectors: "
            + counts[0]
            + " read from the primary, "
            + counts[1]
            + " from the backup, "
            + counts[2]
            + " refused");
    assertTrue(counts[0] > 100 && counts[1] > 100 && counts[2] > 100);
  }
}
