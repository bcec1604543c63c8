// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.server.SettingsEdits;
import dev.gantry.settings.store.SettingsEdit;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry settings set}. */
@Command(
    name = "set",
    description = {
      "Sets settings in a store and commits them at once; makes the store if there is none.",
      "The model says whether a value is a text, a number or a truth value. Lists and tables are"
          + " set with --json-settings."
    })
final class SetCommand extends GantryCommand {
  @Mixin private final ModelOptions model = new ModelOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--json-settings",
      paramLabel = "JSON",
      description = "Settings as a JSON object; null unsets.")
  private @Nullable String json;

  @Option(
      names = "--if-revision",
      paramLabel = "N",
      description = "Refuse if others changed the same settings after this revision.")
  private @Nullable Long ifRevision;

  @Parameters(arity = "0..*", paramLabel = "KEY=VALUE", description = "What to set.")
  private List<String> pairs = List.of();

  @Override
  protected int run(Output output) throws IOException {
    if ((json == null) == pairs.isEmpty()) {
      throw new IllegalArgumentException("expected KEY=VALUE, or --json-settings");
    }
    if (ifRevision != null && ifRevision < 0) {
      throw new IllegalArgumentException("--if-revision " + ifRevision + ": expected 0 or more");
    }
    VariantSettings variant = model.variant();
    SettingsEdits edits = SettingsEdits.of(variant.model(), model.profile());
    SettingsEdit edit = json == null ? edits.pairs(pairs) : edits.patch(json);
    return CommitForms.print(
        output,
        store
            .open(variant)
            .commit(
                "gantry settings set",
                List.of(edit),
                ifRevision == null ? OptionalLong.empty() : OptionalLong.of(ifRevision)));
  }
}
