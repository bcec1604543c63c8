// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.cli.gpt.GptCommand;
import dev.gantry.cli.gpt.SlotsCommand;
import dev.gantry.cli.settings.SettingsCommand;
import dev.gantry.cli.tuf.TufCommand;
import dev.gantry.cli.tuf.TufConformanceCommand;
import dev.gantry.cli.verity.VerityCommand;
import java.util.List;
import picocli.CommandLine;

/** The groups of verbs, by their names. */
final class VerbGroups {
  private record Group(String name, Class<?> command) {}

  private static final List<Group> ALL =
      List.of(
          new Group("boot", BootCommand.class),
          new Group("demo", DemoCommand.class),
          new Group("gpt", GptCommand.class),
          new Group("image", ImageCommand.class),
          new Group("release", ReleaseCommand.class),
          new Group("settings", SettingsCommand.class),
          new Group("slots", SlotsCommand.class),
          new Group("tuf", TufCommand.class),
          new Group("tuf-conformance", TufConformanceCommand.class),
          new Group("update", UpdateCommand.class),
          new Group("verity", VerityCommand.class));

  private VerbGroups() {}

  /**
   * Adds the group that the command line begins with, and all groups if it begins with none. The
   * model of them all takes longer to build than many verbs work.
   */
  static void addTo(CommandLine command, String firstWord) {
    List<Group> named = ALL.stream().filter(group -> group.name.equals(firstWord)).toList();
    for (Group group : named.isEmpty() ? ALL : named) {
      command.addSubcommand(group.command);
    }
  }
}
