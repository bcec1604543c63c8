// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: {@code gantry demo}, as the README has it. */
@Tag("process")
class MainJobTest {
  private static final long REAL_TREE_BYTES = 200L << 20;

  @TempDir Path directory;

  @Test
  void everyExpectationHoldsWithTheGeneratedImage() throws Exception {
    Launcher.Run run = Launcher.gantry(directory, "demo", "--dir", directory.resolve("d"));
    run.expect(0);
    assertSummary(run);
  }

  @Test
  void everyExpectationHoldsWithARealFileSystem() throws Exception {
    Path mke2fs = ExternalTool.require("mke2fs");
    Path tree = Path.of(System.getProperty("java.home")).toRealPath();
    long bytes = size(tree);
    assertTrue(bytes >= REAL_TREE_BYTES, tree + " has only " + bytes + " bytes");
    Path image = directory.resolve("root.ext4");
    ToolResult made =
        ExternalTool.run(
            mke2fs,
            "-q",
            "-t",
            "ext4",
            "-O",
            "^has_journal",
            "-b",
            "4096",
            "-d",
            tree.toString(),
            image.toString(),
            (bytes / 1024 + 100 * 1024) + "k");
    assertEquals(0, made.exitCode(), made.stderr());

    Launcher.Run run =
        Launcher.gantry(directory, "demo", "--dir", directory.resolve("d"), "--root-image", image);
    run.expect(0);
    assertSummary(run);
  }

  private static void assertSummary(Launcher.Run run) {
    String last = run.out().lines().reduce((a, b) -> b).orElse("");
    assertTrue(last.contains("expectations held"), last);
    assertTrue(!run.out().contains("[FAILED]"), run.out());
  }

  private static long size(Path tree) throws Exception {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }
}
