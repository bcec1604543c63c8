// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.store.SettingsEdit;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gantry settings unset}. */
@Command(
    name = "unset",
    description = "Unsets settings in a store, so that their defaults show again.")
final class UnsetCommand extends GantryCommand {
  @Mixin private final VariantOptions model = new VariantOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "KEY",
      description = "Keys of settings or of tables of them.")
  private List<String> keys = List.of();

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    SettingsEdit edit = SettingsEdit.ofApi();
    for (SettingKey key : Keys.parse(keys, variant)) {
      edit = edit.unset(key);
    }
    return CommitForms.print(
        output,
        store
            .openExisting(variant)
            .commit("gantry settings unset", List.of(edit), OptionalLong.empty()));
  }
}
