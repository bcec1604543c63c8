// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.update.boot.BootOutcome;
import dev.gantry.update.boot.BootSequence;
import dev.gantry.update.boot.BootSimulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry boot}. */
@Command(
    name = "boot",
    description = {
      "Starts the simulated machine: applies the boot loader's rule to the disk, uses up a try,"
          + " verifies the root file system as the kernel would, and notes what runs.",
    })
final class BootCommand extends GantryCommand {
  @Mixin private final HostOptions host = new HostOptions();

  @Option(
      names = "--unhealthy",
      paramLabel = "VERSION",
      description = "A version that comes up but never becomes healthy; may be repeated.")
  private List<String> unhealthy = new ArrayList<>();

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often the machine may restart by itself; default: ${DEFAULT-VALUE}.")
  private int attempts;

  @Override
  protected int run(Output output) throws IOException {
    List<Version> bad = unhealthy.stream().map(Version::parse).toList();
    if (attempts < 1) {
      throw new IllegalArgumentException("--attempts is " + attempts + ", expected 1 or more");
    }
    HostState state = host.state();
    BootSequence sequence;
    try (BlockDevice disk = BlockDevices.open(host.disk())) {
      state.create();
      state.stopped();
      sequence =
          BootSimulator.of(disk).bootUntilRunning(attempts, version -> !bad.contains(version));
    }
    if (sequence.last() instanceof BootOutcome.Running running) {
      state.running(running.slot(), running.version());
    }
    ObjectNode json = Output.object();
    ArrayNode starts = json.putArray("starts");
    for (BootOutcome outcome : sequence.outcomes()) {
      output.line(Tables.boot(outcome));
      starts.add(json(outcome));
    }
    json.put("running", sequence.last().isRunning());
    json.put("endless", sequence.endless());
    if (sequence.endless()) {
      output.line("the next start meets the same disk: this machine restarts for ever");
    }
    output.result(json);
    return sequence.last().isRunning() ? ExitCode.OK : ExitCode.BOOT_FAILED;
  }

  private static ObjectNode json(BootOutcome outcome) {
    ObjectNode node = Output.object();
    if (outcome instanceof BootOutcome.Running running) {
      node.put("outcome", "RUNNING");
      node.put("slot", running.slot().toString());
      node.put("version", running.version().toString());
      node.put("root_hash", running.rootHash().hex());
      node.put("verified_blocks", running.proof().dataBlocks());
      node.set("before", attributes(running.before()));
      node.set("after", attributes(running.after()));
    } else {
      BootOutcome.Failed failed = (BootOutcome.Failed) outcome;
      node.put("outcome", "FAILED");
      node.put("reason", failed.reason().name());
      node.put("code", failed.code());
      node.put("detail", failed.detail());
      failed.slot().ifPresent(s -> node.put("slot", s.toString()));
      failed.version().ifPresent(v -> node.put("version", v.toString()));
      failed.before().ifPresent(a -> node.set("before", attributes(a)));
      failed.after().ifPresent(a -> node.set("after", attributes(a)));
    }
    return node;
  }

  static ObjectNode attributes(SlotAttributes attributes) {
    return Output.object()
        .put("priority", attributes.priority())
        .put("tries", attributes.tries())
        .put("successful", attributes.successful());
  }
}
