// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.GantryException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.partition.slot.BootChoice;
import dev.gantry.partition.slot.BootSelector;
import dev.gantry.update.boot.BootOutcome.Failed;
import dev.gantry.update.boot.BootOutcome.Reason;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Starts a disk as a machine would, up to the mounted root file system: boot loader (table, boot
 * rule, one try less on the disk), boot configuration, kernel (partitions by number, dm-verity over
 * all of the root file system), and at last the health of the system, which the caller knows.
 *
 * <p>A fault of what is on the disk is an outcome, never an exception; exceptions are for disks
 * that cannot be read or written. Nothing else may use the disk meanwhile. Not thread-safe.
 */
public final class BootSimulator {
  private final BlockDevice disk;
  private final PartitionTypes types;
  private final VerityOptions options;

  private BootSimulator(BlockDevice disk, PartitionTypes types, VerityOptions options) {
    this.disk = Objects.requireNonNull(disk, "disk");
    this.types = Objects.requireNonNull(types, "types");
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * Simulates a machine with Bottlerocket's partition types.
   *
   * @param disk its whole disk; not closed
   * @return the machine
   */
  public static BootSimulator of(BlockDevice disk) {
    return of(disk, PartitionTypes.BOTTLEROCKET, VerityOptions.defaults());
  }

  /**
   * Simulates a machine.
   *
   * @param disk its whole disk; not closed
   * @param types what partition types mean
   * @param options how the root file system is verified
   * @return the machine
   */
  public static BootSimulator of(BlockDevice disk, PartitionTypes types, VerityOptions options) {
    return new BootSimulator(disk, types, options);
  }

  /**
   * Starts the machine once; every version that comes up is healthy.
   *
   * @return what became of it
   * @throws IOException if the disk cannot be read or written
   */
  public BootOutcome boot() throws IOException {
    return boot(version -> true);
  }

  /**
   * Starts the machine once.
   *
   * @param healthy whether a version that comes up is healthy
   * @return what became of it
   * @throws IOException if the disk cannot be read or written
   */
  public BootOutcome boot(Predicate<Version> healthy) throws IOException {
    GptReadResult found;
    try {
      found = GptReader.read(disk);
    } catch (GantryException e) {
      return failedEarly(Reason.NO_TABLE, e.code(), String.valueOf(e.getMessage()));
    }
    if (!found.loaderAccepts()) {
      return failedEarly(
          Reason.NO_TABLE,
          "GPT_COPIES_DISAGREE",
          "the boot loader refuses both copies of the table: " + found.issues());
    }
    Optional<BootChoice> choice = BootSelector.select(found.table(), types);
    if (choice.isEmpty()) {
      return failedEarly(
          Reason.NOTHING_BOOTABLE, Reason.NOTHING_BOOTABLE.name(), "no slot may boot");
    }
    SlotStart start = new SlotStart(disk, choice.get(), options);
    if (choice.get().writesTable()) {
      try {
        GptCommitter.commit(disk, found.table(), choice.get().after());
      } catch (GantryException e) {
        return start.failedBeforeWriting(e);
      }
    }
    return start.run(healthy);
  }

  /**
   * Starts the machine until a system runs; every version that comes up is healthy.
   *
   * @param maxAttempts how often to start it at most, 1 or more
   * @return all starts
   * @throws IOException if the disk cannot be read or written
   * @throws IllegalArgumentException if the number is less than 1
   */
  public BootSequence bootUntilRunning(int maxAttempts) throws IOException {
    return bootUntilRunning(maxAttempts, version -> true);
  }

  /**
   * Starts the machine until a system runs, as it does by itself. It ends early if a start fails
   * and leaves the disk as it was, since all further ones would be the same; a system that is not
   * healthy may be so the next time and is tried again.
   *
   * @param maxAttempts how often to start it at most, 1 or more
   * @param healthy whether a version that comes up is healthy
   * @return all starts
   * @throws IOException if the disk cannot be read or written
   * @throws IllegalArgumentException if the number is less than 1
   */
  public BootSequence bootUntilRunning(int maxAttempts, Predicate<Version> healthy)
      throws IOException {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("attempts are " + maxAttempts + ", expected 1 or more");
    }
    List<BootOutcome> outcomes = new ArrayList<>();
    boolean endless = false;
    while (outcomes.size() < maxAttempts && !endless) {
      BootOutcome outcome = boot(healthy);
      outcomes.add(outcome);
      if (!(outcome instanceof Failed failed)) {
        break;
      }
      endless = failed.leavesDiskAsItWas() && failed.reason() != Reason.UNHEALTHY;
    }
    return new BootSequence(outcomes, endless);
  }

  private static Failed failedEarly(Reason reason, String code, String detail) {
    return new Failed(
        reason,
        code,
        detail,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
