// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.tuf.ClonedRepository;
import dev.gantry.tuf.RepositoryClone;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf clone}. */
@Command(
    name = "clone",
    description = "Copies a repository, verified, with all its roots and the bytes as served.")
final class CloneCommand extends GantryCommand {
  @Mixin private final RepositoryOptions repository = new RepositoryOptions();

  @Option(
      names = "--metadata-dir",
      paramLabel = "DIR",
      required = true,
      description = "Where metadata goes; must not exist.")
  private Path metadata = Path.of("");

  @Option(
      names = "--targets-dir",
      paramLabel = "DIR",
      description = "Where targets go; must not exist.")
  private @Nullable Path targets;

  @Option(names = "--metadata-only", description = "Copies no targets.")
  private boolean metadataOnly;

  @Option(
      names = {"-n", "--target-names", "--target-name"},
      paramLabel = "NAME",
      description = "Only this target; may be repeated; default: all.")
  private List<String> names = new ArrayList<>();

  @Override
  protected int run(Output output) throws IOException {
    if (metadataOnly == (targets != null)) {
      throw new IllegalArgumentException("either --targets-dir or --metadata-only is needed");
    }
    NewDirectory.requireAbsent(metadata);
    RepositoryClone.Builder builder =
        repository.clone(output).progress(output.progress()).cancellation(cancellation());
    if (!names.isEmpty()) {
      builder.targets(names.stream().map(TargetPath::of).toList());
    }
    ClonedRepository cloned;
    if (targets == null) {
      cloned = builder.build().copyMetadata(metadata);
    } else {
      NewDirectory.requireAbsent(targets);
      cloned = builder.build().copy(metadata, targets);
    }
    output.line(cloned.toString());
    ObjectNode json = Output.object();
    json.put("metadata_files", cloned.metadataFiles());
    json.put("targets", cloned.targetCount());
    json.put("target_bytes", cloned.targetBytes());
    output.result(json);
    return ExitCode.OK;
  }
}
