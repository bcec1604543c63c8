// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.cli.CliRunner;
import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs {@code gantry tuf} in process. */
final class Cli {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Cli() {}

  record Run(int code, String out, String err) {
    Run expect(int expected) {
      assertEquals(expected, code, () -> out + err);
      return this;
    }

    JsonNode json() {
      return JSON.readTree(out);
    }

    String errorCode() {
      return json().path("error").path("code").asString();
    }
  }

  static Run tuf(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length + 2];
    words[0] = "tuf";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 1] = arguments[i].toString();
    }
    words[words.length - 1] = "--json";
    int code = CliRunner.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Run(code, out.toString(), err.toString());
  }
}
