// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A verb loads what it needs: the rest of the command took longer to start than most verbs work.
 */
class StartUpTest {
  @TempDir Path directory;

  @Test
  void aVerbLoadsNeitherOtherGroupsNorJson() throws IOException {
    List<String> loaded = loadedBy("verity", "dump", file().toString());
    assertTrue(loaded.contains("dev.gantry.cli.verity.DumpCommand"), loaded::toString);
    assertEquals(List.of(), classes(loaded, "dev.gantry.cli.gpt.CreateCommand"));
    assertEquals(List.of(), classes(loaded, "dev.gantry.settings.schema."));
    assertEquals(List.of(), classes(loaded, "tools.jackson.databind.json.JsonMapper"));
  }

  @Test
  void theModelOfTheSettingsIsLoadedByWhatShowsIt() throws IOException {
    assertEquals(
        List.of(), classes(loadedBy("settings", "--help"), "dev.gantry.settings.bottlerocket."));
    assertTrue(
        loadedBy("settings", "variants")
            .contains("dev.gantry.settings.bottlerocket.BottlerocketVariants"));
  }

  /** A superblock cannot be read of it, which is enough to get there. */
  private Path file() throws IOException {
    return Files.write(directory.resolve("hash"), new byte[4096]);
  }

  private static List<String> classes(List<String> loaded, String start) {
    return loaded.stream().filter(name -> name.startsWith(start)).toList();
  }

  private static List<String> loadedBy(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stdout:none",
                "-cp",
                System.getProperty("java.class.path"),
                GantryCli.class.getName()));
    command.addAll(List.of(words));
    ToolResult result =
        ExternalTool.run(Path.of(System.getProperty("java.home"), "bin", "java"), command);
    return result.stdout().lines().map(line -> line.split(" ", 2)[0]).toList();
  }
}
