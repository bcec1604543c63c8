// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gantry gpt swap}. */
@Command(
    name = "swap",
    description = "Lets two partitions change their numbers; one of the numbers may be free.")
final class SwapCommand extends TableVerb {
  @Parameters(index = "1", paramLabel = "N", description = "The number of a partition.")
  private int number;

  @Parameters(index = "2", paramLabel = "M", description = "Its new number.")
  private int other;

  @Override
  protected int run(Output output) throws IOException {
    return edit(output, table -> table.withSwapped(partition(table, number).number(), other));
  }
}
