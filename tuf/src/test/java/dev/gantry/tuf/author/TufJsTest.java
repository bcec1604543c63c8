// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gantry.testkit.ExternalTool;
import dev.gantry.testkit.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client of tuf-js reads what the editor publishes. Skipped unless the variable GANTRY_TUF_JS
 * names a {@code node_modules} directory that has it.
 */
class TufJsTest {
  private static final String[] NAMES = {"dir/a-b.img", "p/q/x1", "h/é"};

  @TempDir Path directory;

  private static Path modules() {
    String modules = System.getenv("GANTRY_TUF_JS");
    if (modules == null) {
      abort("GANTRY_TUF_JS names no directory with tuf-js");
    }
    assertTrue(Files.isDirectory(Path.of(modules, "tuf-js")), "no tuf-js in " + modules);
    return Path.of(modules).toAbsolutePath();
  }

  @Test
  void clientReadsEveryKindOfKeyThroughDelegationsAndRotations() throws Exception {
    Path modules = modules();
    PeerRepository repository =
        new PeerRepository(directory, "dir/a-b.img", EditorOptions.defaults());
    assertEquals(List.of("top", "deep", "hash"), read(modules));
    repository.rotateKeys();
    assertEquals(List.of("top", "deep", "hash"), read(modules));
    repository.changeTop();
    assertEquals(List.of("new", "deep", "hash"), read(modules));
  }

  private List<String> read(Path modules) throws IOException {
    Path script = directory.resolve("read.cjs");
    try (InputStream in = getClass().getResourceAsStream("read_with_tuf_js.cjs")) {
      Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> arguments =
        new ArrayList<>(List.of(script.toString(), modules.toString(), directory.toString()));
    arguments.addAll(List.of(NAMES));
    ToolResult result = ExternalTool.run(ExternalTool.require("node"), arguments);
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout().strip().lines().toList();
  }
}
