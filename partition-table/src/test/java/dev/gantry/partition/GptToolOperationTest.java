// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.partition.GptFinding.Kind;
import dev.gantry.partition.GptFinding.Severity;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random operations, each by us and by sgdisk, sfdisk or cgpt, on the same disk. */
class GptToolOperationTest {
  private static final int SECTORS = 8192;
  private static final int OPERATIONS = 12;

  @TempDir private Path directory;

  /** sgdisk and sfdisk wait most of the time, so some run side by side. */
  static <T> void sideBySide(List<Callable<T>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      for (Future<T> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    } finally {
      pool.shutdownNow();
    }
  }

  private Path image(String name, GptTable table) throws IOException {
    Path file = directory.resolve(name);
    try (BlockDevice device = BlockDevices.create(file, SECTORS * 512L, 512)) {
      GptCommitter.create(device, table);
    }
    return file;
  }

  private static void assertSameCopies(Path ours, Path theirs, String context) throws IOException {
    byte[] left = Files.readAllBytes(ours);
    byte[] right = Files.readAllBytes(theirs);
    // Headers, entries, and the backup; sector 0 is another matter.
    for (int from : new int[] {512, left.length - 33 * 512}) {
      assertArrayEquals(
          Arrays.copyOfRange(left, from, from + 33 * 512),
          Arrays.copyOfRange(right, from, from + 33 * 512),
          context);
    }
  }

  private static void commit(Path file, GptTable next) throws IOException {
    try (BlockDevice device = BlockDevices.open(file)) {
      GptCommitter.commit(device, GptReader.read(device).table(), next);
    }
  }

