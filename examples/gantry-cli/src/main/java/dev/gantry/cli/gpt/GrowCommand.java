// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gantry gpt grow}. */
@Command(
    name = "grow",
    description = {
      "Fits the table to a disk that has another size now: the backup goes to its end.",
      "What is new becomes usable. A disk that was cut works too, if all partitions fit."
    })
final class GrowCommand extends TableVerb {
  @Option(
      names = "--partition",
      paramLabel = "N",
      description = "Give partition N what is free behind it, in the same change.")
  private @Nullable Integer partition;

  @Override
  protected int run(Output output) throws IOException {
    long bytes;
    try (BlockSource source = BlockDevices.openSource(disk())) {
      bytes = source.sizeBytes();
    }
    return edit(
        output,
        table -> {
          GptTable fitted = table.forDisk(bytes / table.sectorSizeBytes());
          return partition == null ? fitted : ResizeCommand.filled(fitted, partition);
        });
  }
}
