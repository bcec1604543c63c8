// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import java.io.PrintWriter;

/** Lets tests of other packages run the command. */
public final class CliRunner {
  private CliRunner() {}

  /**
   * Runs a command.
   *
   * @param out standard output
   * @param err standard error
   * @param words the command line
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... words) {
    return GantryCli.run(out, err, words);
  }
}
