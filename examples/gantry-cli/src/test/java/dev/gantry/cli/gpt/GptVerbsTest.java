// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import static dev.gantry.cli.JsonCli.refused;
import static dev.gantry.cli.JsonCli.run;
import static dev.gantry.cli.JsonCli.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Guid;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.disk.PartitionedDisk;
import dev.gantry.partition.layout.KnownTypes;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every verb on a real file, and what sgdisk says of it. */
class GptVerbsTest {
  private static final long MIB = 1L << 20;
  private static final String GUID = "01234567-89ab-4def-8123-456789abcdef";

  @TempDir Path directory;
  private Path disk;

  @BeforeEach
  void createDisk() throws IOException {
    disk = blank("disk.img", 32 * MIB);
  }

  private Path blank(String name, long bytes) throws IOException {
    Path file = directory.resolve(name);
    BlockDevices.create(file, bytes, 512).close();
    return file;
  }

  private static GptReadResult read(Path file) throws IOException {
    try (BlockSource source = BlockDevices.openSource(file)) {
      return GptReader.read(source);
    }
  }

  private static GptTable sound(Path file) throws IOException {
    GptReadResult found = read(file);
    assertEquals(List.of(), found.issues());
    return found.table();
  }

  private static void checkWithSgdisk(Path file) throws IOException {
    ToolResult verdict =
        ExternalTool.run(ExternalTool.require("sgdisk"), "-v", file.toString()).orFail();
    assertTrue(verdict.stdout().contains("No problems found."), verdict::toString);
  }

  /** A table with two partitions, 4 MiB and 2 MiB. */
  private void makeTwo() {
    run(0, "gpt", "create", disk);
    run(0, "gpt", "add", disk, "-t", "esp", "-s", "4MiB", "-c", "EFI");
    run(0, "gpt", "add", disk, "-t", "8300", "-s", "4096s", "--name", "second");
  }

  @Test
  void makesAddsResizesAndDeletes() throws IOException {
    JsonNode made = run(0, "gpt", "create", disk, "--guid", GUID, "--entries", "256");
    assertTrue(made.path("changed").asBoolean());
    assertEquals("NOT_NEEDED", made.path("kernel").asString());
    assertEquals(256, sound(disk).entryCount());
    assertEquals(Guid.parse(GUID), sound(disk).diskGuid());
    run(0, "gpt", "add", disk, "-t", "EF00", "-s", "4MiB", "-c", "EFI", "-A", "0x1");
    run(0, "gpt", "add", disk, "-n", "7", "-b", "16384", "-s", "+1M", "-u", GUID);
    run(0, "gpt", "add", disk, "--first-fit", "--align", "1", "-c", "rest");
    GptTable table = sound(disk);
    GptPartition esp = table.partition(1).orElseThrow();
    assertEquals(KnownTypes.find("esp").orElseThrow(), esp.typeGuid());
    assertEquals(List.of(2048L, 10239L), List.of(esp.firstLba(), esp.lastLba()));
    assertEquals(1, esp.attributes());
    GptPartition seventh = table.partition(7).orElseThrow();
    assertEquals(List.of(16384L, 18431L), List.of(seventh.firstLba(), seventh.lastLba()));
    assertEquals(Guid.parse(GUID), seventh.uniqueGuid());
    assertEquals(table.firstUsableLba(), table.partition(2).orElseThrow().firstLba());
    run(0, "gpt", "delete", disk, "2");
    JsonNode resized = run(0, "gpt", "resize", disk, "1", "--size", "2048s");
    assertEquals(4095, resized.path("partitions").get(0).path("last_lba").asLong());
    run(0, "gpt", "resize", disk, "1");
    assertEquals(16383, sound(disk).partition(1).orElseThrow().lastLba());
    run(0, "gpt", "sort", disk);
    assertTrue(sound(disk).partition(2).isPresent());
    GptPartition first = sound(disk).partition(1).orElseThrow();
    run(0, "gpt", "swap", disk, "1", "2");
    assertEquals(first.withNumber(2), sound(disk).partition(2).orElseThrow());
    run(0, "gpt", "swap", disk, "2", "99");
    assertEquals(first.withNumber(99), sound(disk).partition(99).orElseThrow());
    assertEquals("NO_SUCH_PARTITION", refused(5, "gpt", "swap", disk, "2", "1"));
    run(0, "gpt", "delete", disk, "1", "99");
    assertEquals(List.of(), sound(disk).partitions());
    assertFalse(run(0, "gpt", "sort", disk).path("changed").asBoolean());
    checkWithSgdisk(disk);
  }

