// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gantry tuf update}. */
@Command(name = "update", description = "Adds and removes targets, and renews metadata.")
final class UpdateTargetsCommand extends GantryCommand {
  @Mixin private final EditedRepository repository = new EditedRepository();

  @Mixin private final TargetInput input = new TargetInput();

  @Mixin private final TermOptions terms = new TermOptions();

  @Option(
      names = "--remove-target",
      paramLabel = "NAME",
      description = "Removes a target of the top-level role; its file stays. May be repeated.")
  private List<String> removed = new ArrayList<>();

  @Override
  protected int run(Output output) throws IOException {
    Instant now = InstantSource.system().instant();
    RepositoryEditor editor = repository.open(output);
    input.addTo(editor::addTarget);
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
    return Published.report(repository.directory(), editor.publish(now), output);
  }
}
