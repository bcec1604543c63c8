// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.cli.WorkDirectory;
import dev.gantry.core.Bytes;
import dev.gantry.core.Text;
import dev.gantry.tuf.RepositoryClone;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.RepositoryDiff;
import dev.gantry.tuf.author.TargetChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf diff}. */
@Command(
    name = "diff",
    description =
        "Compares two repositories, or one with what it was; exit code 3 if nothing differs.")
final class DiffCommand extends GantryCommand {
  @Parameters(index = "0", paramLabel = "REPO", description = "The older repository, or the one.")
  private String before = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEWER",
      description = "The newer one; each a URL or a directory with 'metadata' below it.")
  private @Nullable String after;

  @Option(
      names = {"-r", "--root"},
      paramLabel = "FILE",
      required = true,
      description = "Root metadata that both must descend from.")
  private Path root = Path.of("");

  @Option(
      names = "--since",
      paramLabel = "N",
      description = "Instead of NEWER: compare with the state of this snapshot version.")
  private @Nullable Long since;

  @Override
  protected int run(Output output) throws IOException {
    Bytes trusted = TrustedRoot.read(root);
    EditorOptions options = EditorOptions.builder().trustedRoot(trusted).build();
    try (WorkDirectory work = WorkDirectory.create()) {
      Path older = local(before, work.path().resolve("older"), trusted);
      RepositoryDiff diff;
      if (since != null && after == null) {
        diff = RepositoryDiff.since(older, since, options);
      } else if (since == null && after != null) {
        Path newer = local(after, work.path().resolve("newer"), trusted);
        diff = RepositoryDiff.between(older, newer, options);
      } else {
        throw new IllegalArgumentException("either NEWER or --since is needed");
      }
      print(diff, output);
      return diff.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
    }
  }

  /** Copies what is not here; that it has expired is no matter for a comparison. */
  private static Path local(String location, Path copy, Bytes trusted) throws IOException {
    Optional<Path> directory = Locations.directory(location);
    if (directory.isPresent()) {
      return directory.get();
    }
    RepositoryClone.builder(
            trusted,
            Locations.fetcher(Locations.below(location, "metadata")),
            Locations.fetcher(Locations.below(location, "targets")))
        .unsafeIgnoreExpiry()
        .cancellation(cancellation())
        .build()
        .copyMetadata(copy.resolve("metadata"));
    return copy;
  }

  private static void print(RepositoryDiff diff, Output output) {
    ObjectNode json = Output.object();
    json.put("same", diff.isEmpty());
    ArrayNode roles = json.putArray("roles");
    for (RepositoryDiff.RoleChange change : diff.roles()) {
      String versions = number(change.oldVersion()) + " to " + number(change.newVersion());
      output.line("role " + Text.clean(change.role()) + ": " + change.kind() + ", " + versions);
      ObjectNode each = roles.addObject();
      each.put("role", change.role());
      each.put("change", change.kind().name());
      put(each, "old_version", change.oldVersion());
      put(each, "new_version", change.newVersion());
    }
    ArrayNode keys = json.putArray("keys");
    for (RepositoryDiff.KeyChange change : diff.keys()) {
      output.line(
          "keys of "
              + Text.clean(change.role())
              + " by "
              + Text.clean(change.delegator())
              + ": threshold "
              + change.oldThreshold()
              + " to "
              + change.newThreshold());
      change.addedKeyIds().forEach(id -> output.line("  added " + Text.clean(id)));
      change.removedKeyIds().forEach(id -> output.line("  removed " + Text.clean(id)));
      ObjectNode each = keys.addObject();
      each.put("role", change.role());
      each.put("delegator", change.delegator());
      put(each, "added", change.addedKeyIds());
      put(each, "removed", change.removedKeyIds());
      each.put("old_threshold", change.oldThreshold());
      each.put("new_threshold", change.newThreshold());
    }
    ArrayNode targets = json.putArray("targets");
    for (TargetChange change : diff.targets()) {
      output.line(
          "target "
              + Text.clean(change.path())
              + " of "
              + Text.clean(change.role())
              + ": "
              + change.kind());
      ObjectNode each = targets.addObject();
      each.put("role", change.role());
      each.put("path", change.path());
      each.put("change", change.kind().name());
      put(each, "old_length", change.oldLengthBytes());
      put(each, "new_length", change.newLengthBytes());
    }
    output.result(json);
  }

  private static String number(OptionalLong version) {
    return version.isPresent() ? "version " + version.getAsLong() : "none";
  }

  private static void put(ObjectNode json, String name, OptionalLong value) {
    value.ifPresent(number -> json.put(name, number));
  }

  private static void put(ObjectNode json, String name, List<String> values) {
    values.forEach(json.putArray(name)::add);
  }
}
