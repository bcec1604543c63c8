// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.tuf.BulkDownload;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.TargetNaming;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.VerifiedTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf download}. */
@Command(name = "download", description = "Downloads and verifies targets of a repository.")
final class DownloadCommand extends GantryCommand {
  @Parameters(paramLabel = "OUTDIR", description = "Where targets go; must not exist.")
  private Path directory = Path.of("");

  @Mixin private final RepositoryOptions repository = new RepositoryOptions();

  @Option(
      names = {"-n", "--target-name", "--target-names"},
      paramLabel = "NAME",
      description = "Only this target; may be repeated; default: all.")
  private List<String> names = new ArrayList<>();

  @Override
  protected int run(Output output) throws IOException {
    NewDirectory.requireAbsent(directory);
    try (ClientSession session = ClientSession.open(repository, output)) {
      Files.createDirectories(directory);
      ObjectNode json = Output.object();
      json.put("directory", directory.toString());
      ArrayNode targets = json.putArray("targets");
      DownloadOptions options =
          DownloadOptions.builder()
              .progress(output.progress())
              .cancellation(cancellation())
              .build();
      BulkDownload download = BulkDownload.of(session.client(), session.view(), TargetNaming.PLAIN);
      List<VerifiedTarget> done =
          names.isEmpty()
              ? download.all(directory, options)
              : download.named(names.stream().map(TargetPath::of).toList(), directory, options);
      for (VerifiedTarget each : done) {
        output.line(each.file().toString());
        ObjectNode target = targets.addObject();
        target.put("path", each.target().path().value());
        target.put("file", each.file().toString());
        target.put("length", each.target().lengthBytes());
        target.put("role", each.target().roleName());
      }
      output.result(json);
    }
    return ExitCode.OK;
  }
}
