// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.LayeredSettings.Explanation;
import dev.gantry.settings.LayeredSettings.LayerDefinition;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.extension.VariantSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry settings explain}. */
@Command(
    name = "explain",
    description = "Shows where the values of settings come from, and which definition wins.")
final class ExplainCommand extends GantryCommand {
  @Mixin private final ModelOptions model = new ModelOptions();
  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(names = "--show-secrets", description = "Show secrets in the clear.")
  private boolean secrets;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY",
      description = "Keys of settings or of tables of them; none for all.")
  private List<String> keys = List.of();

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    LayeredSettings settings = source.settings(variant, model.profile());
    Shown shown = new Shown(variant.model(), secrets);
    List<Explanation> found = new ArrayList<>();
    for (SettingKey key : Keys.parse(keys, variant)) {
      SortedMap<SettingKey, Explanation> below = settings.explainAll(key);
      if (below.isEmpty() && !key.isRoot()) {
        output.line(key + " is not set");
      }
      found.addAll(below.values());
    }
    ObjectNode result = Output.object();
    ArrayNode all = result.putArray("settings");
    for (Explanation explanation : found) {
      output.line(explanation.key().toString());
      ObjectNode each = all.addObject();
      each.put("key", explanation.key().toString());
      each.put("set", explanation.isSet());
      ArrayNode definitions = each.putArray("definitions");
      boolean first = explanation.isSet();
      for (LayerDefinition definition : explanation.definitions()) {
        SettingValue value = definition.definition().value();
        output.line(
            (first ? "  * " : "    ")
                + shown.value(explanation.key(), value)
                + "  ("
                + Shown.origin(definition)
                + ")");
        ObjectNode said = definitions.addObject();
        said.put("layer", definition.kind().title());
        said.put("name", definition.layer());
        said.set("value", shown.json(explanation.key(), value));
        said.put("source", definition.definition().origin().toString());
        said.put("wins", first);
        first = false;
      }
    }
    output.result(result);
    return found.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }
}
