// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Guid;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.disk.PartitionedDisk;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gantry gpt create}. */
@Command(
    name = "create",
    description = {
      "Makes an empty table on a disk that has none.",
      "It refuses a disk with a partition table, GPT or MBR, whole or not."
    })
final class CreateCommand extends TableVerb {
  @Option(
      names = {"-U", "--disk-guid", "--guid"},
      paramLabel = "GUID",
      defaultValue = "random",
      description = "Identity of the disk (${DEFAULT-VALUE}).")
  private String guid = "";

  @Option(
      names = {"-S", "--entries"},
      paramLabel = "N",
      defaultValue = "" + GptTable.DEFAULT_ENTRY_COUNT,
      description = "How many partitions it may have, 128 to 4096 (${DEFAULT-VALUE}).")
  private int entries;

  @Mixin private final SectorSizeOption sectorSize = new SectorSizeOption();

  @Option(
      names = "--unsafe-replace",
      description = "Make the table whatever the disk has: partitions are lost.")
  private boolean unsafeReplace;

  @Override
  protected int run(Output output) throws IOException {
    Guid identity = guid(guid);
    if (isDryRun()) {
      try (BlockSource source = BlockDevices.openSource(disk())) {
        return preview(output, table(identity, sectorSize.orDefault(), source));
      }
    }
    try (PartitionedDisk session = open()) {
      GptTable table = table(identity, sectorSize.of(session), session.device());
      return report(output, unsafeReplace ? session.unsafeReplace(table) : session.create(table));
    }
  }

  private GptTable table(Guid identity, int size, BlockSource device) {
    return GptTable.builder(identity, size, device.sizeBytes() / size)
        .entries(entries, GptTable.DEFAULT_ENTRY_SIZE_BYTES)
        .build();
  }
}
