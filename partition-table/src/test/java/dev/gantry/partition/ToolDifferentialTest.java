// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Guid;
import dev.gantry.partition.layout.BottlerocketLayout;
import dev.gantry.partition.layout.BottlerocketLayout.Plan;
import dev.gantry.partition.layout.PlannedPartition;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sgdisk, sfdisk and fdisk read from our disks, and we from theirs. */
class ToolDifferentialTest {
  private static final Pattern SFDISK_LINE =
      Pattern.compile("^\\S+?disk\\.img(\\d+) : start= *(\\d+), size= *(\\d+), (.*)$");
  private static final Pattern SGDISK_LINE =
      Pattern.compile("(?m)^ +(\\d+) +(\\d+) +(\\d+) +[0-9.]+ \\S+ +[0-9A-F]{4}  (.*)$");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4"})
  void toolsReadOurLayouts(int gib) throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    Path sfdisk = ExternalTool.require("sfdisk");
    for (Plan plan : Plan.values()) {
      for (boolean inPlace : new boolean[] {true, false}) {
        BottlerocketLayout layout =
            BottlerocketLayout.builder(gib, 1).plan(plan).inPlaceUpdates(inPlace).build();
        Random random = new Random(gib);
        List<GptTable> tables = new ArrayList<>(List.of(layout.osDisk(random)));
        layout.dataDisk(random).ifPresent(tables::add);
        for (GptTable table : tables) {
          Path file = disk(table);
          ToolResult verdict = ExternalTool.run(sgdisk, "--verify", file.toString()).orFail();
          assertTrue(verdict.stdout().contains("No problems found."), verdict.toString());
          assertEquals(table, bySfdisk(sfdisk, file));
          assertEquals(table, bySgdisk(sgdisk, file));
          Files.delete(file);
        }
      }
    }
  }

  private Path disk(GptTable table) throws IOException {
    Path file = directory.resolve("disk.img");
    long bytes = table.sectorCount() * table.sectorSizeBytes();
    try (BlockDevice device = BlockDevices.create(file, bytes, table.sectorSizeBytes())) {
      GptCommitter.create(device, table);
    }
    return file;
  }

  /** The table as {@code sfdisk --dump} tells it. */
  private static GptTable bySfdisk(Path sfdisk, Path file) throws IOException {
    String dump = ExternalTool.run(sfdisk, "--dump", file.toString()).orFail().stdout();
    long sectors = Files.size(file) / 512;
    assertTrue(dump.contains("\nfirst-lba: 34\n"), dump);
    assertTrue(dump.contains("\nlast-lba: " + (sectors - 34) + "\n"), dump);
    GptTable.Builder table = GptTable.builder(guid(first(dump, "label-id: (.*)")), 512, sectors);
    for (String line : dump.lines().filter(l -> l.contains("start=")).toList()) {
      MatchResult match = match(SFDISK_LINE, line);
      long start = Long.parseLong(match.group(2));
      String rest = match.group(4);
      table.add(
          new GptPartition(
              Integer.parseInt(match.group(1)),
              guid(first(rest, "type=([^,]+)")),
              guid(first(rest, "uuid=([^,]+)")),
              start,
              start + Long.parseLong(match.group(3)) - 1,
              sfdiskAttributes(optional(rest, "attrs=\"([^\"]*)\"").orElse("")),
              optional(rest, "name=\"([^\"]*)\"").orElse("")));
    }
    return table.build();
  }

  private static long sfdiskAttributes(String text) {
    long attributes = 0;
    for (String word : text.split(" ", -1)) {
      if (word.startsWith("GUID:")) {
        for (String bit : word.substring(5).split(",", -1)) {
          attributes |= 1L << Integer.parseInt(bit);
        }
      } else {
        assertEquals("", word);
      }
    }
    return attributes;
  }

  /** The table as {@code sgdisk -p} and {@code sgdisk -i} tell it. */
  private static GptTable bySgdisk(Path sgdisk, Path file) throws IOException {
    String list = ExternalTool.run(sgdisk, "-p", file.toString()).orFail().stdout();
    long sectors = Files.size(file) / 512;
    assertTrue(list.contains("Partition table holds up to 128 entries"), list);
    assertTrue(
        list.contains("First usable sector is 34, last usable sector is " + (sectors - 34) + "\n"),
        list);
    Guid disk = guid(first(list, "Disk identifier \\(GUID\\): (.*)"));
    GptTable.Builder table = GptTable.builder(disk, 512, sectors);
    for (MatchResult row : SGDISK_LINE.matcher(list).results().toList()) {
      String info = ExternalTool.run(sgdisk, "-i", row.group(1), file.toString()).orFail().stdout();
      GptPartition partition =
          new GptPartition(
              Integer.parseInt(row.group(1)),
              guid(first(info, "Partition GUID code: (\\S+)")),
              guid(first(info, "Partition unique GUID: (\\S+)")),
              Long.parseLong(first(info, "First sector: (\\d+)")),
              Long.parseLong(first(info, "Last sector: (\\d+)")),
              Long.parseUnsignedLong(first(info, "Attribute flags: (\\S+)"), 16),
              first(info, "Partition name: '(.*)'"));
      assertEquals(partition.firstLba(), Long.parseLong(row.group(2)));
      assertEquals(partition.lastLba(), Long.parseLong(row.group(3)));
      // The list cuts long names.
      assertTrue(partition.name().startsWith(row.group(4).replace("...", "")), row.group(4));
      table.add(partition);
    }
    return table.build();
  }

  /** The command line of Bottlerocket's own image builder makes the disk that we make. */
  @ParameterizedTest
  @CsvSource({"2, true", "1, false"})
  void sgdiskMakesTheLayoutThatWeMake(int gib, boolean inPlace) throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    BottlerocketLayout layout = BottlerocketLayout.builder(gib, 1).inPlaceUpdates(inPlace).build();
    Path file = directory.resolve("theirs.img");
    BlockDevices.create(file, layout.osLayout().diskSizeBytes(), 512).close();
    List<String> arguments = new ArrayList<>(List.of("--clear"));
    for (PlannedPartition partition : layout.osLayout().partitions()) {
      long end = (partition.offsetBytes() + partition.sizeBytes()) / 512 - 1;
      arguments.addAll(List.of("-n", "0:" + (partition.offsetBytes() >> 20) + "M:" + end));
      arguments.addAll(List.of("-c", "0:" + partition.label()));
      arguments.addAll(List.of("-t", "0:" + partition.typeGuid()));
      String guid = partition.uniqueGuid().map(Guid::toString).orElse("R");
      arguments.addAll(List.of("-u", "0:" + guid));
      if (partition.label().endsWith("BOOT-A")) {
        arguments.addAll(List.of("-A", "0:set:48", "-A", "0:set:56"));
      }
    }
    arguments.addAll(List.of("--sort", file.toString()));
    ExternalTool.run(sgdisk, arguments).orFail();
    GptTable theirs;
    try (BlockSource source = BlockDevices.openSource(file)) {
      GptReadResult found = GptReader.read(source);
      assertEquals(List.of(), found.issues());
      theirs = found.table();
    }
    GptTable ours = layout.osDisk(new Random(1));
    GptTable.Builder same = ours.toBuilder().diskGuid(theirs.diskGuid());
    for (GptPartition partition : ours.partitions()) {
      Guid guid = theirs.partition(partition.number()).orElseThrow().uniqueGuid();
      same.replace(
          new GptPartition(
              partition.number(),
              partition.typeGuid(),
              layout.osLayout().partitions().get(partition.number() - 1).uniqueGuid().orElse(guid),
              partition.firstLba(),
              partition.lastLba(),
              partition.attributes(),
              partition.name()));
    }
    assertEquals(same.build(), theirs);
  }

  @Test
  void attributeBitsMeanTheSame() throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    GptTable table = Tables.table(512);
    Path file = disk(table);
    List<String> arguments = new ArrayList<>();
    for (int bit : new int[] {0, 2, 49, 52, 53, 56, 60, 63}) {
      arguments.addAll(List.of("-A", "5:set:" + bit));
    }
    arguments.add(file.toString());
    ExternalTool.run(sgdisk, arguments).orFail();
    try (BlockDevice device = BlockDevices.open(file)) {
      GptTable found = GptReader.read(device).table();
      GptPartition fifth = found.partition(5).orElseThrow();
      assertEquals(0x9132000000000005L, fifth.attributes());
      assertEquals(new SlotAttributes(2, 3, true), SlotAttributes.decode(fifth.attributes()));
      long next = new SlotAttributes(9, 15, false).applyTo(fifth.attributes());
      GptCommitter.commit(device, found, found.withPartition(fifth.withAttributes(next)));
    }
    String info = ExternalTool.run(sgdisk, "-i", "5", file.toString()).orFail().stdout();
    assertEquals("90F9000000000005", first(info, "Attribute flags: (\\S+)"));
  }

  @Test
  void toolsAcceptWhatWeRepaired() throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    GptTable table = Tables.table(512);
    for (long offset : new long[] {520, 1100, -500, -10000}) {
      Path file = disk(table);
      try (BlockDevice device = BlockDevices.open(file)) {
        Tables.damage(device, offset < 0 ? device.sizeBytes() + offset : offset);
      }
      String before = ExternalTool.run(sgdisk, "--verify", file.toString()).toString();
      assertTrue(before.contains(": ERROR\n"), before);
      try (BlockDevice device = BlockDevices.open(file)) {
        GptCommitter.repair(device);
      }
      ToolResult verdict = ExternalTool.run(sgdisk, "--verify", file.toString()).orFail();
      assertTrue(verdict.stdout().contains("No problems found."), verdict.toString());
      Files.delete(file);
    }
  }

  @Test
  void fdiskReadsLargeSectors() throws IOException {
    Path fdisk = ExternalTool.require("fdisk");
    GptTable table =
        BottlerocketLayout.builder(1, 1).sectorSizeBytes(4096).build().osDisk(new Random(3));
    Path file = disk(table);
    String list =
        ExternalTool.run(
                fdisk,
                "-b",
                "4096",
                "-l",
                "-o",
                "Device,Start,End,Type-UUID,UUID,Name",
                file.toString())
            .orFail()
            .stdout();
    GptTable.Builder found =
        GptTable.builder(guid(first(list, "Disk identifier: (.*)")), 4096, table.sectorCount());
    Pattern row =
        Pattern.compile("(?m)^\\S+disk\\.img(\\d+) +(\\d+) +(\\d+) +(\\S+) +(\\S+) ?(.*)$");
    for (MatchResult match : row.matcher(list).results().toList()) {
      found.add(
          new GptPartition(
              Integer.parseInt(match.group(1)),
              guid(match.group(4)),
              guid(match.group(5)),
              Long.parseLong(match.group(2)),
              Long.parseLong(match.group(3)),
              match.group(1).equals("3") ? 0x0101000000000000L : 0,
              match.group(6).strip()));
    }
    assertEquals(table, found.build());
  }

  private static Guid guid(String text) {
    return Guid.parse(text.strip().toLowerCase(Locale.ROOT));
  }

  private static MatchResult match(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " is not in: " + text));
  }

  private static String first(String text, String pattern) {
    return match(Pattern.compile(pattern), text).group(1);
  }

  private static Optional<String> optional(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().findFirst().map(m -> m.group(1));
  }
}
