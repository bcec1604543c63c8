// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.Output;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.store.CommitOutcome;
import dev.gantry.settings.store.CommitOutcome.Committed;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the outcome of a commit is shown. */
final class CommitForms {
  private CommitForms() {}

  static int print(Output output, CommitOutcome outcome) {
    ObjectNode result = Output.object();
    if (outcome instanceof Committed committed) {
      output.line(
          "revision "
              + committed.revision()
              + (committed.changed().isEmpty() ? ", which changed no value" : ""));
      result.put("revision", committed.revision());
      ArrayNode changed = result.putArray("changed");
      for (SettingKey key : committed.changed()) {
        output.line("  " + key);
        changed.add(key.toString());
      }
      output.result(result);
      return ExitCode.OK;
    }
    output.line("nothing to commit");
    result.putNull("revision");
    output.result(result);
    return ExitCode.NOTHING_TO_DO;
  }
}
