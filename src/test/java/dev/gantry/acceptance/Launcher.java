// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the gantry command as a user does: its launcher, as a process. */
final class Launcher {
  private static final Path SCRIPT = Reactor.root().resolve("examples/gantry-cli/gantry");

  private Launcher() {}

  /**
   * What a run left.
   *
   * @param exitCode exit status
   * @param out standard output
   * @param err standard error
   */
  record Run(int exitCode, String out, String err) {
    Run expect(int code) {
      assertEquals(code, exitCode, () -> out + err);
      return this;
    }
  }

  static Path script() {
    return SCRIPT;
  }

  static Run gantry(Path directory, Object... arguments) throws Exception {
    return gantryWith("", directory, arguments);
  }

  static Run gantryWith(String javaOptions, Path directory, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(javaOptions, directory, command);
  }

  static Run run(String javaOptions, Path directory, List<String> command) throws Exception {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("GANTRY_JAVA_OPTS", javaOptions);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int code = builder.start().waitFor();
    return new Run(code, take(out), take(err));
  }

  private static String take(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }
}
