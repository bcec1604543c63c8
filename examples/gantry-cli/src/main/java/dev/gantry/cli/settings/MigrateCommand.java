// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.Version;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.migration.MigrationChange;
import dev.gantry.settings.migration.MigrationPreview;
import dev.gantry.settings.migration.MigrationRoutes;
import dev.gantry.settings.migration.MigrationRunner;
import dev.gantry.settings.store.SettingsStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry settings migrate}. */
@Command(
    name = "migrate",
    description = {
      "Migrates a store to another version of the model, forward or backward.",
      "The migrations are those of the extensions that are installed; --step names them as a"
          + " release's manifest does. What the other version cannot hold is kept and comes back."
    })
final class MigrateCommand extends GantryCommand {
  @Mixin private final VariantOptions model = new VariantOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(names = "--to", required = true, paramLabel = "VERSION", description = "The version.")
  private Version to = Version.parse("0.0.0");

  @Option(
      names = "--step",
      paramLabel = "FROM:TO=NAME,...",
      description = "A transition between two versions and its migrations; may come several times.")
  private List<String> steps = List.of();

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Option(names = "--show-secrets", description = "Show secrets in the clear.")
  private boolean secrets;

  @Override
  protected int run(Output output) throws IOException {
    VariantSettings variant = model.variant();
    MigrationRunner runner = MigrationRunner.of(VariantOptions.migrations(), routes());
    SettingsStore opened = store.openExisting(variant);
    MigrationPreview preview =
        dryRun ? runner.preview(opened.read().contents(), to) : runner.run(opened, to);
    Shown shown = new Shown(variant.model(), secrets);
    ObjectNode result = Output.object();
    result.put("dry_run", dryRun);
    ArrayNode legs = result.putArray("legs");
    preview
        .legs()
        .forEach(
            leg -> {
              output.line(leg.from() + " -> " + leg.to());
              ObjectNode each = legs.addObject();
              each.put("from", leg.from().toString()).put("to", leg.to().toString());
              ArrayNode names = each.putArray("migrations");
              leg.migrations().forEach(name -> names.add(name.toString()));
            });
    ArrayNode changes = result.putArray("changes");
    for (MigrationChange change : preview.changes()) {
      ObjectNode each = changes.addObject();
      each.put("key", change.key().toString());
      each.put("migration", change.migration().toString());
      if (change.before() != null) {
        output.line("- " + change.key() + " = " + shown.value(change.key(), change.before()));
        each.set("from", shown.json(change.key(), change.before()));
      }
      if (change.after() != null) {
        output.line("+ " + change.key() + " = " + shown.value(change.key(), change.after()));
        each.set("to", shown.json(change.key(), change.after()));
      }
    }
    output.result(result);
    return preview.legs().isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }

  private MigrationRoutes routes() throws IOException {
    MigrationRoutes.Builder routes = MigrationRoutes.builder();
    for (String step : steps) {
      int colon = step.indexOf(':');
      int equals = step.indexOf('=');
      if (colon < 0 || equals < colon) {
        throw new IllegalArgumentException("--step " + step + ": expected FROM:TO=NAME,...");
      }
      String names = step.substring(equals + 1);
      routes.add(
          Version.parse(step.substring(0, colon)),
          Version.parse(step.substring(colon + 1, equals)),
          names.isEmpty() ? List.of() : List.of(names.split(",", -1)));
    }
    return routes.build();
  }
}
