// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.settings.ExtensionFailureException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class GantryCommandTest {
  @Command(name = "broken")
  private static final class Broken extends GantryCommand {
    private final RuntimeException failure;

    private Broken(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    protected int run(Output output) {
      throw failure;
    }
  }

  private static String failure(RuntimeException failure) {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new Broken(failure)).setErr(new PrintWriter(err, true));
    assertEquals(ExitCode.FAILURE, line.execute());
    return err.toString();
  }

  @Test
  void extensionsAreBlamedForTheirOwnMistakes() {
    String said =
        failure(new ExtensionFailureException("rule acme", new IllegalStateException("secret")));
    assertTrue(said.contains("extension") && said.contains("rule acme"), said);
    assertFalse(said.contains("bug in gantry") || said.contains("secret"), said);
  }

  @Test
  void mistakesOfOursAreCalledSo() {
    assertTrue(failure(new IllegalStateException("x")).contains("bug in gantry"));
  }
}
