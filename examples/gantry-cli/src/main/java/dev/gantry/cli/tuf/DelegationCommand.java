// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gantry tuf delegation}. */
@Command(
    name = "delegation",
    description = "Trusts others with part of the targets, and keeps the roles of those others.",
    subcommands = {
      DelegationCreateRoleCommand.class,
      DelegationAddRoleCommand.class,
      DelegationKeyCommands.AddKey.class,
      DelegationKeyCommands.RemoveKey.class,
      DelegationRemoveCommand.class,
      DelegationUpdateTargetsCommand.class
    })
final class DelegationCommand {
  @Option(
      names = "--signing-role",
      paramLabel = "ROLE",
      required = true,
      description = "The role that delegates, or whose file is made: targets or a delegated role.")
  private String signingRole = "";

  String signingRole() {
    return signingRole;
  }
}
