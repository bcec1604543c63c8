// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.cli.WorkDirectory;
import dev.gantry.core.Bytes;
import dev.gantry.tuf.RepositoryClone;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gantry tuf transfer-metadata}. */
@Command(
    name = "transfer-metadata",
    description = "Publishes what a repository says under another root, in another directory.")
final class TransferMetadataCommand extends GantryCommand {
  @Option(
      names = {"-r", "--current-root"},
      paramLabel = "FILE",
      required = true,
      description = "Root metadata of the repository that is read.")
  private Path currentRoot = Path.of("");

  @Option(
      names = {"-n", "--new-root"},
      paramLabel = "FILE",
      required = true,
      description = "The root of the new repository, complete and signed.")
  private Path newRoot = Path.of("");

  @Option(
      names = {"-m", "--metadata-url"},
      paramLabel = "URL|DIR",
      required = true,
      description = "Where its metadata is served.")
  private String metadataUrl = "";

  @Option(
      names = {"-t", "--targets-url"},
      paramLabel = "URL|DIR",
      required = true,
      description = "Where its targets are served.")
  private String targetsUrl = "";

  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      required = true,
      description = "Where the new repository goes; it must hold none.")
  private Path directory = Path.of("");

  @Mixin private final SigningOptions signing = new SigningOptions();

  @Mixin private final TermOptions terms = new TermOptions();

  @Mixin private final PublishingOptions publishing = new PublishingOptions();

  @Mixin private final ExpiryOptions expiry = new ExpiryOptions();

  @Override
  protected int run(Output output) throws IOException {
    Instant now = InstantSource.system().instant();
    Bytes trusted = TrustedRoot.read(currentRoot);
    try (WorkDirectory work = WorkDirectory.create()) {
      RepositoryClone.Builder clone =
          RepositoryClone.builder(
              trusted, Locations.fetcher(metadataUrl), Locations.fetcher(targetsUrl));
      expiry
          .apply(clone, output)
          .progress(output.progress())
          .cancellation(cancellation())
          .build()
          .copy(work.path().resolve("metadata"), work.path().resolve("targets"));
      RepositoryEditor source =
          RepositoryEditor.open(
              work.path(), EditorOptions.builder().trustedRoot(trusted).build(), List.of());
      RepositoryEditor editor =
          RepositoryEditor.transfer(
              source,
              directory,
              TrustedRoot.read(newRoot),
              EditorOptions.defaults(),
              signing.signers());
      terms.apply(editor, now);
      return publishing.publish(editor, now, output);
    }
  }
}
