// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.PartitionRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gantry gpt add}. */
@Command(
    name = "add",
    description = "Adds a partition: where it is said, or else where there is room.")
final class AddCommand extends TableVerb {
  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      description = "Its number; the lowest that is free by default.")
  private @Nullable Integer number;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      defaultValue = "linux-generic",
      description = {
        "What it is for: a name such as esp or root-x86-64, a code of sgdisk such as 8300,",
        "or a GUID (${DEFAULT-VALUE})."
      })
  private String type = "";

  @Option(
      names = {"-c", "--name"},
      paramLabel = "NAME",
      defaultValue = "",
      description = "Its name, up to 36 characters.")
  private String name = "";

  @Option(
      names = {"-u", "--guid"},
      paramLabel = "GUID",
      defaultValue = "random",
      description = "Its identity (${DEFAULT-VALUE}).")
  private String guid = "";

  @Option(
      names = {"-b", "--first"},
      paramLabel = "SECTOR",
      description = "Its first sector, taken as it is; in the largest free range by default.")
  private @Nullable Long first;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "SIZE",
      description = "2048s, 64MiB, 2G ...; all of the free range by default.")
  private @Nullable String size;

  @Option(
      names = {"-a", "--align"},
      paramLabel = "SECTORS",
      description = "Alignment of a first sector that is not given; 1 MiB by default.")
  private @Nullable Long align;

  @Option(names = "--first-fit", description = "Take the first free range that is large enough.")
  private boolean firstFit;

  @Option(
      names = {"-A", "--attributes"},
      paramLabel = "HEX",
      defaultValue = "0",
      description = "All 64 attribute bits (${DEFAULT-VALUE}).")
  private String attributes = "";

  @Override
  protected int run(Output output) throws IOException {
    PartitionRequest.Builder request =
        PartitionRequest.builder(type(type), guid(guid))
            .name(name)
            .attributes(AttributesCommand.bits(attributes));
    if (number != null) {
      request.number(number);
    }
    if (first != null) {
      request.firstLba(first);
    }
    if (align != null) {
      request.alignmentSectors(align);
    }
    if (firstFit) {
      request.fit(PartitionRequest.Fit.FIRST);
    }
    return edit(output, table -> added(table, request));
  }

  private GptTable added(GptTable table, PartitionRequest.Builder request) throws IOException {
    if (size != null) {
      request.sectorCount(SectorCount.parse(size, table.sectorSizeBytes()));
    }
    GptTable.Builder builder = table.toBuilder();
    builder.place(request.build());
    return builder.build();
  }
}
