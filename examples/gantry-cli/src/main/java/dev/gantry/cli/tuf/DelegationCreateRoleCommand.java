// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.author.RoleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry tuf delegation create-role}. */
@Command(
    name = "create-role",
    description = "Makes and signs the file of a role apart from the repository, as its owner.")
final class DelegationCreateRoleCommand extends GantryCommand {
  @ParentCommand private @Nullable DelegationCommand parent;

  @Mixin private final SigningOptions signing = new SigningOptions();

  @Option(
      names = {"-o", "--outdir"},
      paramLabel = "DIR",
      required = true,
      description = "The file is DIR/metadata/ROLE.json; it must not exist.")
  private Path directory = Path.of("");

  @Option(
      names = {"-v", "--version"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Version; default: ${DEFAULT-VALUE}.")
  private long version;

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

  @Override
  protected int run(Output output) throws IOException {
    String role = Objects.requireNonNull(parent, "parent").signingRole();
    RoleDocument document =
        RoleDocument.create(role, version, expires.from(InstantSource.system().instant()));
    if (targets != null) {
      TargetFiles.forEach(targets, document::addTarget);
    }
    document.sign(signing.signers());
    Path metadata = directory.resolve("metadata");
    Path file = metadata.resolve(role + ".json");
    NewDirectory.requireAbsent(file);
    Files.createDirectories(metadata);
    SmallFiles.writeAtomically(file, document.toBytes());
    output.line(file + ": version " + document.version() + " until " + document.expires());
    ObjectNode json = Output.object();
    json.put("file", file.toString());
    json.put("role", role);
    json.put("version", document.version());
    json.put("targets", document.targetPaths().size());
    output.result(json);
    return ExitCode.OK;
  }
}
