// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disks in {@code golden}, which sgdisk made. */
class GptGoldenTest {
  private static final int DISK_BYTES = 8 << 20;

  private static GptTable table(int sectorSize) {
    long mib = (1L << 20) / sectorSize;
    return GptTable.builder(
            Guid.parse("01234567-89ab-cdef-0123-456789abcdef"), sectorSize, DISK_BYTES / sectorSize)
        .add(
            new GptPartition(
                1,
                Guid.parse("6b636168-7420-6568-2070-6c616e657421"),
                Guid.parse("11112222-3333-4444-5555-666677778888"),
                mib,
                2 * mib - 1,
                0x0101000000000000L,
                "BOTTLEROCKET-BOOT-A"))
        .add(
            new GptPartition(
                3,
                Guid.parse("626f7474-6c65-6474-6861-726d61726b73"),
                Guid.parse("5b94e8df-28b8-485c-9d19-362263b5944c"),
                3 * mib,
                5 * mib - 1,
                0x8000000000000004L,
                "Gr\u00f6\u00dfe \u20ac"))
        .build();
  }

  private static byte[] golden(int sectorSize) throws IOException {
    String name = "/golden/gpt-" + sectorSize + ".hex";
    byte[] disk = new byte[DISK_BYTES];
    try (InputStream in = GptGoldenTest.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
      for (String line : text.lines().toList()) {
        byte[] row = Bytes.parseHex(line.substring(9)).toByteArray();
        System.arraycopy(row, 0, disk, Integer.parseInt(line, 0, 8, 16), row.length);
      }
    }
    return disk;
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void readsGoldenDisk(int sectorSize) throws IOException {
    BlockDevice disk = BlockDevices.inMemory(golden(sectorSize), 512);
    GptReadResult found = GptReader.read(disk);
    assertEquals(table(sectorSize), found.table());
    assertEquals(List.of(), found.issues());
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void writesGoldenDisk(int sectorSize) throws IOException {
    BlockDevice disk = Tables.disk(table(sectorSize));
    assertEquals(
        Bytes.of(golden(sectorSize)).toHex(), Bytes.of(Tables.bytes(disk, 0, DISK_BYTES)).toHex());
  }
}