  @Test
  void setsWhatSgdiskThenShows() throws IOException {
    makeTwo();
    GptTable before = sound(disk);
    run(0, "gpt", "set", disk, "2", "-t", "root-x86-64", "-c", "root é", "-u", GUID, "-U", "R");
    run(0, "gpt", "attributes", disk, "2", "--set", "read-only,0", "--toggle", "63");
    run(0, "gpt", "attributes", disk, "2", "--clear", "0");
    JsonNode shown = run(0, "gpt", "show", disk, "2");
    assertEquals("0x9000000000000000", shown.path("attributes").asString());
    assertEquals("no-auto", shown.path("attribute_bits").get(1).path("name").asString());
    assertNotEquals(before.diskGuid(), sound(disk).diskGuid());
    assertEquals(before.partition(1), sound(disk).partition(1));
    checkWithSgdisk(disk);
    String info =
        ExternalTool.run(ExternalTool.require("sgdisk"), "-i", "2", disk.toString())
            .orFail()
            .stdout();
    assertTrue(info.contains("4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709"), info);
    assertTrue(info.contains(GUID.toUpperCase(java.util.Locale.ROOT)), info);
    assertTrue(info.contains("Attribute flags: 9000000000000000"), info);
    run(0, "gpt", "attributes", disk, "2", "--toggle", "63,62");
    assertEquals(0x5000000000000000L, sound(disk).partition(2).orElseThrow().attributes());
    run(0, "gpt", "attributes", disk, "2", "--raw", "0x0101000000000000");
    assertEquals(
        "0x0101000000000000", run(0, "gpt", "attributes", disk, "2").path("attributes").asString());
    GptTable old = sound(disk);
    run(0, "gpt", "new-guids", disk);
    assertNotEquals(old.diskGuid(), sound(disk).diskGuid());
    assertNotEquals(Guid.parse(GUID), sound(disk).partition(2).orElseThrow().uniqueGuid());
  }

  @Test
  void showsAndListsWhatIsFree() {
    makeTwo();
    JsonNode shown = run(0, "gpt", "show", disk);
    assertEquals("esp", shown.path("partitions").get(0).path("type").asString());
    assertTrue(shown.path("loader_accepts").asBoolean());
    String lines = text(0, "gpt", "show", disk);
    assertTrue(lines.contains("linux-generic"), lines);
    JsonNode free = run(0, "gpt", "free", disk);
    assertEquals(2, free.path("free").size());
    assertEquals(34, free.path("free").get(0).path("first_lba").asLong());
    assertEquals(14336, free.path("largest").path("first_lba").asLong());
    assertTrue(text(0, "gpt", "free", disk).contains("the largest is from 14336 to 65502"));
  }

  @Test
  void dryRunsSayAndDoNotDo() throws IOException {
    byte[] empty = Files.readAllBytes(disk);
    assertTrue(run(0, "gpt", "create", disk, "--dry-run").path("dry_run").asBoolean());
    assertArrayEquals(empty, Files.readAllBytes(disk));
    makeTwo();
    Path saved = directory.resolve("saved");
    run(0, "gpt", "backup", disk, saved);
    byte[] before = Files.readAllBytes(disk);
    assertTrue(disk.toFile().setWritable(false));
    for (List<String> verb :
        List.of(
            List.of("add", "-s", "1MiB"),
            List.of("delete", "2"),
            List.of("resize", "2"),
            List.of("set", "2", "-c", "x"),
            List.of("attributes", "2", "--set", "60"),
            List.of("grow", "--partition", "2"),
            List.of("sort"),
            List.of("new-guids"),
            List.of("restore", saved.toString()),
            List.of("repair"))) {
      Object[] words = new Object[verb.size() + 3];
      words[0] = "gpt";
      words[1] = verb.get(0);
      words[2] = disk;
      for (int i = 1; i < verb.size(); i++) {
        words[i + 2] = verb.get(i);
      }
      words[words.length - 1] = "--dry-run";
      JsonNode said = run(0, words);
      assertFalse(said.path("changed").asBoolean());
      assertTrue(said.path("dry_run").asBoolean());
      assertArrayEquals(before, Files.readAllBytes(disk), verb.get(0));
    }
    assertEquals(
        3, run(0, "gpt", "add", disk, "-s", "1MiB", "--dry-run").path("partitions").size());
  }

