// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import static dev.gantry.cli.JsonCli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.partition.layout.DiskLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LayoutVerbsTest {
  private static final String THREE_SLOTS =
      """
      {"format": "gantry-disk-layout", "version": 1, "alignment": "64KiB", "slots": "chromeos",
       "partitions": [
         {"label": "STATE", "type": "8300", "min": "1MiB", "max": "2GiB", "number": 1},
         {"label": "KERN-A", "type": "chromeos-kernel", "size": "1MiB", "slot": "A",
          "attributes": "0x0101000000000000"},
         {"label": "ROOT-A", "type": "chromeos-root", "size": "2M", "slot": "A"},
         {"label": "KERN-B", "type": "chromeos-kernel", "size": 1048576, "slot": "B"},
         {"label": "ROOT-B", "type": "chromeos-root", "size": "2MiB", "slot": "B", "align": "1MiB"},
         {"label": "KERN-C", "type": "7f00", "size": "1MiB", "slot": "C"},
         {"label": "ROOT-C", "type": "7f01", "size": "2MiB", "slot": "C"}]}
      """;

  @TempDir Path directory;
  private Path layout;
  private Path disk;

  @BeforeEach
  void createFiles() throws IOException {
    layout = Files.writeString(directory.resolve("layout.json"), THREE_SLOTS);
    disk = directory.resolve("disk.img");
    BlockDevices.create(disk, 32L << 20, 512).close();
  }

  @Test
  void plansAppliesAndSwitchesThreeSlots() {
    JsonNode plan = run(0, "gpt", "plan", "--layout", layout, "--size", "32MiB");
    assertEquals(7, plan.path("partitions").size());
    assertEquals("C", plan.path("partitions").get(6).path("slot").asString());
    JsonNode blank = run(5, "gpt", "plan", "--layout", layout, "--disk", disk);
    assertEquals("NO_TABLE", blank.path("issues").get(0).path("kind").asString());
    assertFalse(
        run(0, "gpt", "apply", disk, "--layout", layout, "--dry-run").path("changed").asBoolean());
    JsonNode applied = run(0, "gpt", "apply", disk, "--layout", layout);
    assertTrue(applied.path("changed").asBoolean());
    assertEquals("NOT_NEEDED", applied.path("kernel").asString());
    assertFalse(run(0, "gpt", "apply", disk, "--layout", layout).path("changed").asBoolean());
    assertTrue(
        run(0, "gpt", "plan", "--layout", layout, "--disk", disk).path("matches").asBoolean());

    String[] how = {"--scheme", "chromeos", "--running", "A", "--target", "C"};
    assertEquals(
        "A", run(0, "slots", "show", disk, "--scheme", "chromeos").path("next_boot").asString());
    JsonNode needed =
        run(5, "slots", "clear-inactive", disk, "--scheme", "chromeos", "--running", "A");
    assertEquals("SLOT_TARGET_NEEDED", needed.path("error").path("code").asString());
    for (String verb : List.of("clear-inactive", "mark-inactive-valid", "upgrade-to-inactive")) {
      run(0, "slots", verb, disk, how[0], how[1], how[2], how[3], how[4], how[5]);
    }
    JsonNode slots = run(0, "slots", "show", disk, "--scheme", "chromeos");
    assertEquals("C", slots.path("next_boot").asString());
    assertEquals("A", slots.path("last_resort").asString());
    assertEquals(6, slots.path("slots").get(2).path("tries").asInt());
    // The layout is still there: bits that say which slot boots are not part of it.
    assertTrue(
        run(0, "gpt", "plan", "--layout", layout, "--disk", disk).path("matches").asBoolean());
  }

  @Test
  void keepsPartitionsUnlessToldOtherwise() throws IOException {
    run(0, "gpt", "apply", disk, "--layout", layout);
    Path other = directory.resolve("other.json");
    Files.writeString(
        other,
        """
        {"format": "gantry-disk-layout", "version": 1,
         "partitions": [{"label": "one", "type": "esp", "min": "1MiB"}]}
        """);
    JsonNode refused = run(5, "gpt", "apply", disk, "--layout", other);
    assertEquals("LAYOUT_CONFLICT", refused.path("error").path("code").asString());
    JsonNode replaced = run(0, "gpt", "apply", disk, "--layout", other, "--unsafe-replace");
    assertEquals(1, replaced.path("partitions").size());
    Path small = directory.resolve("small.img");
    BlockDevices.create(small, 1L << 20, 512).close();
    run(5, "gpt", "apply", small, "--layout", layout, "--unsafe-replace");
  }

  @Test
  void plansBottlerocketsLayouts() {
    JsonNode plan = run(0, "gpt", "plan", "--bottlerocket", "2");
    assertEquals(13, plan.path("partitions").size());
    assertEquals(4_192_255, plan.path("partitions").get(12).path("last_lba").asLong());
    assertEquals(
        8,
        run(0, "gpt", "plan", "--bottlerocket", "2", "--no-in-place-updates", "--unified")
            .path("partitions")
            .size());
    assertEquals(
        "BAD_ARGUMENT",
        run(2, "gpt", "plan", "--layout", layout).path("error").path("code").asString());
    assertEquals(
        "USAGE",
        run(2, "gpt", "plan", "--layout", layout, "--bottlerocket", "2")
            .path("error")
            .path("code")
            .asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"format\": \"gantry-disk-layout\", \"version\": 2, \"partitions\": []}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1, \"partitions\": [], \"x\": 1}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1, \"partitions\": [1]}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1, \"partitions\": ["
            + "{\"type\": \"no such\", \"size\": 1}]}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1, \"partitions\": ["
            + "{\"type\": \"esp\"}]}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1, \"partitions\": ["
            + "{\"type\": \"esp\", \"size\": \"1XiB\"}]}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1, \"partitions\": ["
            + "{\"type\": \"esp\", \"size\": 1, \"max\": 2}]}",
        "{\"format\": \"gantry-disk-layout\", \"version\": 1, \"partitions\": ["
            + "{\"type\": \"esp\", \"size\": 1, \"slot\": \"A\"}]}"
      })
  void refusesLayoutsByType(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), content);
    JsonNode refused = run(4, "gpt", "plan", "--layout", file, "--size", "1GiB");
    assertEquals("LAYOUT_FILE", refused.path("error").path("code").asString());
  }

  @Test
  void readsSizes() throws IOException {
    assertEquals(5L << 20, ByteSize.parse("5MiB"));
    assertEquals(1L << 40, ByteSize.parse("1t"));
    for (String bad : List.of("", "MiB", "-1", "1.5G", "9999999999T", "1 MiB")) {
      assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(bad));
    }
    DiskLayout read = LayoutFile.read(layout);
    assertEquals(65536, read.alignmentBytes());
  }
}
