// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.cli.WorkDirectory;
import dev.gantry.tuf.ClonedRepository;
import dev.gantry.tuf.RepositoryClone;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf verify}. */
@Command(
    name = "verify",
    description = "Verifies all metadata of a repository, every delegated role, and its targets.")
final class VerifyCommand extends GantryCommand {
  @Mixin private final RepositoryOptions repository = new RepositoryOptions();

  @Option(
      names = "--metadata-only",
      description = "Leaves the targets out; otherwise they are copied to a temporary directory.")
  private boolean metadataOnly;

  @Override
  protected int run(Output output) throws IOException {
    try (WorkDirectory work = WorkDirectory.create()) {
      RepositoryClone clone =
          repository.clone(output).progress(output.progress()).cancellation(cancellation()).build();
      Path metadata = work.path().resolve("metadata");
      ClonedRepository verified =
          metadataOnly
              ? clone.copyMetadata(metadata)
              : clone.copy(metadata, work.path().resolve("targets"));
      output.line("verified " + verified);
      ObjectNode json = Output.object();
      json.put("metadata_files", verified.metadataFiles());
      json.put("targets", verified.targetCount());
      json.put("target_bytes", verified.targetBytes());
      verified.unusableNames().forEach(json.putArray("unusable_names")::add);
      output.result(json);
    }
    return ExitCode.OK;
  }
}
