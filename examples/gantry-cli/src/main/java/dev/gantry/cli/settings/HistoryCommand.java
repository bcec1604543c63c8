// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.store.RevisionInfo;
import dev.gantry.settings.store.SettingsStore;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry settings history}. */
@Command(
    name = "history",
    description = "Shows the last revisions of a store, or goes back to one.")
final class HistoryCommand extends GantryCommand {
  @Mixin private final VariantOptions model = new VariantOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--revert",
      paramLabel = "N",
      description = "Make a new revision with the settings of revision N.")
  private @Nullable Long revert;

  @Override
  protected int run(Output output) throws IOException {
    SettingsStore opened = store.openExisting(model.variant());
    if (revert != null) {
      return CommitForms.print(output, opened.revert(revert, "gantry settings history"));
    }
    ObjectNode result = Output.object();
    ArrayNode all = result.putArray("revisions");
    for (RevisionInfo info : opened.history()) {
      String action = info.action().name().toLowerCase(Locale.ROOT);
      output.line(info.revision() + "  " + info.time() + "  " + action + "  " + info.transaction());
      info.keys().forEach(key -> output.line("      " + key));
      ObjectNode each = all.addObject();
      each.put("revision", info.revision());
      each.put("time", info.time().toString());
      each.put("action", action);
      each.put("transaction", info.transaction());
      each.put("model_version", info.modelVersion().toString());
      ArrayNode keys = each.putArray("keys");
      info.keys().forEach(key -> keys.add(key.toString()));
    }
    output.result(result);
    return ExitCode.OK;
  }
}
