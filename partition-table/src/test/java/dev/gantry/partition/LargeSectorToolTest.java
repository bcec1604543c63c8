// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.testkit.ExternalTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools do on devices with sectors of 4096 bytes, which they take files to have never. */
class LargeSectorToolTest {
  private static final int SECTOR = 4096;
  private static final int SECTORS = 2048;
  private static final long SIZE = (long) SECTORS * SECTOR;
  private static final int COPY_BYTES = 5 * SECTOR;
  private static final int OPERATIONS = 12;

  @TempDir Path directory;

  private LoopDevice attach(String name) throws IOException {
    return LoopDevice.attach(directory.resolve(name), SIZE, SECTOR);
  }

  private static void create(Path disk, GptTable table) throws IOException {
    try (BlockDevice device = BlockDevices.open(disk, SECTOR)) {
      GptCommitter.unsafeReplace(device, table);
    }
  }

  private static void commit(Path disk, GptTable next) throws IOException {
    try (BlockDevice device = BlockDevices.open(disk, SECTOR)) {
      GptCommitter.commit(device, GptReader.read(device).table(), next);
    }
  }

  private static GptTable sound(Path disk) throws IOException {
    try (BlockDevice device = BlockDevices.open(disk, SECTOR)) {
      GptReadResult found = GptReader.read(device);
      assertEquals(List.of(), found.issues());
      return found.table();
    }
  }

  /** Headers and entries of both copies. */
  private static List<byte[]> copies(Path disk) throws IOException {
    try (BlockDevice device = BlockDevices.open(disk, SECTOR)) {
      return List.of(
          Tables.bytes(device, SECTOR, COPY_BYTES),
          Tables.bytes(device, SIZE - COPY_BYTES, COPY_BYTES));
    }
  }

  private static void assertSameCopies(Path ours, Path theirs, String context) throws IOException {
    List<byte[]> left = copies(ours);
    List<byte[]> right = copies(theirs);
    for (int i = 0; i < left.size(); i++) {
      assertArrayEquals(left.get(i), right.get(i), context);
    }
  }

  @Test
  void sgdiskDoesWhatWeDo() throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    Path ours = directory.resolve("ours");
    BlockDevices.create(ours, SIZE, SECTOR).close();
    try (LoopDevice theirs = attach("theirs")) {
      for (int seed = 0; seed < 4; seed++) {
        Random random = new Random(seed);
        GptTable table = GptTable.builder(Guid.random(random), SECTOR, SECTORS).build();
        create(ours, table);
        create(theirs.path(), table);
        List<String> arguments = new ArrayList<>(List.of("-a", "1"));
        for (int i = 0; i < OPERATIONS; i++) {
          ToolStep step = ToolStep.random(table, random, false);
          table = step.next();
          commit(ours, table);
          arguments.addAll(step.arguments());
        }
        arguments.add(theirs.path().toString());
        ExternalTool.run(sgdisk, arguments).orFail();
        assertSameCopies(ours, theirs.path(), arguments.toString());
      }
    }
  }

  @Test
  void cgptDoesWhatWeDo() throws IOException {
    Path cgpt = ExternalTool.require("cgpt");
    try (LoopDevice theirs = attach("theirs")) {
      for (int seed = 0; seed < 4; seed++) {
        Random random = new Random(seed);
        GptTable table = GptTable.builder(Guid.random(random), SECTOR, SECTORS).build();
        create(theirs.path(), table);
        for (int i = 0; i < OPERATIONS; i++) {
          ToolStep step = ToolStep.random(table, random, true);
          table = step.next();
          List<String> arguments = new ArrayList<>(step.arguments());
          arguments.add(theirs.path().toString());
          ExternalTool.run(cgpt, arguments).orFail();
          assertEquals(table, sound(theirs.path()), arguments.toString());
        }
      }
    }
  }

  @Test
  void sfdiskMakesTheSameTableFromItsDumpOfOurs() throws IOException {
    Path sfdisk = ExternalTool.require("sfdisk");
    try (LoopDevice ours = attach("ours");
        LoopDevice theirs = attach("theirs")) {
      for (int seed = 0; seed < 8; seed++) {
        Random random = new Random(seed);
        GptTable table = GptTable.builder(Guid.random(random), SECTOR, SECTORS).build();
        for (int i = 0; i < OPERATIONS; i++) {
          table = ToolStep.random(table, random, false).next();
        }
        create(ours.path(), table);
        Bytes dump = ExternalTool.run(sfdisk, "--dump", ours.path().toString()).orFail().output();
        List<String> words =
            List.of("--no-reread", "--no-tell-kernel", "--wipe=never", theirs.path().toString());
        ExternalTool.run(sfdisk, words, dump).orFail();
        assertEquals(table, sound(theirs.path()));
      }
    }
  }

  /** What cgpt repairs, and we, is the same disk. */
  @ParameterizedTest
  @ValueSource(ints = {SECTOR + 8, 2 * SECTOR + 76, -SECTOR + 12, -COPY_BYTES + 76})
  void cgptRepairsWhatWeRepair(int at) throws IOException {
    Path cgpt = ExternalTool.require("cgpt");
    Random random = new Random(at);
    GptTable.Builder builder = GptTable.builder(Guid.random(random), SECTOR, SECTORS);
    for (int i = 0; i < 3; i++) {
      builder.place(
          PartitionRequest.builder(Guid.random(random), Guid.random(random))
              .alignmentSectors(8)
              .sectorCount(100)
              .build());
    }
    GptTable table = builder.build();
    Path ours = directory.resolve("ours");
    BlockDevices.create(ours, SIZE, SECTOR).close();
    try (LoopDevice theirs = attach("theirs")) {
      for (Path disk : List.of(ours, theirs.path())) {
        create(disk, table);
        try (BlockDevice device = BlockDevices.open(disk, SECTOR)) {
          Tables.damage(device, at < 0 ? SIZE + at : at);
        }
      }
      try (BlockDevice device = BlockDevices.open(ours, SECTOR)) {
        GptCommitter.repair(device);
      }
      ExternalTool.run(cgpt, "repair", theirs.path().toString()).orFail();
      assertEquals(table, sound(ours));
      assertEquals(table, sound(theirs.path()));
      assertSameCopies(ours, theirs.path(), "damage at " + at);
    }
  }
}
