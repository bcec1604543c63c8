// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import picocli.CommandLine.Command;

/** {@code gantry tuf}: the verbs and flags of tuftool where they mean the same, and more. */
@Command(
    name = "tuf",
    description = "Makes, changes, signs, checks and reads TUF repositories.",
    subcommands = {
      BundleCommand.class,
      CleanupCommand.class,
      CloneCommand.class,
      CreateCommand.class,
      DelegationCommand.class,
      DiffCommand.class,
      DownloadCommand.class,
      ExplainCommand.class,
      MapCommand.class,
      RefreshTimestampCommand.class,
      RootCommand.class,
      StatusCommand.class,
      TransferMetadataCommand.class,
      UpdateTargetsCommand.class,
      VerifyCommand.class
    })
public final class TufCommand {
  /** Called by picocli. */
  public TufCommand() {}
}
