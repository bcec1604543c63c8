// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.change.JsonPatch;
import dev.gantry.settings.change.MergePatch;
import dev.gantry.settings.change.SettingsChange;
import dev.gantry.settings.extension.VariantSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry settings diff}. */
@Command(
    name = "diff",
    description = "Shows what the effective settings of one document have other than another's.")
final class DiffCommand extends GantryCommand {
  @Mixin private final ModelOptions model = new ModelOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, merge-patch (RFC 7396) or json-patch (RFC 6902).")
  private String format = "text";

  @Option(names = "--show-secrets", description = "Show secrets in the clear; patches need it.")
  private boolean secrets;

  @Parameters(index = "0", paramLabel = "FROM", description = "A document of user data.")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "TO", description = "Another.")
  private Path to = Path.of("");

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    SettingsTree before = settings(variant, from);
    SettingsTree after = settings(variant, to);
    Shown shown = new Shown(variant.model(), secrets);
    SettingsChange change = SettingsChange.between(before, after);
    ObjectNode result = Output.object();
    ArrayNode all = result.putArray("changes");
    for (SettingKey key : change.keys()) {
      Optional<SettingValue> was = Optional.ofNullable(before.leaves().get(key));
      Optional<SettingValue> is = Optional.ofNullable(after.leaves().get(key));
      ObjectNode each = all.addObject().put("key", key.toString());
      was.ifPresent(value -> each.put("from", shown.value(key, value)));
      is.ifPresent(value -> each.put("to", shown.value(key, value)));
      if (format.equals("text")) {
        was.ifPresent(value -> output.line("- " + key + " = " + shown.value(key, value)));
        is.ifPresent(value -> output.line("+ " + key + " = " + shown.value(key, value)));
      }
    }
    SettingsTree shownBefore = shown.tree(before);
    SettingsTree shownAfter = shown.tree(after);
    switch (format) {
      case "text" -> {}
      case "merge-patch" ->
          output.line(MergePatch.of(SettingsChange.between(shownBefore, shownAfter)).toJson());
      case "json-patch" -> output.line(JsonPatch.between(shownBefore, shownAfter).toJson());
      default ->
          throw new IllegalArgumentException(
              "--format " + format + ": expected text, merge-patch or json-patch");
    }
    output.result(result);
    return change.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }

  private SettingsTree settings(VariantSettings variant, Path file) throws IOException {
    return Documents.read(variant, model.profile(), List.of(file)).settings().effective();
  }
}
