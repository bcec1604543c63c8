// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import dev.gantry.update.image.AssembledDisk;
import dev.gantry.update.image.DiskImageAssembler;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry image}. */
@Command(
    name = "image",
    description = "Makes disk images.",
    subcommands = ImageCommand.Assemble.class)
final class ImageCommand {
  private ImageCommand() {}

  /** {@code gantry image assemble}. */
  @Command(
      name = "assemble",
      description = {
        "Makes a sparse disk image with a release in slot A, in Bottlerocket's layout,"
            + " and the state directory of its machine."
      })
  static final class Assemble extends GantryCommand {
    @Mixin private final HostOptions host = new HostOptions();
    @Mixin private final ReleaseOptions release = new ReleaseOptions();

    @Option(
        names = "--trusted-root",
        paramLabel = "FILE",
        description = "TUF root metadata that the machine trusts from the start.")
    private @Nullable Path trustedRoot;

    @Option(names = "--force", description = "Replace a disk image and a machine that exist.")
    private boolean force;

    @Override
    protected int run(Output output) throws IOException {
      VerityOptions options =
          VerityOptions.builder().progress(output.progress()).cancellation(cancellation()).build();
      DiskImageAssembler assembler =
          new DiskImageAssembler(release.layout(), new SecureRandom()).options(options);
      if (force) {
        assembler.replaceExisting();
      }
      HostState state = host.state();
      if (state.exists() && !force) {
        throw new FileAlreadyExistsException(
            state.directory() + ": a machine; --force replaces it");
      }
      release.checkIsNoInput(host.disk());
      Optional<Bytes> root =
          trustedRoot == null ? Optional.empty() : Optional.of(TrustedRoot.read(trustedRoot));
      AssembledDisk disk;
      try (WorkDirectory work = WorkDirectory.create()) {
        ReleaseImages images = release.images(work.path(), options);
        // The old machine's memory goes before its disk: it must never meet the new one.
        state.forget();
        disk = assembler.assemble(images, host.disk());
      }
      state.create();
      new HostIdentity(release.identity().variant(), release.identity().arch()).write(state);
      if (root.isPresent()) {
        SmallFiles.writeAtomically(state.trustedRoot(), root.get());
      }
      output.line("assembled " + disk.file() + ": " + Tables.boot(disk.boot()));
      ObjectNode json = Output.object();
      json.put("disk", disk.file().toString());
      json.put("disk_guid", disk.slots().table().diskGuid().toString());
      json.put("version", disk.boot().version().toString());
      json.put("root_hash", disk.boot().rootHash().hex());
      json.put("state_directory", state.directory().toString());
      output.result(json);
      return ExitCode.OK;
    }
  }
}
