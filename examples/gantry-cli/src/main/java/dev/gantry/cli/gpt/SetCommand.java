// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.Output;
import dev.gantry.core.Guid;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gantry gpt set}. */
@Command(
    name = "set",
    description = "Changes type, name or identity of a partition, or the identity of the disk.")
final class SetCommand extends TableVerb {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "N",
      description = "The partition's number; not for --disk-guid alone.")
  private @Nullable Integer number;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "A name such as esp, a code of sgdisk such as 8300, or a GUID.")
  private @Nullable String type;

  @Option(
      names = {"-c", "--name"},
      paramLabel = "NAME",
      description = "The new name.")
  private @Nullable String name;

  @Option(
      names = {"-u", "--guid"},
      paramLabel = "GUID",
      description = "The new identity of the partition, or random.")
  private @Nullable String guid;

  @Option(
      names = {"-U", "--disk-guid"},
      paramLabel = "GUID",
      description = "The new identity of the disk, or random.")
  private @Nullable String diskGuid;

  @Override
  protected int run(Output output) throws IOException {
    boolean ofPartition = type != null || name != null || guid != null;
    if (ofPartition != (number != null) || (!ofPartition && diskGuid == null)) {
      throw new IllegalArgumentException(
          "expected N and what to change of partition N, or --disk-guid, or both");
    }
    Optional<Guid> newType = Optional.ofNullable(type).map(TableVerb::type);
    Optional<Guid> newGuid = Optional.ofNullable(guid).map(TableVerb::guid);
    Optional<Guid> newDiskGuid = Optional.ofNullable(diskGuid).map(TableVerb::guid);
    return edit(
        output,
        table -> {
          GptTable.Builder builder = table.toBuilder();
          newDiskGuid.ifPresent(builder::diskGuid);
          if (number != null) {
            GptPartition old = partition(table, number);
            GptPartition next =
                old.withTypeGuid(newType.orElse(old.typeGuid()))
                    .withUniqueGuid(newGuid.orElse(old.uniqueGuid()));
            builder.replace(name == null ? next : next.withName(name));
          }
          return builder.build();
        });
  }
}
