// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.InputFile;
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
import java.util.Set;
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
  private static final String TEXT = "text";
  private static final Set<String> FORMATS = Set.of(TEXT, "merge-patch", "json-patch");

  @Mixin private final ModelOptions model = new ModelOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = TEXT,
      description =
          "text, merge-patch (RFC 7396) or json-patch (RFC 6902);" + " default ${DEFAULT-VALUE}.")
  private String format = TEXT;

  @Option(names = "--show-secrets", description = "Show secrets in the clear; patches need it.")
  private boolean secrets;

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "A document of user data, - for standard input.")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "TO", description = "Another.")
  private Path to = Path.of("");

  @Override
  protected int run(Output output) throws IOException {
    if (!FORMATS.contains(format)) {
      throw new IllegalArgumentException(
          "--format " + format + ": expected text, merge-patch or json-patch");
    }
    InputFile.check(List.of(from, to));
    VariantSettings variant = model.variant();
    SettingsTree before = settings(variant, from);
    SettingsTree after = settings(variant, to);
    Shown shown = new Shown(variant.model(), secrets);
    SettingsChange change = SettingsChange.between(before, after);
    ObjectNode result = Output.object();
    ArrayNode all = result.putArray("changes");
    for (SettingKey key : change.keys()) {
      ObjectNode each = all.addObject().put("key", key.toString());
      SettingValue was = before.leaves().get(key);
      SettingValue is = after.leaves().get(key);
      if (was != null) {
        each.set("from", shown.json(key, was));
        text(output, "- " + key + " = " + shown.value(key, was));
      }
      if (is != null) {
        each.set("to", shown.json(key, is));
        text(output, "+ " + key + " = " + shown.value(key, is));
      }
    }
    if (!format.equals(TEXT)) {
      String patch = patch(shown.tree(before), shown.tree(after));
      output.line(patch);
      result.set("patch", Output.parse(patch));
    }
    output.result(result);
    return change.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }

  private void text(Output output, String line) {
    if (format.equals(TEXT)) {
      output.line(line);
    }
  }

  private String patch(SettingsTree before, SettingsTree after) {
    return format.equals("merge-patch")
        ? MergePatch.of(SettingsChange.between(before, after)).toJson()
        : JsonPatch.between(before, after).toJson();
  }

  private SettingsTree settings(VariantSettings variant, Path file) throws IOException {
    return Documents.read(variant, model.profile(), List.of(file)).settings().effective();
  }
}
