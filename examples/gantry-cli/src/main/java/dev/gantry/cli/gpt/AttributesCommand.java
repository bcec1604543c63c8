// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Text;
import dev.gantry.partition.GptAttribute;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry gpt attributes}. */
@Command(
    name = "attributes",
    description = {
      "Changes the attribute bits of a partition, or shows them if no change is asked for.",
      "BIT is a number from 0 to 63, or a name: required, no-block-io-protocol,",
      "legacy-bios-bootable, grow-file-system, read-only, shadow-copy, hidden, no-auto."
    })
final class AttributesCommand extends TableVerb {
  @Parameters(index = "1", paramLabel = "N", description = "The partition's number.")
  private int number;

  @Option(names = "--set", paramLabel = "BIT", split = ",", description = "Bits to set.")
  private List<String> set = List.of();

  @Option(names = "--clear", paramLabel = "BIT", split = ",", description = "Bits to clear.")
  private List<String> clear = List.of();

  @Option(names = "--toggle", paramLabel = "BIT", split = ",", description = "Bits to turn over.")
  private List<String> toggle = List.of();

  @Option(names = "--raw", paramLabel = "HEX", description = "All 64 bits, before the others.")
  private @Nullable String raw;

  @Override
  protected int run(Output output) throws IOException {
    Optional<Long> all = Optional.ofNullable(raw).map(AttributesCommand::bits);
    long on = mask(set);
    long off = mask(clear);
    long over = mask(toggle);
    if (all.isEmpty() && (on | off | over) == 0) {
      try (BlockSource source = BlockDevices.openSource(disk())) {
        GptTable table = GptReader.read(source).table();
        TableForms.print(output, table, partition(table, number));
      }
      return ExitCode.OK;
    }
    if ((on & off) != 0 || (over & (on | off)) != 0) {
      throw new IllegalArgumentException(
          "bits " + TableForms.hex((on & off) | (over & (on | off))) + " are named twice");
    }
    return edit(
        output,
        table -> {
          GptPartition partition = partition(table, number);
          long bits = (all.orElse(partition.attributes()) | on) & ~off;
          return table.withPartition(partition.withAttributes(bits ^ over));
        });
  }

  private static long mask(List<String> words) {
    return words.stream().mapToLong(word -> 1L << bit(word)).reduce(0, (a, b) -> a | b);
  }

  private static int bit(String text) {
    for (GptAttribute attribute : GptAttribute.values()) {
      if (TableForms.name(attribute).equals(text)) {
        return attribute.bit();
      }
    }
    if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) < Long.SIZE) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "attribute bit is " + Text.quote(text) + ", expected a name, or a number from 0 to 63");
  }

  static long bits(String text) {
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    if (!digits.matches("[0-9a-fA-F]{1,16}")) {
      throw new IllegalArgumentException(
          "attributes are " + Text.quote(text) + ", expected up to 16 hexadecimal digits");
    }
    return Long.parseUnsignedLong(digits, 16);
  }
}
