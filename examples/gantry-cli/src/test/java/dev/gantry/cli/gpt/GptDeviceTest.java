// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import static dev.gantry.cli.JsonCli.refused;
import static dev.gantry.cli.JsonCli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The verbs on a device of the kernel, whose sectors they keep, whose users they respect, and which
 * is told. It needs root: where there are no loop devices the test is skipped, and says why.
 */
class GptDeviceTest {
  @TempDir Path directory;
  private String device = "";

  private static ToolResult tool(String name, String... words) throws IOException {
    return ExternalTool.run(ExternalTool.require(name), words);
  }

  private void attach(int sectorSize) throws IOException {
    Path image = directory.resolve("disk.img");
    BlockDevices.create(image, 32 << 20, 512).close();
    ToolResult made;
    try {
      made = tool("losetup", "-f", "--show", "--sector-size", "" + sectorSize, image.toString());
    } catch (AssertionError e) {
      Assumptions.abort("no loop devices: " + e.getMessage());
      return;
    }
    Assumptions.assumeTrue(made.exitCode() == 0, () -> "no loop devices: " + made.stderr());
    device = made.stdout().strip();
  }

  @AfterEach
  void detach() throws IOException {
    if (!device.isEmpty()) {
      tool("umount", directory.resolve("mounted").toString());
      tool("partx", "-d", device);
      assertEquals(0, tool("losetup", "-d", device).exitCode());
    }
  }

  private Path inKernel(int number) {
    return Path.of("/sys/class/block", Path.of(device).getFileName() + "p" + number);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void keepsToTheDevice(int sectorSize) throws IOException {
    attach(sectorSize);
    String other = Integer.toString(4608 - sectorSize);
    assertEquals(
        "SECTOR_SIZE_DIFFERS", refused(5, "gpt", "create", device, "--sector-size", other));
    assertEquals(sectorSize, run(0, "gpt", "create", device).path("sector_size_bytes").asInt());
    assertEquals("TOLD", run(0, "gpt", "add", device, "-s", "4MiB").path("kernel").asString());
    run(0, "gpt", "add", device, "-s", "2MiB");
    assertTrue(Files.exists(inKernel(2)));
    assertTrue(run(0, "gpt", "verify", device, "--strict").path("sound").asBoolean());

    assertEquals(0, tool("mkfs.ext4", "-q", "-O", "^has_journal", device + "p1").exitCode());
    Path point = Files.createDirectory(directory.resolve("mounted"));
    assertEquals(0, tool("mount", device + "p1", point.toString()).exitCode());
    assertEquals("DISK_IN_USE", refused(5, "gpt", "delete", device, "2"));
    assertEquals("DISK_IN_USE", refused(5, "gpt", "create", device, "--unsafe-replace"));
    assertEquals(
        "NOT_NEEDED",
        run(0, "gpt", "attributes", device, "1", "--set", "60").path("kernel").asString());
    run(0, "gpt", "delete", device, "2", "--dry-run");
    assertTrue(Files.exists(inKernel(2)));
    run(0, "gpt", "delete", device, "2", "--unsafe-allow-mounted");
    assertFalse(Files.exists(inKernel(2)));

    Path saved = directory.resolve("saved");
    run(0, "gpt", "backup", device, saved);
    assertEquals("DISK_IN_USE", refused(5, "gpt", "restore", device, saved, "--unsafe-replace"));
    assertEquals(0, tool("umount", point.toString()).exitCode());
    assertEquals(
        sectorSize,
        run(0, "gpt", "restore", device, saved, "--unsafe-replace")
            .path("sector_size_bytes")
            .asInt());
  }
}
