// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.disk.PartitionedDisk;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotDisk;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import dev.gantry.partition.slot.SlotScheme;
import dev.gantry.partition.slot.SlotTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry slots}: the operations of Bottlerocket's {@code signpost}, for any slots. */
@Command(
    name = "slots",
    description = "Shows the slots of a disk, and changes which one boots.",
    subcommands = {
      SlotsCommand.Show.class,
      SlotsCommand.ClearInactive.class,
      SlotsCommand.MarkInactiveValid.class,
      SlotsCommand.UpgradeToInactive.class,
      SlotsCommand.CancelUpgrade.class,
      SlotsCommand.RollbackToInactive.class,
      SlotsCommand.MarkSuccessfulBoot.class
    })
public final class SlotsCommand {
  private SlotsCommand() {}

  /** What all verbs have. */
  abstract static class Verb extends GantryCommand {
    @Parameters(paramLabel = "DISK", description = "Disk image or block device.")
    Path disk = Path.of("");

    @Option(
        names = "--scheme",
        paramLabel = "NAME",
        defaultValue = "bottlerocket",
        converter = SchemeName.class,
        description = {
          "How slots are found: bottlerocket, chromeos, or the type of the partitions that have",
          "the bits (${DEFAULT-VALUE})."
        })
    SlotScheme scheme = SlotScheme.BOTTLEROCKET;

    int print(Output output, SlotTable slots) {
      output.line("slot  boot  priority  tries  successful");
      for (Slot slot : slots.slots()) {
        output.line(
            String.format(
                Locale.ROOT,
                "%-4s  %4d  %8d  %5d  %s",
                slot.id(),
                slot.boot().number(),
                slot.attributes().priority(),
                slot.attributes().tries(),
                slot.attributes().successful() ? "yes" : "no"));
      }
      output.line("next boot takes " + slots.nextBoot().map(id -> "slot " + id).orElse("NOTHING"));
      output.line(
          "without confirmations it ends with "
              + slots.lastResort().map(id -> "slot " + id).orElse("NOTHING"));
      output.result(json(slots));
      return ExitCode.OK;
    }

    private static ObjectNode json(SlotTable slots) {
      ObjectNode root = Output.object();
      ArrayNode array = root.putArray("slots");
      for (Slot slot : slots.slots()) {
        array
            .addObject()
            .put("slot", slot.id().toString())
            .put("boot_partition", slot.boot().number())
            .put("priority", slot.attributes().priority())
            .put("tries", slot.attributes().tries())
            .put("successful", slot.attributes().successful());
      }
      root.put("next_boot", slots.nextBoot().map(SlotId::toString).orElse(null));
      root.put("last_resort", slots.lastResort().map(SlotId::toString).orElse(null));
      root.put("boot_ever_succeeded", slots.hasBootEverSucceeded());
      return root;
    }
  }

  /** {@code gantry slots show}. */
  @Command(name = "show", description = "Shows the slots, and which one boots next.")
  static final class Show extends Verb {
    @Override
    protected int run(Output output) throws IOException {
      try (BlockSource source = BlockDevices.openSource(disk)) {
        return print(output, SlotTable.of(GptReader.read(source).table(), scheme));
      }
    }
  }

  /** A verb that changes the slots. */
  abstract static class Change extends Verb {
    private final SlotOperation operation;

    @Option(
        names = "--running",
        required = true,
        paramLabel = "SLOT",
        description = "The slot that runs; the table does not say.")
    private String running = "";

    @Option(
        names = "--target",
        paramLabel = "SLOT",
        description = "The other slot that is meant, where there are more than two.")
    private @Nullable String target;

    Change(SlotOperation operation) {
      this.operation = operation;
    }

    @Override
    protected int run(Output output) throws IOException {
      SlotId own = SlotId.parse(running);
      String other = target;
      try (PartitionedDisk open = PartitionedDisk.open(disk)) {
        SlotDisk slots = open.slots(scheme);
        return print(
            output,
            other == null
                ? slots.apply(operation, own)
                : slots.apply(operation, own, SlotId.parse(other)));
      }
    }
  }

  /** {@code gantry slots clear-inactive}. */
  @Command(name = "clear-inactive", description = "Empties an idle slot before it is overwritten.")
  static final class ClearInactive extends Change {
    ClearInactive() {
      super(SlotOperation.CLEAR_INACTIVE);
    }
  }

  /** {@code gantry slots mark-inactive-valid}. */
  @Command(name = "mark-inactive-valid", description = "Gives an idle slot its tries.")
  static final class MarkInactiveValid extends Change {
    MarkInactiveValid() {
      super(SlotOperation.MARK_INACTIVE_VALID);
    }
  }

  /** {@code gantry slots upgrade-to-inactive}. */
  @Command(name = "upgrade-to-inactive", description = "Boots an idle slot next, on trial.")
  static final class UpgradeToInactive extends Change {
    UpgradeToInactive() {
      super(SlotOperation.UPGRADE_TO_INACTIVE);
    }
  }

  /** {@code gantry slots cancel-upgrade}. */
  @Command(name = "cancel-upgrade", description = "Boots the running slot next again.")
  static final class CancelUpgrade extends Change {
    CancelUpgrade() {
      super(SlotOperation.CANCEL_UPGRADE);
    }
  }

  /** {@code gantry slots rollback-to-inactive}. */
  @Command(name = "rollback-to-inactive", description = "Boots an idle slot next, for good.")
  static final class RollbackToInactive extends Change {
    RollbackToInactive() {
      super(SlotOperation.ROLLBACK_TO_INACTIVE);
    }
  }

  /** {@code gantry slots mark-successful-boot}. */
  @Command(name = "mark-successful-boot", description = "Confirms the running slot.")
  static final class MarkSuccessfulBoot extends Change {
    MarkSuccessfulBoot() {
      super(SlotOperation.MARK_SUCCESSFUL_BOOT);
    }
  }
}
