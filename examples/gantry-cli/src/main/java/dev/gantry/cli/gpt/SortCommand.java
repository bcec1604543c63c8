// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code gantry gpt sort}. */
@Command(name = "sort", description = "Numbers the partitions in their order on the disk.")
final class SortCommand extends TableVerb {
  @Override
  protected int run(Output output) throws IOException {
    return edit(output, GptTable::sorted);
  }
}
