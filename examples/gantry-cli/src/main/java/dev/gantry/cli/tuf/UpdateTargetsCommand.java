// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gantry tuf update}. */
@Command(
    name = "update",
    description = "Adds and removes targets, takes in a delegated role, renews metadata.")
final class UpdateTargetsCommand extends GantryCommand {
  @Mixin private final EditedRepository repository = new EditedRepository();

  @Mixin private final TargetInput input = new TargetInput();

  @Mixin private final TermOptions terms = new TermOptions();

  @Mixin private final PublishingOptions publishing = new PublishingOptions();

  @Option(
      names = "--remove-target",
      paramLabel = "NAME",
      description = "Removes a target of the top-level role; its file stays. May be repeated.")
  private List<String> removed = new ArrayList<>();

  @Option(
      names = {"-i", "--incoming-metadata"},
      paramLabel = "URL|DIR",
      description = "Where ROLE.json is, as its owner signed it; goes with --role.")
  private @Nullable String incoming;

  @Option(
      names = "--incoming-targets",
      paramLabel = "DIR",
      description = "The files that the delegated role lists, under their paths.")
  private @Nullable Path incomingTargets;

  @Option(names = "--role", paramLabel = "ROLE", description = "The delegated role to take in.")
  private @Nullable String role;

  @Override
  protected int run(Output output) throws IOException {
    if ((incoming == null) != (role == null)) {
      throw new IllegalArgumentException("--incoming-metadata and --role go together");
    }
    Instant now = InstantSource.system().instant();
    RepositoryEditor editor = repository.open(output);
    if (incoming != null && role != null) {
      editor.importRole(role, IncomingRole.fetch(incoming, role));
      if (incomingTargets != null) {
        String owner = role;
        TargetFiles.forEach(incomingTargets, (path, file) -> editor.storeTarget(owner, path, file));
      }
    }
    input.addTo(editor, output);
    for (String name : removed) {
      if (!editor.removeTarget(TargetPath.of(name))) {
        throw new StateConflictException(
            "TARGET_NOT_FOUND",
            "removing target " + Text.quote(name),
            "the top-level role does not list it",
            "the name of one of its targets");
      }
    }
    terms.apply(editor, now);
    return publishing.publish(editor, now, output);
  }
}
