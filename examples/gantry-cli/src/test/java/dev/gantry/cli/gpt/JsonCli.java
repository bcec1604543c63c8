// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.cli.CliRunner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command with {@code --json}, or without, and checks the exit code. */
final class JsonCli {
  private JsonCli() {}

  static JsonNode run(int code, Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return JsonMapper.builder().build().readTree(text(code, all.toArray()));
  }

  /** The stable name of the error. */
  static String refused(int code, Object... words) {
    return run(code, words).path("error").path("code").asString();
  }

  /** What is on standard output. */
  static String text(int code, Object... words) {
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
