// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.BlockDevices;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A device of the kernel over a new file. It needs root: where it cannot be made the test is
 * skipped, and says why, even under CI.
 *
 * @param losetup what attaches it
 * @param path the device
 */
record LoopDevice(Path losetup, Path path) implements Closeable {
  static LoopDevice attach(Path image, long sizeBytes, int sectorSizeBytes) throws IOException {
    Path losetup;
    try {
      losetup = ExternalTool.require("losetup");
    } catch (AssertionError e) {
      return Assumptions.abort("no loop devices: " + e.getMessage());
    }
    BlockDevices.create(image, sizeBytes, 512).close();
    ToolResult made =
        ExternalTool.run(
            losetup,
            "--find",
            "--show",
            "--sector-size",
            Integer.toString(sectorSizeBytes),
            image.toString());
    Assumptions.assumeTrue(made.exitCode() == 0, () -> "no loop devices: " + made.stderr());
    return new LoopDevice(losetup, Path.of(made.stdout().strip()));
  }

  @Override
  public void close() throws IOException {
    assertEquals(0, ExternalTool.run(losetup, "-d", path.toString()).exitCode());
  }
}
