// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {
  private final StringWriter err = new StringWriter();

  private int run(OutputStream out, String... words) {
    return GantryCli.run(out, new PrintWriter(err, true), words);
  }

  /** A medium that takes no more. */
  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void aResultThatCannotBeWrittenIsAFailure() {
    assertEquals(ExitCode.FAILURE, run(failing("No space left"), "settings", "variants"));
    assertTrue(err.toString().contains("No space left"), err.toString());
  }

  @Test
  void aReaderThatHasReadEnoughIsNoNews() {
    assertEquals(ExitCode.FAILURE, run(failing("Broken pipe"), "settings", "variants"));
    assertEquals("", err.toString());
  }

  @Test
  void aResultThatIsWrittenIsDone() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(ExitCode.OK, run(out, "settings", "variants"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("metal-dev"));
  }
}
