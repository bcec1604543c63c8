// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.tuf.author.PublishedRepository;
import dev.gantry.tuf.author.RepositoryEditor;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gantry tuf refresh-timestamp}. */
@Command(
    name = "refresh-timestamp",
    description = "Signs the timestamp again, so that clients go on trusting the repository.")
final class RefreshTimestampCommand extends GantryCommand {
  @Mixin private final EditedRepository repository = new EditedRepository();

  @Option(names = "--with-snapshot", description = "Signs the snapshot again too.")
  private boolean withSnapshot;

  @Override
  protected int run(Output output) throws IOException {
    Instant now = InstantSource.system().instant();
    RepositoryEditor editor = repository.open(output);
    PublishedRepository published =
        withSnapshot ? editor.refreshSnapshot(now) : editor.refreshTimestamp(now);
    return Published.report(repository.directory(), published, output);
  }
}
