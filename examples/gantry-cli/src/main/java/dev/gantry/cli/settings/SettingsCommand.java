// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import picocli.CommandLine.Command;

/** {@code gantry settings}. */
@Command(
    name = "settings",
    description = "Checks, explains, stores, migrates and renders settings of a host.",
    subcommands = {
      ValidateCommand.class,
      ExplainCommand.class,
      DiffCommand.class,
      SchemaCommand.class,
      RenderCommand.class,
      GetCommand.class,
      SetCommand.class,
      UnsetCommand.class,
      HistoryCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      MigrateCommand.class,
      DocsCommand.class,
      VariantsCommand.class
    })
public final class SettingsCommand {
  /** Called by the command line. */
  public SettingsCommand() {}
}
