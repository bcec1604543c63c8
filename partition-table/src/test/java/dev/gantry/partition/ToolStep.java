// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A random operation on a table, and how sgdisk or cgpt is told to do it.
 *
 * @param next the table afterwards
 * @param arguments what the tool is told
 */
record ToolStep(GptTable next, List<String> arguments) {
  private static String upper(Guid guid) {
    return guid.toString().toUpperCase(Locale.ROOT);
  }

  static ToolStep random(GptTable table, Random random, boolean cgpt) throws IOException {
    List<GptPartition> all = table.partitions();
    int index = all.isEmpty() ? 0 : random.nextInt(all.size());
    int choice = all.isEmpty() ? 0 : random.nextInt(8);
    Guid guid = Guid.random(random);
    String name = "n" + Integer.toString(random.nextInt(1 << 30), 36);
    int bit = 48 + random.nextInt(16);
    if (choice > 1) {
      return change(table, all.get(index), choice, guid, name, bit, cgpt);
    }
    GptTable.Builder builder = table.toBuilder();
    GptPartition added =
        builder.place(
            PartitionRequest.builder(Guid.random(random), guid)
                .alignmentSectors(1)
                .sectorCount(1 + random.nextInt(60))
                .fit(
                    random.nextBoolean()
                        ? PartitionRequest.Fit.FIRST
                        : PartitionRequest.Fit.LARGEST)
                .name(name)
                .build());
    int number = added.number();
    return new ToolStep(
        builder.build(),
        cgpt
            ? List.of(
                "add",
                "-i",
                "" + number,
                "-b",
                "" + added.firstLba(),
                "-s",
                "" + added.sectorCount(),
                "-t",
                upper(added.typeGuid()),
                "-u",
                upper(guid),
                "-l",
                name,
                // cgpt deletes only the type: without this the attributes of the partition
                // that was deleted here would be those of the new one.
                "-A",
                "0")
            : List.of(
                "-n", number + ":" + added.firstLba() + ":" + added.lastLba(),
                "-t", number + ":" + upper(added.typeGuid()),
                "-u", number + ":" + upper(guid),
                "-c", number + ":" + name));
  }

  private static ToolStep change(
      GptTable table, GptPartition one, int choice, Guid guid, String name, int bit, boolean cgpt) {
    return switch (choice) {
      case 2 ->
          new ToolStep(
              table.toBuilder().remove(one.number()).build(),
              cgpt
                  ? List.of("add", "-i", "" + one.number(), "-t", "unused")
                  : List.of("-d", "" + one.number()));
      case 3 ->
          new ToolStep(
              table.withPartition(one.withTypeGuid(guid)),
              cgpt
                  ? List.of("add", "-i", "" + one.number(), "-t", upper(guid))
                  : List.of("-t", one.number() + ":" + upper(guid)));
      case 4 ->
          new ToolStep(
              table.withPartition(one.withName(name)),
              cgpt
                  ? List.of("add", "-i", "" + one.number(), "-l", name)
                  : List.of("-c", one.number() + ":" + name));
      case 5 ->
          new ToolStep(
              table.withPartition(one.withUniqueGuid(guid)),
              cgpt
                  ? List.of("add", "-i", "" + one.number(), "-u", upper(guid))
                  : List.of("-u", one.number() + ":" + upper(guid)));
      case 6 -> {
        GptPartition next = one.withAttribute(bit, !one.hasAttribute(bit));
        yield new ToolStep(
            table.withPartition(next),
            cgpt
                ? List.of("add", "-i", "" + one.number(), "-A", "" + (next.attributes() >>> 48))
                : List.of("-A", one.number() + ":toggle:" + bit));
      }
      default ->
          new ToolStep(
              table.toBuilder().diskGuid(guid).build(),
              cgpt ? List.of("edit", "-u", upper(guid)) : List.of("-U", upper(guid)));
    };
  }
}
