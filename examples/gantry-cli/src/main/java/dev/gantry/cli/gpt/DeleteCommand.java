// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gantry gpt delete}. */
@Command(
    name = "delete",
    description = "Removes partitions from the table; what they hold stays on the disk.")
final class DeleteCommand extends TableVerb {
  @Parameters(index = "1..*", arity = "1..*", paramLabel = "N", description = "Their numbers.")
  private List<Integer> numbers = List.of();

  @Override
  protected int run(Output output) throws IOException {
    return edit(
        output,
        table -> {
          GptTable.Builder builder = table.toBuilder();
          for (int number : numbers.stream().distinct().toList()) {
            builder.remove(partition(table, number).number());
          }
          return builder.build();
        });
  }
}
