// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry gpt resize}. */
@Command(
    name = "resize",
    description = {
      "Moves the end of a partition; what it holds is not touched.",
      "Before it is made smaller, its file system has to be."
    })
final class ResizeCommand extends TableVerb {
  @Parameters(index = "1", paramLabel = "N", description = "Its number.")
  private int number;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "SIZE",
      description = "2048s, 64MiB, 2G ...; as far as there is room by default.")
  private @Nullable String size;

  @Override
  protected int run(Output output) throws IOException {
    return edit(
        output,
        table -> {
          GptPartition partition = partition(table, number);
          return size == null
              ? filled(table, number)
              : resized(table, partition, SectorCount.parse(size, table.sectorSizeBytes()));
        });
  }

  /** The table in which a partition has what is free behind it. */
  static GptTable filled(GptTable table, int number) throws StateConflictException {
    GptPartition partition = partition(table, number);
    return table.withPartition(partition.withRange(partition.firstLba(), table.maxLastLba(number)));
  }

  private static GptTable resized(GptTable table, GptPartition partition, long sectors)
      throws StateConflictException {
    if (sectors < 1) {
      throw new IllegalArgumentException("size is " + sectors + " sectors, expected 1 or more");
    }
    long most = table.maxLastLba(partition.number()) - partition.firstLba() + 1;
    if (sectors > most) {
      throw new StateConflictException(
          "NO_FREE_SPACE",
          "resizing partition " + partition.number() + " to " + sectors + " sectors",
          "there is room for " + most,
          "a size that fits before what follows");
    }
    return table.withPartition(
        partition.withRange(partition.firstLba(), partition.firstLba() + sectors - 1));
  }
}