  @Test
  void growsWithTheDiskAndShrinks() throws IOException {
    makeTwo();
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertTrue(text(0, "gpt", "verify", disk).contains("BACKUP_NOT_AT_END"));
    JsonNode grown = run(0, "gpt", "grow", disk, "--partition", "2");
    assertEquals(6_291_456, grown.path("sector_count").asLong());
    assertEquals(6_291_422, sound(disk).partition(2).orElseThrow().lastLba());
    checkWithSgdisk(disk);
    run(0, "gpt", "resize", disk, "2", "-s", "2MiB");
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(16 * MIB);
    }
    run(0, "gpt", "grow", disk);
    assertEquals(32768, sound(disk).sectorCount());
    checkWithSgdisk(disk);
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(6 * MIB);
    }
    assertEquals("GPT_DISK_TRUNCATED", refused(4, "gpt", "grow", disk));
  }

  @Test
  void repairsAsPlanned() throws IOException {
    makeTwo();
    GptTable table = sound(disk);
    damage(disk, 520);
    JsonNode verdict = run(4, "gpt", "verify", disk);
    assertFalse(verdict.path("sound").asBoolean());
    assertEquals("PRIMARY_HEADER_BAD", verdict.path("findings").get(0).path("kind").asString());
    JsonNode plan = run(0, "gpt", "repair", disk, "--dry-run");
    assertEquals("BACKUP", plan.path("used_copy").asString());
    assertEquals(2, plan.path("steps").size());
    assertEquals(512, plan.path("steps").get(0).path("offset_bytes").asLong());
    JsonNode done = run(0, "gpt", "repair", disk);
    assertTrue(done.path("changed").asBoolean());
    assertEquals(plan.path("steps"), done.path("steps"));
    assertEquals(table, sound(disk));
    checkWithSgdisk(disk);
    assertFalse(run(0, "gpt", "repair", disk).path("changed").asBoolean());
    assertTrue(run(0, "gpt", "verify", disk, "--strict").path("sound").asBoolean());

    damage(disk, 520);
    damage(disk, Files.size(disk) - 500);
    byte[] before = Files.readAllBytes(disk);
    assertEquals("GPT_BOTH_COPIES_BAD", refused(4, "gpt", "repair", disk));
    assertEquals("GPT_BOTH_COPIES_BAD", refused(4, "gpt", "add", disk));
    assertEquals("DISK_HAS_GPT", refused(5, "gpt", "create", disk));
    assertArrayEquals(before, Files.readAllBytes(disk));
  }

  @Test
  void aHybridMbrIsGivenUpBeforeItsPartitionGoes() throws IOException {
    makeTwo();
    Path sgdisk = ExternalTool.require("sgdisk");
    ExternalTool.run(sgdisk, "--hybrid", "1", disk.toString()).orFail();
    byte[] before = Files.readAllBytes(disk);
    assertEquals("HYBRID_MBR_NAMES_SECTORS", refused(5, "gpt", "delete", disk, "1"));
    JsonNode plan = run(0, "gpt", "repair", disk, "--protective-mbr", "--dry-run");
    assertFalse(plan.path("changed").asBoolean());
    assertTrue(plan.path("protective_mbr").asBoolean());
    assertFalse(run(0, "gpt", "repair", disk).path("changed").asBoolean());
    assertArrayEquals(before, Files.readAllBytes(disk));

    assertTrue(run(0, "gpt", "repair", disk, "--protective-mbr").path("changed").asBoolean());
    assertEquals(2, sound(disk).partitions().size());
    run(0, "gpt", "delete", disk, "1");
    checkWithSgdisk(disk);
  }

  private static void damage(Path file, long offset) throws IOException {
    try (BlockDevice device = BlockDevices.open(file)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      device.readFully(offset, one);
      device.writeFully(offset, ByteBuffer.allocate(1).put((byte) (one.get(0) ^ 0x10)).flip());
    }
  }

  @Test
  void verifyWarnsOfWhatStillWorks() {
    run(0, "gpt", "create", disk);
    run(0, "gpt", "add", disk, "-b", "35", "-s", "8s");
    assertEquals(
        "MISALIGNED",
        run(0, "gpt", "verify", disk).path("findings").get(0).path("kind").asString());
    run(4, "gpt", "verify", disk, "--strict");
    run(0, "gpt", "verify", disk, "--strict", "--alignment", "1");
    run(0, "gpt", "create", disk, "--unsafe-replace");
    assertEquals(0, run(0, "gpt", "verify", disk).path("findings").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgdisk", "json"})
  void savesAndRestores(String format) throws IOException {
    makeTwo();
    GptTable table = sound(disk);
    Path saved = directory.resolve("saved");
    run(0, "gpt", "backup", disk, saved, "--format", format);
    assertEquals("IO_ERROR", refused(1, "gpt", "backup", disk, saved));
    run(0, "gpt", "backup", disk, saved, "--format", format, "--overwrite");
    assertEquals("IO_ERROR", refused(1, "gpt", "backup", disk, disk, "--overwrite"));
    assertEquals("DISK_HAS_GPT", refused(5, "gpt", "restore", disk, saved));
    run(0, "gpt", "delete", disk, "1");
    run(0, "gpt", "restore", disk, saved, "--unsafe-replace");
    assertEquals(table, sound(disk));
    Path larger = blank("larger.img", 64 * MIB);
    run(0, "gpt", "restore", larger, saved);
    assertEquals(table.forDisk(131072), sound(larger));
    checkWithSgdisk(larger);
    Path small = blank("small.img", 2 * MIB);
    assertEquals("TABLE_DOES_NOT_FIT", refused(5, "gpt", "restore", small, saved));
  }

  @Test
  void sgdiskTakesOurBackupAndWeItsOwn() throws IOException {
    Path sgdisk = ExternalTool.require("sgdisk");
    makeTwo();
    GptTable table = sound(disk);
    Path ours = directory.resolve("ours");
    run(0, "gpt", "backup", disk, ours);
    Path other = blank("other.img", 32 * MIB);
    ExternalTool.run(sgdisk, "--load-backup=" + ours, other.toString()).orFail();
    assertEquals(table, sound(other));
    Path theirs = directory.resolve("theirs");
    ExternalTool.run(sgdisk, "--backup=" + theirs, disk.toString()).orFail();
    assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
    Path third = blank("third.img", 32 * MIB);
    run(0, "gpt", "restore", third, theirs);
    assertEquals(table, sound(third));
  }

  @Test
  void savesTablesOfLargeSectors() throws IOException {
    run(0, "gpt", "create", disk, "--sector-size", "4096");
    run(0, "gpt", "add", disk, "-s", "2MiB");
    GptTable table = sound(disk);
    assertEquals(4096, table.sectorSizeBytes());
    assertEquals(512, table.partition(1).orElseThrow().sectorCount());
    for (String format : List.of("sgdisk", "json")) {
      Path saved = directory.resolve(format);
      run(0, "gpt", "backup", disk, saved, "--format", format);
      Path other = blank(format + ".img", 32 * MIB);
      if (format.equals("sgdisk")) {
        assertEquals("GPT_BACKUP_HEADER", refused(4, "gpt", "restore", other, saved));
      }
      run(0, "gpt", "restore", other, saved, "--sector-size", "4096");
      assertEquals(table, sound(other));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"format\": \"gantry-gpt-backup\", \"version\": 2}",
        "{\"format\": \"gantry-gpt-backup\", \"version\": 1}",
        "{\"format\": \"gantry-gpt-backup\", \"version\": 1, \"x\": 1}",
        "{\"format\": 1, \"version\": 1}"
      })
  void refusesSavedTablesByType(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), content);
    assertEquals("GPT_BACKUP_JSON", refused(4, "gpt", "restore", disk, file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sector_count\": 65536|\"sector_count\": 9223372036854775807",
        "\"sector_count\": 65536|\"sector_count\": 1e5",
        "\"entry_count\": 128|\"entry_count\": 2147483647",
        "\"entry_count\": 128|\"entry_count\": 99999999999",
        "\"number\": 2|\"number\": 1",
        "\"number\": 2|\"number\": 200",
        "\"first_lba\": 10240|\"first_lba\": 2048",
        "\"last_lba\": 14335|\"last_lba\": -1",
        "\"mbr\": \"|\"mbr\": \"*",
        "\"mbr\": \"|\"mbr\": \"AAAA",
        "\"entries\": \"|\"entries\": \"AAAA",
        "\"name\": \"second\"|\"name\": null",
        "\"type\": \"esp\"|\"kind\": \"esp\""
      })
  void refusesBentTablesByType(String change) throws IOException {
    makeTwo();
    Path file = directory.resolve("bent.json");
    run(0, "gpt", "backup", disk, file, "--format", "json");
    String[] parts = change.split("\\|", -1);
    String content = Files.readString(file).replace("\" : ", "\": ");
    assertTrue(content.contains(parts[0]), content);
    Files.writeString(file, content.replace(parts[0], parts[1]));
    assertEquals("GPT_BACKUP_JSON", refused(4, "gpt", "restore", disk, file, "--unsafe-replace"));
  }

  @Test
  void namesWhatItRefuses() throws IOException {
    assertEquals("IO_ERROR", refused(1, "gpt", "show", directory.resolve("none")));
    assertEquals("IO_ERROR", refused(1, "gpt", "add", directory.resolve("none")));
    assertEquals("GPT_NOT_FOUND", refused(4, "gpt", "show", disk));
    assertEquals(
        "NO_TABLE", run(4, "gpt", "verify", disk).path("findings").get(0).path("kind").asString());
    makeTwo();
    assertEquals("NO_SUCH_PARTITION", refused(5, "gpt", "delete", disk, "1", "9"));
    assertEquals("NO_SUCH_PARTITION", refused(5, "gpt", "resize", disk, "9"));
    assertEquals("NO_SUCH_PARTITION", refused(5, "gpt", "set", disk, "9", "-c", "x"));
    assertEquals("NO_SUCH_PARTITION", refused(5, "gpt", "show", disk, "9"));
    assertEquals("PARTITION_NUMBER_TAKEN", refused(5, "gpt", "add", disk, "-n", "1"));
    assertEquals("NO_FREE_ENTRY", refused(5, "gpt", "add", disk, "-n", "129"));
    assertEquals("NO_FREE_SPACE", refused(5, "gpt", "add", disk, "-s", "1G"));
    assertEquals("NO_FREE_SPACE", refused(5, "gpt", "resize", disk, "1", "-s", "5MiB"));
    for (List<String> wrong :
        List.of(
            List.of("add", "-s", "2048"),
            List.of("add", "-s", "0s"),
            List.of("add", "-s", "1000b"),
            List.of("add", "-t", "no-such"),
            List.of("add", "-A", "xyz"),
            List.of("add", "-u", "xyz"),
            List.of("add", "-c", "x".repeat(37)),
            List.of("resize", "1", "-s", "0s"),
            List.of("set", "1"),
            List.of("set", "-c", "x"),
            List.of("set", "1", "-t", "00000000-0000-0000-0000-000000000000"),
            List.of("attributes", "1", "--set", "64"),
            List.of("attributes", "1", "--set", "3", "--clear", "3"),
            List.of("create", "--entries", "5", "--unsafe-replace"),
            List.of("create", "--sector-size", "513", "--unsafe-replace"),
            List.of("verify", "--alignment", "0"))) {
      Object[] words = new Object[wrong.size() + 2];
      words[0] = "gpt";
      words[1] = wrong.get(0);
      words[2] = disk;
      for (int i = 1; i < wrong.size(); i++) {
        words[i + 2] = wrong.get(i);
      }
      assertEquals("BAD_ARGUMENT", refused(2, words), wrong::toString);
    }
    try (PartitionedDisk other = PartitionedDisk.open(disk)) {
      assertEquals("DISK_LOCKED", refused(5, "gpt", "delete", disk, "1"));
      assertEquals(2, other.read().table().partitions().size());
    }
    assertEquals(2, sound(disk).partitions().size());
  }

  @Test
  void readsSizesOfPartitions() {
    assertEquals(2048, SectorCount.parse("2048s", 512));
    assertEquals(2048, SectorCount.parse("+2048S", 4096));
    assertEquals(2048, SectorCount.parse("1MiB", 512));
    assertEquals(256, SectorCount.parse("1m", 4096));
    for (String bad : List.of("", "s", "1", "+1", "1x", "-1s", "1K", "99999999999999999999s")) {
      assertThrows(IllegalArgumentException.class, () -> SectorCount.parse(bad, 4096), bad);
    }
  }
}