  @Test
  void sgdiskDoesWhatWeDo() throws Exception {
    Path sgdisk = ExternalTool.require("sgdisk");
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int seed = 0; seed < 24; seed++) {
      int number = seed;
      tasks.add(
          () -> {
            Random random = new Random(number);
            GptTable table = GptTable.builder(Guid.random(random), 512, SECTORS).build();
            Path ours = image("ours-sg" + number, table);
            Path theirs = image("theirs-sg" + number, table);
            List<String> arguments = new ArrayList<>(List.of("-a", "1"));
            for (int i = 0; i < OPERATIONS; i++) {
              ToolStep step = ToolStep.random(table, random, false);
              table = step.next();
              commit(ours, table);
              arguments.addAll(step.arguments());
            }
            if (number % 3 == 0) {
              table = table.sorted();
              commit(ours, table);
              arguments.add("--sort");
            }
            arguments.add(theirs.toString());
            ExternalTool.run(sgdisk, arguments).orFail();
            assertSameCopies(ours, theirs, arguments.toString());
            return null;
          });
    }
    sideBySide(tasks);
    System.out.println("sgdisk: " + tasks.size() + " tables, " + 24 * OPERATIONS + " operations");
  }

  @Test
  void cgptDoesWhatWeDo() throws IOException {
    Path cgpt = ExternalTool.require("cgpt");
    int operations = 0;
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      GptTable table = GptTable.builder(Guid.random(random), 512, SECTORS).build();
      Path ours = image("ours-cgpt" + seed, table);
      Path theirs = image("theirs-cgpt" + seed, table);
      for (int i = 0; i < OPERATIONS; i++) {
        ToolStep step = ToolStep.random(table, random, true);
        table = step.next();
        commit(ours, table);
        List<String> arguments = new ArrayList<>(step.arguments());
        arguments.add(theirs.toString());
        ExternalTool.run(cgpt, arguments).orFail();
        operations++;
        try (BlockDevice device = BlockDevices.open(theirs)) {
          GptReadResult found = GptReader.read(device);
          assertEquals(table, found.table(), arguments.toString());
          assertFalse(found.needsRepair(), arguments.toString());
        }
      }
    }
    System.out.println("cgpt: 12 tables, " + operations + " operations");
  }

  /** sfdisk takes the whole table as a script; its own dump of our disk is one. */
  @Test
  void sfdiskMakesTheSameTableFromItsDumpOfOurs() throws Exception {
    Path sfdisk = ExternalTool.require("sfdisk");
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int seed = 100; seed < 130; seed++) {
      int number = seed;
      tasks.add(
          () -> {
            Random random = new Random(number);
            GptTable.Builder builder = GptTable.builder(Guid.random(random), 512, SECTORS);
            int count = 128 + 4 * random.nextInt(3);
            builder.entries(count, 128);
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
              builder.place(
                  PartitionRequest.builder(Guid.random(random), Guid.random(random))
                      .alignmentSectors(1 + random.nextInt(9))
                      .sectorCount(1 + random.nextInt(200))
                      .attributes(random.nextLong() & 0xffff000000000007L)
                      .name("n" + random.nextInt())
                      .build());
            }
            GptTable table = builder.build();
            Path ours = image("ours-sf" + number, table);
            Bytes dump = ExternalTool.run(sfdisk, "--dump", ours.toString()).orFail().output();
            Path theirs = directory.resolve("theirs-sf" + number);
            BlockDevices.create(theirs, SECTORS * 512L, 512).close();
            ExternalTool.run(sfdisk, List.of(theirs.toString()), dump).orFail();
            try (BlockDevice device = BlockDevices.open(theirs)) {
              assertEquals(
                  table,
                  GptReader.read(device).table(),
                  () -> new String(dump.toByteArray(), StandardCharsets.UTF_8));
            }
            assertTrue(ExternalTool.run(sfdisk, "--verify", ours.toString()).exitCode() == 0);
            return null;
          });
    }
    sideBySide(tasks);
    System.out.println("sfdisk: " + tasks.size() + " tables");
  }

  /** The disk grows, and both move the backup. */
  @Test
  void sgdiskMovesTheBackupAsWeDo() throws Exception {
    Path sgdisk = ExternalTool.require("sgdisk");
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int grow : new int[] {1, 30, 64, 5000}) {
      tasks.add(
          () -> {
            GptTable table = Tables.table(512);
            Path ours = directory.resolve("ours-grow" + grow);
            try (BlockDevice device =
                BlockDevices.create(ours, (table.sectorCount() + grow) * 512, 512)) {
              GptCommitter.unsafeReplace(device.slice(0, table.sectorCount() * 512), table);
            }
            Path theirs = Files.copy(ours, directory.resolve("theirs-grow" + grow));
            try (BlockDevice device = BlockDevices.open(ours)) {
              GptCommitter.commit(device, table, table.forDisk(table.sectorCount() + grow));
              GptReport report = GptVerifier.inspect(device);
              assertEquals(List.of(), report.atLeast(Severity.WARNING));
            }
            ExternalTool.run(sgdisk, "-e", theirs.toString()).orFail();
            assertSameCopies(ours, theirs, "grow by " + grow);
            return null;
          });
    }
    sideBySide(tasks);
  }

  @Test
  void sgdiskAndWeReadEachOthersBackups() throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    GptTable table = Tables.table(512);
    Path disk = directory.resolve("backup.img");
    try (BlockDevice device = BlockDevices.create(disk, table.sectorCount() * 512, 512)) {
      GptCommitter.create(device, table);
    }
    Path theirs = directory.resolve("theirs.bak");
    ExternalTool.run(sgdisk, "-b", theirs.toString(), disk.toString()).orFail();
    GptDump dump = GptDump.decode(Bytes.of(Files.readAllBytes(theirs)), 512, "sgdisk");
    assertEquals(table, dump.table());
    try (BlockDevice device = BlockDevices.open(disk)) {
      assertEquals(dump, GptDump.of(device));
    }
    assertEquals(Bytes.of(Files.readAllBytes(theirs)), dump.encode());

    GptTable other = table.toBuilder().remove(1).diskGuid(new Guid(4, 5)).build();
    Path ours = directory.resolve("ours.bak");
    Files.write(ours, GptDump.of(other).encode().toByteArray());
    ExternalTool.run(sgdisk, "-l", ours.toString(), disk.toString()).orFail();
    try (BlockDevice device = BlockDevices.open(disk)) {
      assertEquals(other, GptReader.read(device).table());
      assertEquals(List.of(), GptReader.read(device).issues());
    }
  }

  /** With both headers bad sgdisk writes an empty table, and cgpt repairs nothing and says 0. */
  @Test
  void refusesWhereToolsLoseTheTable() throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    GptTable table = Tables.table(512);
    Path file = directory.resolve("both.img");
    try (BlockDevice device = BlockDevices.create(file, table.sectorCount() * 512, 512)) {
      GptCommitter.create(device, table);
      Tables.damage(device, 520);
      Tables.damage(device, device.sizeBytes() - 500);
      GptReport report = GptVerifier.inspect(device);
      assertTrue(report.has(Kind.PRIMARY_HEADER_BAD) && report.has(Kind.BACKUP_HEADER_BAD));
      assertEquals(Optional.empty(), report.table());
      byte[] before = Files.readAllBytes(file);
      assertThrows(MalformedDataException.class, () -> GptRepairPlan.of(device));
      assertArrayEquals(before, Files.readAllBytes(file));
    }
    ToolResult peer = ExternalTool.run(sgdisk, "-A", "2:set:60", file.toString());
    try (BlockDevice device = BlockDevices.open(file)) {
      boolean lost;
      try {
        lost = GptReader.read(device).table().partitions().isEmpty();
      } catch (GantryException e) {
        lost = false;
      }
      System.out.println(
          "sgdisk, both headers bad: exit " + peer.exitCode() + ", table lost " + lost);
    }
  }
}
