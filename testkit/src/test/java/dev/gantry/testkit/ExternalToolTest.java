// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

final class ExternalToolTest {
  @Test
  void findsProgramsOnly(@TempDir Path directory) throws IOException {
    Path program = directory.resolve("gantry-no-such-tool");
    String path = "bad\0entry" + File.pathSeparator + File.pathSeparator + directory;
    Files.createDirectory(program);
    assertEquals(Optional.empty(), ExternalTool.find("gantry-no-such-tool", path));
    Files.delete(program);
    Files.createFile(program);
    assertEquals(Optional.empty(), ExternalTool.find("gantry-no-such-tool", path));
    Assumptions.assumeTrue(program.toFile().setExecutable(true));
    assertEquals(Optional.of(program), ExternalTool.find("gantry-no-such-tool", path));
  }

  @Test
  void aMissingToolSkipsOrFails() {
    assertThrows(TestAbortedException.class, () -> ExternalTool.missing("gantry-x", false));
    assertThrows(AssertionFailedError.class, () -> ExternalTool.missing("gantry-x", true));
  }

  @Test
  void runsAToolWithInputAndTellsItsExitCode() throws IOException {
    Path shell = ExternalTool.require("sh");
    Bytes input = Bytes.of("hello".getBytes(StandardCharsets.UTF_8));
    ToolResult result =
        ExternalTool.run(shell, List.of("-c", "cat; echo problem >&2; exit 3"), input);

    assertEquals(3, result.exitCode());
    assertEquals(input, result.output());
    assertEquals("hello", result.stdout());
    assertEquals("problem\n", result.stderr());
    assertThrows(AssertionError.class, result::orFail);
    assertEquals("", ExternalTool.run(shell, "-c", "cat").orFail().stdout());
  }

  @Test
  void aToolThatCannotStartIsAnIoFailure(@TempDir Path directory) {
    assertThrows(IOException.class, () -> ExternalTool.run(directory.resolve("none")));
    assertTrue(ExternalTool.TIMEOUT_SECONDS > 0);
  }
}
