// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.NewFile;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.partition.GptDump;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry gpt backup}. */
@Command(name = "backup", description = "Saves the table of a disk to a file.")
final class BackupCommand extends GantryCommand {
  /** How a table is saved. */
  enum Format {
    /** The bytes of {@code sgdisk --backup}. */
    SGDISK,
    /** {@code docs/formats/gpt-backup.md}. */
    JSON
  }

  @Parameters(index = "0", paramLabel = "DISK", description = "Disk image or block device.")
  private Path disk = Path.of("");

  @Parameters(index = "1", paramLabel = "FILE", description = "Where to; a new file.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "sgdisk",
      description = "sgdisk, as sgdisk --backup writes it, or json (${DEFAULT-VALUE}).")
  private Format format = Format.SGDISK;

  @Option(names = "--overwrite", description = "FILE may exist; it is replaced.")
  private boolean overwrite;

  @Override
  protected int run(Output output) throws IOException {
    NewFile.check(file, overwrite, disk);
    GptDump dump;
    try (BlockSource source = BlockDevices.openSource(disk)) {
      dump = GptDump.of(source);
    }
    Bytes content = format == Format.SGDISK ? dump.encode() : BackupJson.write(dump);
    NewFile.write(file, content);
    output.line("saved to " + file + ": " + dump.table());
    output.result(
        TableForms.json(dump.table())
            .put("file", file.toString())
            .put("file_size_bytes", content.size()));
    return ExitCode.OK;
  }
}
