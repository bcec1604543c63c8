// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  @Test
  void drawsShareAndAmount() {
    String line =
        TerminalProgress.draw(new Progress("write root", 3 << 20, 12 << 20, Progress.Unit.BYTES));
    assertTrue(line.contains("write root"), line);
    assertTrue(line.contains(" 25 %"), line);
    assertTrue(line.contains("3.0 MiB"), line);
    assertEquals(7, line.chars().filter(c -> c == '#').count());
  }

  @Test
  void unknownTotalHasNoBar() {
    String line =
        TerminalProgress.draw(new Progress("x", 5, Progress.UNKNOWN, Progress.Unit.ITEMS));
    assertTrue(line.endsWith("5 items"), line);
  }

  @Test
  void finishedBarLeavesAnEmptyLine() {
    StringWriter out = new StringWriter();
    TerminalProgress progress = new TerminalProgress(new PrintWriter(out));
    progress.onProgress(new Progress("x", 1, 1, Progress.Unit.ITEMS));
    assertTrue(out.toString().endsWith("\r\u001b[K"));
  }
}
