// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.cli.TrustedRoot;
import dev.gantry.cli.WorkDirectory;
import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.RepositoryClone;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.RoleDocument;
import dev.gantry.tuf.fetch.Fetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf delegation update-delegated-targets}. */
@Command(
    name = "update-delegated-targets",
    description =
        "Makes and signs the next version of a role's file apart from the repository, as its"
            + " owner; 'update --incoming-metadata' takes it in.")
final class DelegationUpdateTargetsCommand extends GantryCommand {
  @ParentCommand private @Nullable DelegationCommand parent;

  @Option(
      names = {"-r", "--root"},
      paramLabel = "FILE",
      required = true,
      description = "Root metadata that is trusted from the start.")
  private Path root = Path.of("");

  @Option(
      names = {"-m", "--metadata-url"},
      paramLabel = "URL|DIR",
      required = true,
      description = "Where the metadata of the repository is.")
  private String metadataUrl = "";

  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      required = true,
      description = "The file is DIR/metadata/ROLE.json; it must not exist.")
  private Path directory = Path.of("");

  @Mixin private final ExpiryOptions expiry = new ExpiryOptions();

  @Mixin private final SigningOptions signing = new SigningOptions();

  @Option(
      names = {"-v", "--version"},
      paramLabel = "N",
      description = "Version; default: the next.")
  private @Nullable Long version;

  @Option(
      names = {"-e", "--expires"},
      paramLabel = "TIME",
      defaultValue = "in 90 days",
      converter = TimeSpec.Converter.class,
      description = "Expiry, RFC 3339 or 'in 7 days'; default: ${DEFAULT-VALUE}.")
  private TimeSpec expires = now -> now;

  @Option(
      names = {"-t", "--add-targets"},
      paramLabel = "DIR",
      description = "Directory of files to list, under their paths below it.")
  private @Nullable Path targets;

  @Option(
      names = "--remove-target",
      paramLabel = "NAME",
      description = "A target to list no more; may be repeated.")
  private List<String> removed = new ArrayList<>();

  @Override
  protected int run(Output output) throws IOException {
    String role = Objects.requireNonNull(parent, "parent").signingRole();
    Path metadata = directory.resolve("metadata");
    Path file = metadata.resolve(role + ".json");
    NewDirectory.requireAbsent(file);
    try (WorkDirectory work = WorkDirectory.create()) {
      RepositoryEditor editor = copy(work.path(), output);
      RoleDocument document = editor.exportRole(role);
      document.setVersion(version == null ? document.version() + 1 : version);
      document.setExpires(expires.from(InstantSource.system().instant()));
      change(document);
      document.sign(signing.signers());
      try {
        editor.importRole(role, document.toBytes());
      } catch (VerificationException e) {
        output.warning("the repository does not take the file yet: " + e.getMessage());
      }
      Files.createDirectories(metadata);
      SmallFiles.writeAtomically(file, document.toBytes());
      output.line(file + ": version " + document.version() + " until " + document.expires());
      ObjectNode json = Output.object();
      json.put("file", file.toString());
      json.put("role", role);
      json.put("version", document.version());
      json.put("targets", document.targetPaths().size());
      output.result(json);
    }
    return ExitCode.OK;
  }

  private RepositoryEditor copy(Path work, Output output) throws IOException {
    Bytes trusted = TrustedRoot.read(root);
    Fetcher source = Locations.fetcher(metadataUrl);
    RepositoryClone.Builder clone = RepositoryClone.builder(trusted, source, source);
    expiry
        .apply(clone, output)
        .cancellation(cancellation())
        .build()
        .copyMetadata(work.resolve("metadata"));
    EditorOptions options = EditorOptions.builder().trustedRoot(trusted).build();
    return RepositoryEditor.open(work, options, List.of());
  }

  private void change(RoleDocument document) throws IOException {
    if (targets != null) {
      TargetFiles.forEach(targets, document::addTarget);
    }
    for (String name : removed) {
      if (!document.removeTarget(TargetPath.of(name))) {
        throw new StateConflictException(
            "TARGET_NOT_FOUND",
            "removing target " + Text.quote(name),
            "the role does not list it",
            "the name of one of its targets");
      }
    }
  }
}
