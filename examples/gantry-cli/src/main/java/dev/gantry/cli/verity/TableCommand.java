// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Text;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VeritySuperblock;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityTableOption;
import dev.gantry.verity.fec.FecLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity table}. */
@Command(
    name = "table",
    description = "Prints the kernel's table line, and the value of dm-mod.create, for HASH.")
final class TableCommand extends GantryCommand {
  @Parameters(index = "0", paramLabel = "HASH", description = "Hash image with its superblock.")
  private Path hash = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ROOT_HASH",
      description = "Trusted root hash, in hex.")
  private @Nullable String rootHash;

  @Option(
      names = "--root-hash-file",
      paramLabel = "FILE",
      description = "File with the trusted root hash, instead of ROOT_HASH.")
  private @Nullable Path rootHashFile;

  @Option(
      names = "--hash-offset",
      paramLabel = "BYTES",
      description = "Where the superblock is, a multiple of 512; default 0.")
  private long hashOffset;

  @Option(
      names = "--data-device",
      paramLabel = "NAME",
      required = true,
      description =
          "How the kernel finds the data: a path, MAJOR:MINOR or PARTUUID=UUID[/PARTNROFF=N].")
  private String dataDevice = "";

  @Option(
      names = "--hash-device",
      paramLabel = "NAME",
      required = true,
      description = "How the kernel finds the tree.")
  private String hashDevice = "";

  @Option(
      names = "--name",
      defaultValue = "root",
      description = "Name of the device in dm-mod.create. Default: ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--option",
      paramLabel = "WORD",
      description = "An option without argument, for example restart_on_corruption; repeatable.")
  private List<String> flags = new ArrayList<>();

  @Option(
      names = "--root-hash-signature-key",
      paramLabel = "DESCRIPTION",
      description = "User key that holds the signature of the root hash.")
  private @Nullable String signatureKey;

  @Option(
      names = "--fec-device",
      paramLabel = "NAME",
      description = "How the kernel finds the parity; the same as --hash-device if it is there.")
  private @Nullable String fecDevice;

  @Option(
      names = "--fec-roots",
      paramLabel = "N",
      defaultValue = "" + FecLayout.DEFAULT_ROOTS,
      description = "Parity bytes in a codeword of 255, 2 to 24. Default: ${DEFAULT-VALUE}.")
  private int fecRoots;

  @Option(
      names = "--fec-offset",
      paramLabel = "BYTES",
      description = "Where the parity begins, a multiple of the block size; default 0.")
  private long fecOffset;

  @Override
  protected int run(Output output) throws IOException {
    try (BlockSource source = BlockDevices.openSource(hash)) {
      VerityLayout layout = VerityLayout.of(VeritySuperblock.read(source, hashOffset), hashOffset);
      RootHash trusted = RootHashInput.read(layout.algorithm(), rootHash, rootHashFile);
      VerityTable.Builder builder = VerityTable.builder(dataDevice, hashDevice, layout, trusted);
      for (String word : flags) {
        builder.option(
            VerityTableOption.Flag.find(word)
                .orElseThrow(
                    () -> new IllegalArgumentException("unknown --option " + Text.quote(word))));
      }
      if (signatureKey != null) {
        builder.option(new VerityTableOption.SignatureKey(signatureKey));
      }
      if (fecDevice != null) {
        FecLayout parity =
            fecDevice.equals(hashDevice)
                ? FecLayout.onHashDevice(layout, fecRoots, fecOffset)
                : FecLayout.onOwnDevice(layout, fecRoots, source.sizeBytes(), fecOffset);
        builder.option(FecOptions.option(fecDevice, parity));
      }
      VerityTable table = builder.build();
      output.line(table.tableLine());
      output.line("dm-mod.create=\"" + table.dmModCreate(name) + "\"");
      ObjectNode json = Output.object();
      json.put("table", table.tableLine());
      json.put("dm_mod_create", table.dmModCreate(name));
      output.result(json);
      return ExitCode.OK;
    }
  }
}
