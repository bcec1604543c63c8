// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import java.io.IOException;
import java.security.SecureRandom;
import picocli.CommandLine.Command;

/** {@code gantry gpt new-guids}. */
@Command(
    name = "new-guids",
    description = "Gives disk and partitions new random GUIDs, as a clone of a disk needs.")
final class NewGuidsCommand extends TableVerb {
  @Override
  protected int run(Output output) throws IOException {
    return edit(output, table -> table.withRandomGuids(new SecureRandom()));
  }
}
