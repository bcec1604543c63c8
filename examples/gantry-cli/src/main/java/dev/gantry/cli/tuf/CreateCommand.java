// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gantry tuf create}. */
@Command(name = "create", description = "Makes a repository with a root that was signed before.")
final class CreateCommand extends GantryCommand {
  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      required = true,
      description = "Where the repository goes; it must hold none.")
  private Path directory = Path.of("");

  @Option(
      names = {"-r", "--root"},
      paramLabel = "FILE",
      required = true,
      description = "The root, complete and signed.")
  private Path root = Path.of("");

  @Mixin private final SigningOptions signing = new SigningOptions();

  @Mixin private final TargetInput input = new TargetInput();

  @Mixin private final TermOptions terms = new TermOptions();

  @Mixin private final PublishingOptions publishing = new PublishingOptions();

  @Override
  protected int run(Output output) throws IOException {
    Instant now = InstantSource.system().instant();
    RepositoryEditor editor =
        RepositoryEditor.create(
            directory, TrustedRoot.read(root), EditorOptions.defaults(), signing.signers());
    input.addTo(editor, output);
    terms.apply(editor, now);
    return publishing.publish(editor, now, output);
  }
}
