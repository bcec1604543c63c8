// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Guid;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.disk.CommandTableNotifier;
import dev.gantry.partition.disk.PartitionedDisk;
import dev.gantry.partition.disk.TableChange;
import dev.gantry.partition.disk.TableEdit;
import dev.gantry.partition.disk.TableEditResult;
import dev.gantry.partition.layout.KnownTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** A verb that changes the table of a disk, in a session that has the disk locked. */
abstract class TableVerb extends GantryCommand {
  @Parameters(index = "0", paramLabel = "DISK", description = "Disk image or block device.")
  private Path disk = Path.of("");

  @Option(
      names = "--dry-run",
      description = "Say what would be, and change nothing; the disk is only read.")
  private boolean dryRun;

  @Option(
      names = "--unsafe-allow-mounted",
      description = "Change the table even while partitions of the disk are in use.")
  private boolean unsafeAllowMounted;

  Path disk() {
    return disk;
  }

  boolean isDryRun() {
    return dryRun;
  }

  PartitionedDisk open() throws IOException {
    PartitionedDisk.Builder session =
        PartitionedDisk.builder(disk).notifier(CommandTableNotifier.partx());
    return unsafeAllowMounted ? session.unsafeAllowMounted().open() : session.open();
  }

  /** Changes the table that is there. */
  int edit(Output output, TableEdit edit) throws IOException {
    if (dryRun) {
      try (BlockSource source = BlockDevices.openSource(disk)) {
        return preview(output, edit.apply(GptReader.read(source).table()));
      }
    }
    try (PartitionedDisk session = open()) {
      return report(output, session.edit(edit));
    }
  }

  /** Shows what the table would be. */
  int preview(Output output, GptTable table) {
    TableForms.print(output, table);
    output.line("nothing was changed");
    output.result(TableForms.json(table).put("changed", false).put("dry_run", true));
    return ExitCode.OK;
  }

  /** Shows what the table is now. */
  int report(Output output, TableEditResult result) {
    boolean changed = result.change().kind() != TableChange.Kind.NONE;
    TableForms.print(output, result.table());
    output.line(
        changed
            ? "written; the kernel: " + TableForms.words(result.kernel())
            : "the table is so already");
    ObjectNode root = TableForms.json(result.table());
    root.put("changed", changed).put("kernel", result.kernel().status().name());
    output.result(root);
    return ExitCode.OK;
  }

  static GptPartition partition(GptTable table, int number) throws StateConflictException {
    return table
        .partition(number)
        .orElseThrow(
            () ->
                new StateConflictException(
                    "NO_SUCH_PARTITION",
                    "looking for partition " + number,
                    "the table has "
                        + table.partitions().stream().map(GptPartition::number).toList(),
                    "the number of a partition"));
  }

  static Guid type(String text) {
    return KnownTypes.find(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "partition type is "
                        + Text.quote(text)
                        + ", expected a name such as esp, a code of sgdisk, or a GUID"));
  }

  /** Reads a GUID; the words {@code random} and {@code R}, as of sgdisk, make one. */
  static Guid guid(String text) {
    return text.equals("random") || text.equals("R")
        ? Guid.random(new SecureRandom())
        : Guid.parse(text);
  }
}
