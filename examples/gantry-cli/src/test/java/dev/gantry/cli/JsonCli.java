// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command with {@code --json}, or without, and checks the exit code. */
public final class JsonCli {
  private JsonCli() {}

  /**
   * Runs a command with {@code --json}.
   *
   * @param code the exit code that it has to have
   * @param words the command line
   * @return what is on standard output
   */
  public static JsonNode run(int code, Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return JsonMapper.builder().build().readTree(text(code, all.toArray()));
  }

  /**
   * Runs a command with {@code --json} that has to fail.
   *
   * @param code the exit code that it has to have
   * @param words the command line
   * @return the stable name of the error
   */
  public static String refused(int code, Object... words) {
    return run(code, words).path("error").path("code").asString();
  }

  /**
   * Runs a command.
   *
   * @param code the exit code that it has to have
   * @param words the command line
   * @return what is on standard output
   */
  public static String text(int code, Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>();
    for (Object word : words) {
      all.add(word.toString());
    }
    int found =
        CliRunner.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    assertEquals(code, found, () -> all + "\n" + out + err);
    return out.toString();
  }
}
