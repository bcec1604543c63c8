// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptDump;
import dev.gantry.partition.disk.PartitionedDisk;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry gpt restore}. */
@Command(
    name = "restore",
    description = {
      "Writes a table that gantry gpt backup or sgdisk --backup saved, to a disk without one.",
      "The disk may have another size, if the partitions fit."
    })
final class RestoreCommand extends TableVerb {
  private static final int MAX_FILE_BYTES = 8 << 20;

  @Parameters(index = "1", paramLabel = "FILE", description = "What was saved, in either form.")
  private Path file = Path.of("");

  @Mixin private final SectorSizeOption sectorSize = new SectorSizeOption();

  @Option(
      names = "--unsafe-replace",
      description = "Restore the table whatever the disk has: partitions are lost.")
  private boolean unsafeReplace;

  @Override
  protected int run(Output output) throws IOException {
    Bytes content = SmallFiles.read(file, MAX_FILE_BYTES);
    if (isDryRun()) {
      try (BlockSource source = BlockDevices.openSource(disk())) {
        return preview(output, dump(content, sectorSize.orDefault(), source).table());
      }
    }
    try (PartitionedDisk session = open()) {
      int size = sectorSize.of(session);
      GptDump dump = dump(content, size, session.device());
      if (session.kernelSectorSizeBytes().isPresent() && dump.table().sectorSizeBytes() != size) {
        throw new StateConflictException(
            "SECTOR_SIZE_DIFFERS",
            "restoring the partition table of " + disk(),
            "the table is for sectors of " + dump.table().sectorSizeBytes() + " bytes",
            "sectors of " + size + " bytes, which the device has");
      }
      return report(output, unsafeReplace ? session.unsafeRestore(dump) : session.restore(dump));
    }
  }

  private GptDump dump(Bytes content, int size, BlockSource device) throws IOException {
    GptDump dump =
        BackupJson.isJson(content)
            ? BackupJson.read(content, file.toString())
            : GptDump.decode(content, size, file.toString());
    return dump.forDisk(device.sizeBytes() / dump.table().sectorSizeBytes());
  }
}
