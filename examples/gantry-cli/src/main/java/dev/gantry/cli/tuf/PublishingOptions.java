// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.Output;
import dev.gantry.core.Text;
import dev.gantry.tuf.author.PlannedFile;
import dev.gantry.tuf.author.PublicationPlan;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.SigningBundle;
import dev.gantry.tuf.author.TargetChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a change: published, planned, or prepared for other signers. */
final class PublishingOptions {
  @Option(names = "--dry-run", description = "Says what would be written; metadata stays as it is.")
  private boolean dryRun;

  @Option(
      names = "--prepare",
      paramLabel = "FILE",
      description = "Writes a signing bundle instead, for keys that are not here.")
  private @Nullable Path prepared;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description =
          "Publishes with the signatures of a bundle that --prepare made of the same change; with"
              + " --prepare, makes the next round.")
  private @Nullable Path bundle;

  int publish(RepositoryEditor editor, Instant now, Output output) throws IOException {
    if (dryRun) {
      return plan(editor.plan(now), output);
    }
    if (prepared != null) {
      SigningBundle made =
          bundle == null ? editor.prepare(now) : editor.prepare(now, BundleFiles.read(bundle));
      BundleFiles.write(prepared, made);
      BundleCommand.Verb.report(made, prepared, output);
      return ExitCode.OK;
    }
    return Published.report(
        editor.directory(),
        bundle == null ? editor.publish(now) : editor.publish(now, BundleFiles.read(bundle)),
        output);
  }

  private static int plan(PublicationPlan plan, Output output) {
    ObjectNode json = Output.object();
    ArrayNode files = json.putArray("files");
    for (PlannedFile file : plan.files()) {
      output.line(
          Text.clean(file.fileName())
              + ": version "
              + file.newVersion()
              + ", expires "
              + file.newExpires()
              + (file.missingSigners().isEmpty() ? "" : ", SIGNERS MISSING"));
      ObjectNode each = files.addObject();
      each.put("file", file.fileName());
      each.put("role", file.role());
      each.put("version", file.newVersion());
      each.put("expires", file.newExpires().toString());
      each.put("signable", file.missingSigners().isEmpty());
    }
    ArrayNode targets = json.putArray("targets");
    for (TargetChange change : plan.targetChanges()) {
      output.line("  " + change.kind() + " " + Text.clean(change.path()));
      ObjectNode each = targets.addObject();
      each.put("role", change.role());
      each.put("path", change.path());
      each.put("change", change.kind().name());
    }
    json.put("signable", plan.isSignable());
    output.result(json);
    return plan.isSignable() ? ExitCode.OK : ExitCode.STATE_CONFLICT;
  }
}
