// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that every command takes. */
final class GlobalOptions {
  @Option(names = "--json", description = "Print one JSON object on standard output.")
  private boolean json;

  Output output(CommandSpec command) {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    return new Output(out, err, json, Boolean.getBoolean("gantry.terminal"));
  }
}
