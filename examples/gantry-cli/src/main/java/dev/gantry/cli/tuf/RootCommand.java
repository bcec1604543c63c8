// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.tuf.author.RootDocument;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf root}. */
@Command(
    name = "root",
    description = "Makes, changes and signs a root file: the root ceremony.",
    subcommands = {
      RootCommand.Init.class,
      RootCommand.BumpVersion.class,
      RootCommand.SetVersion.class,
      RootCommand.Expire.class,
      RootCommand.SetThreshold.class,
      RootGenerateKeyCommand.class,
      RootGenerateRsaKeyCommand.class,
      RootAddKeyCommand.class,
      RootRemoveKeyCommand.class,
      RootSignCommand.class
    })
final class RootCommand {
  private RootCommand() {}

  /** {@code gantry tuf root init}. */
  @Command(name = "init", description = "Starts a root file without keys and thresholds.")
  static final class Init extends GantryCommand {
    @Parameters(paramLabel = "PATH", description = "The root file; must not exist.")
    private Path path = Path.of("");

    @Option(
        names = "--version",
        paramLabel = "N",
        defaultValue = "1",
        description = "Version; default: ${DEFAULT-VALUE}.")
    private long version;

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        defaultValue = "in 365 days",
        converter = TimeSpec.Converter.class,
        description = "Expiry, RFC 3339 or 'in 7 days'; default: ${DEFAULT-VALUE}.")
    private TimeSpec expires = now -> now;

    @Override
    protected int run(Output output) throws IOException {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      RootDocument root =
          RootDocument.initial(version, expires.from(InstantSource.system().instant()));
      RootFiles.write(path, root);
      RootVerb.report(path, root, Output.object(), output);
      return ExitCode.OK;
    }
  }

  /** {@code gantry tuf root bump-version}. */
  @Command(name = "bump-version", description = "Raises the version by one.")
  static final class BumpVersion extends RootVerb {
    @Override
    RootDocument change(RootDocument root, ObjectNode result) throws IOException {
      return root.withNextVersion();
    }
  }

  /** {@code gantry tuf root set-version}. */
  @Command(name = "set-version", description = "Sets the version.")
  static final class SetVersion extends RootVerb {
    @Parameters(index = "1", paramLabel = "N", description = "The version, 1 or more.")
    private long version;

    @Override
    RootDocument change(RootDocument root, ObjectNode result) {
      return root.withVersion(version);
    }
  }

  /** {@code gantry tuf root expire}. */
  @Command(name = "expire", description = "Sets the expiry.")
  static final class Expire extends RootVerb {
    @Parameters(
        index = "1",
        paramLabel = "TIME",
        converter = TimeSpec.Converter.class,
        description = "RFC 3339, or 'in 7 days'.")
    private TimeSpec expires = now -> now;

    @Override
    RootDocument change(RootDocument root, ObjectNode result) {
      return root.withExpiry(expires.from(InstantSource.system().instant()));
    }
  }

  /** {@code gantry tuf root set-threshold}. */
  @Command(name = "set-threshold", description = "Sets how many keys must sign for a role.")
  static final class SetThreshold extends RootVerb {
    @Parameters(index = "1", paramLabel = "ROLE", description = "${COMPLETION-CANDIDATES}.")
    private TopLevelRole role = TopLevelRole.ROOT;

    @Parameters(index = "2", paramLabel = "N", description = "1 or more.")
    private int threshold;

    @Override
    RootDocument change(RootDocument root, ObjectNode result) {
      return root.withThreshold(role.toString(), threshold);
    }
  }
}
