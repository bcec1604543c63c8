// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.core.Text;
import dev.gantry.tuf.author.DocumentSummary;
import dev.gantry.tuf.author.RoleKeysSummary;
import dev.gantry.tuf.author.SigningBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf bundle show}. */
@Command(name = "show", description = "Shows what would be signed, and what it changes.")
final class BundleShowCommand extends BundleCommand.Verb {
  @Option(
      names = {"-c", "--cross-sign"},
      paramLabel = "FILE",
      description = "Your own copy of the root before, to compare a root with.")
  private @Nullable Path previous;

  @Override
  protected int run(Output output) throws IOException {
    SigningBundle bundle = BundleFiles.read(path());
    List<DocumentSummary> summaries =
        previous == null ? bundle.describe() : bundle.describe(TrustedRoot.read(previous));
    ObjectNode json = Output.object();
    ArrayNode documents = json.putArray("documents");
    for (DocumentSummary summary : summaries) {
      show(summary, output);
      add(documents.addObject(), summary);
    }
    output.result(json);
    return ExitCode.OK;
  }

  private static void show(DocumentSummary summary, Output output) {
    output.line(Text.clean(summary.fileName()) + " of role " + Text.quote(summary.role()));
    output.line(
        "  version "
            + summary.version()
            + (summary.previousVersion().isPresent()
                ? " after " + summary.previousVersion().getAsLong()
                : "")
            + ", expires "
            + summary.expires());
    output.line("  " + summary.digest() + " is signed");
    output.line("  lists " + summary.listedFiles() + " files");
    for (RoleKeysSummary role : summary.roles()) {
      output.line(
          "  " + Text.clean(role.role()) + ": " + role.threshold() + " of " + role.keyIds().size());
      role.addedKeyIds().forEach(id -> output.line("    + " + Text.clean(id)));
      role.removedKeyIds().forEach(id -> output.line("    - " + Text.clean(id)));
    }
  }

  private static void add(ObjectNode json, DocumentSummary summary) {
    json.put("file", summary.fileName());
    json.put("role", summary.role());
    json.put("version", summary.version());
    json.put("expires", summary.expires().toString());
    json.put("digest", summary.digest().toString());
    json.put("listed_files", summary.listedFiles());
    ArrayNode roles = json.putArray("roles");
    for (RoleKeysSummary role : summary.roles()) {
      ObjectNode each = roles.addObject();
      each.put("role", role.role());
      each.put("threshold", role.threshold());
      role.keyIds().forEach(each.putArray("keys")::add);
      role.addedKeyIds().forEach(each.putArray("added")::add);
      role.removedKeyIds().forEach(each.putArray("removed")::add);
    }
  }
}
