// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Progress;
import dev.gantry.core.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Draws a bar on one line of a terminal. */
final class TerminalProgress implements ProgressListener {
  private static final int WIDTH = 30;

  private final Object lock = new Object();
  private final PrintWriter out;

  TerminalProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onProgress(Progress progress) {
    synchronized (lock) {
      out.print("\r\u001b[K" + draw(progress));
      if (progress.isComplete()) {
        // A finished bar gives its line back to the step's own words.
        out.print("\r\u001b[K");
      }
      out.flush();
    }
  }

  static String draw(Progress progress) {
    String label = String.format(Locale.ROOT, "  %-24s ", progress.phase());
    if (progress.total() <= 0) {
      return label + amount(progress.done(), progress.unit());
    }
    int filled = (int) (WIDTH * progress.done() / progress.total());
    return label
        + "["
        + "#".repeat(filled)
        + ".".repeat(WIDTH - filled)
        + "] "
        + String.format(Locale.ROOT, "%3d %%  ", 100 * progress.done() / progress.total())
        + amount(progress.done(), progress.unit());
  }

  private static String amount(long done, Progress.Unit unit) {
    return unit == Progress.Unit.BYTES
        ? String.format(Locale.ROOT, "%.1f MiB", done / 1048576.0)
        : done + (unit == Progress.Unit.BLOCKS ? " blocks" : " items");
  }
}
