// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.core.Text;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.RepositoryCleanup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf cleanup}. */
@Command(
    name = "cleanup",
    description =
        "Says which old metadata and which target files nothing needs any more; removes them with"
            + " --apply. Exit code 3 if there are none.")
final class CleanupCommand extends GantryCommand {
  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      required = true,
      description = "The repository.")
  private Path directory = Path.of("");

  @Option(
      names = {"-r", "--root"},
      paramLabel = "FILE",
      required = true,
      description = "Root metadata that the repository must descend from.")
  private Path root = Path.of("");

  @Option(
      names = "--keep-versions",
      paramLabel = "N",
      defaultValue = "1",
      description = "Old versions of each role that stay; default: ${DEFAULT-VALUE}.")
  private int keepVersions;

  @Option(
      names = "--minimum-days",
      paramLabel = "N",
      defaultValue = "7",
      description = "How old a file must be to go, in days; default: ${DEFAULT-VALUE}.")
  private int minimumDays;

  @Option(names = "--apply", description = "Removes the files; cannot be undone.")
  private boolean apply;

  @Override
  protected int run(Output output) throws IOException {
    RepositoryCleanup cleanup =
        RepositoryCleanup.plan(
            directory,
            EditorOptions.builder().trustedRoot(TrustedRoot.read(root)).build(),
            keepVersions,
            Duration.ofDays(minimumDays),
            InstantSource.system().instant());
    if (apply) {
      cleanup.apply();
    }
    String what = apply ? "removed " : "would remove ";
    cleanup.files().forEach(file -> output.line(what + Text.clean(file)));
    ObjectNode json = Output.object();
    json.put("applied", apply);
    cleanup.files().forEach(json.putArray("files")::add);
    output.result(json);
    return cleanup.files().isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }
}
