// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.cli.WorkDirectory;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.DownloadOptions;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.VerifiedTarget;
import dev.gantry.tuf.map.MapAnswer;
import dev.gantry.tuf.map.MapFile;
import dev.gantry.tuf.map.MappingReport;
import dev.gantry.tuf.map.MultiRepositoryClient;
import dev.gantry.tuf.map.RepositoryAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf map}. */
@Command(
    name = "map",
    description = "Asks several repositories, which must agree as a map file says (TAP 4).",
    subcommands = {MapCommand.Find.class, MapCommand.Download.class})
final class MapCommand {
  private MapCommand() {}

  /** A verb about one target. */
  abstract static class Verb extends GantryCommand {
    @Parameters(index = "0", paramLabel = "TARGET", description = "Path of the target.")
    private String target = "";

    @Option(
        names = "--map",
        paramLabel = "FILE",
        required = true,
        description = "The map file: repositories, mirrors, and who must agree on what.")
    private Path map = Path.of("");

    @Option(
        names = {"-r", "--root"},
        paramLabel = "NAME=FILE",
        required = true,
        description = "Trusted root metadata of a repository of the map; one for each.")
    private Map<String, Path> roots = new LinkedHashMap<>();

    @Option(
        names = "--store",
        paramLabel = "DIR",
        description =
            "Keeps verified metadata here, so that nothing older is accepted later; default:"
                + " nothing is kept.")
    private @Nullable Path store;

    /** Does the work; the answer may be that there is no agreement. */
    abstract int run(MultiRepositoryClient client, MapAnswer answer, Output output)
        throws IOException;

    @Override
    protected final int run(Output output) throws IOException {
      TargetPath path = TargetPath.of(target);
      MapFile file = MapFile.parse(SmallFiles.read(map, MapFile.MAX_BYTES), map.toString());
      try (WorkDirectory work = WorkDirectory.create()) {
        MultiRepositoryClient.Builder builder =
            MultiRepositoryClient.builder(file, store == null ? work.path() : store);
        for (Map.Entry<String, Path> root : roots.entrySet()) {
          builder.root(root.getKey(), TrustedRoot.read(root.getValue()));
        }
        try (MultiRepositoryClient client = builder.build()) {
          return run(client, client.find(path), output);
        }
      }
    }
  }

  /** {@code gantry tuf map find}. */
  @Command(
      name = "find",
      description =
          "Says what each repository answers, and whether enough agree; else exit code 4.")
  static final class Find extends Verb {
    @Override
    int run(MultiRepositoryClient client, MapAnswer answer, Output output) {
      answer.toString().lines().forEach(output::line);
      output.result(json(answer));
      return answer.isAgreed() ? ExitCode.OK : ExitCode.DATA_REFUSED;
    }
  }

  /** {@code gantry tuf map download}. */
  @Command(name = "download", description = "Downloads a target that enough repositories agree on.")
  static final class Download extends Verb {
    @Parameters(index = "1", paramLabel = "FILE", description = "Where it goes; must not exist.")
    private Path file = Path.of("");

    @Override
    int run(MultiRepositoryClient client, MapAnswer answer, Output output) throws IOException {
      NewDirectory.requireAbsent(file);
      if (!answer.isAgreed()) {
        answer.toString().lines().forEach(output::line);
      }
      VerifiedTarget done =
          client.download(
              answer,
              file,
              DownloadOptions.builder()
                  .progress(output.progress())
                  .cancellation(cancellation())
                  .build());
      output.line(done.file().toString());
      ObjectNode json = json(answer);
      json.put("file", done.file().toString());
      json.put("length", done.target().lengthBytes());
      output.result(json);
      return ExitCode.OK;
    }
  }

  private static ObjectNode json(MapAnswer answer) {
    ObjectNode json = Output.object();
    json.put("target", answer.path().value());
    json.put("agreed", answer.isAgreed());
    ArrayNode mappings = json.putArray("mappings");
    for (MappingReport report : answer.reports()) {
      ObjectNode mapping = mappings.addObject();
      mapping.put("index", report.index());
      mapping.put("outcome", report.outcome().name());
      report.agreeing().forEach(mapping.putArray("agreeing")::add);
      ArrayNode answers = mapping.putArray("answers");
      for (RepositoryAnswer each : report.answers()) {
        ObjectNode one = answers.addObject();
        one.put("repository", each.repository());
        one.put("outcome", each.outcome().name());
        each.target().ifPresent(found -> one.put("length", found.lengthBytes()));
        each.failure().ifPresent(failure -> one.put("failure", String.valueOf(failure)));
      }
    }
    return json;
  }
}
