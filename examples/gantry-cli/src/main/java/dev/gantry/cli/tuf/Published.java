// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.Output;
import dev.gantry.tuf.author.PublishedRepository;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Says what a publication left on disk. */
final class Published {
  private Published() {}

  static int report(Path repository, PublishedRepository published, Output output) {
    output.line(repository + ": " + published);
    published.writtenFiles().forEach(file -> output.line("  wrote metadata/" + file));
    ObjectNode json = Output.object();
    json.put("repository", repository.toString());
    json.put("root_version", published.rootVersion());
    json.put("targets_version", published.targetsVersion());
    json.put("snapshot_version", published.snapshotVersion());
    json.put("timestamp_version", published.timestampVersion());
    published.writtenFiles().forEach(json.putArray("written")::add);
    output.result(json);
    return published.writtenFiles().isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
  }
}
