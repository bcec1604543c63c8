// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import java.util.List;
import java.util.Optional;

/** Where a host stands. Immutable. */
public final class EngineStatus {
  private final EngineState state;
  private final SlotId running;
  private final Optional<Version> runningVersion;
  private final List<SlotStatus> slots;
  private final Optional<SlotId> nextBoot;
  private final Optional<StagedRelease> release;
  private final Optional<SlotContent> content;
  private final Optional<ConfirmedRelease> lastConfirmed;
  private final List<FailedVersion> failed;

  EngineStatus(
      Journal journal, BootedSystem booted, List<SlotStatus> slots, Optional<SlotId> nextBoot) {
    this.state = Reconciler.state(journal, booted.slot());
    this.running = booted.slot();
    this.slots = List.copyOf(slots);
    this.runningVersion =
        booted
            .version()
            .or(
                () ->
                    slots.stream()
                        .filter(slot -> slot.id() == booted.slot())
                        .findFirst()
                        .flatMap(SlotStatus::version));
    this.nextBoot = nextBoot;
    this.release = journal.release();
    this.content = journal.content();
    this.lastConfirmed = journal.lastConfirmed();
    this.failed = journal.failed();
  }

  /**
   * Returns where the host stands.
   *
   * @return the state
   */
  public EngineState state() {
    return state;
  }

  /**
   * Returns the slot that runs.
   *
   * @return the slot
   */
  public SlotId running() {
    return running;
  }

  /**
   * Returns the version that runs.
   *
   * @return the version, or empty if neither the system nor its boot configuration tells
   */
  public Optional<Version> runningVersion() {
    return runningVersion;
  }

  /**
   * Returns the slots.
   *
   * @return one or two slots, A first
   */
  public List<SlotStatus> slots() {
    return slots;
  }

  /**
   * Returns what the boot loader would pick now.
   *
   * @return the slot, or empty if nothing would boot
   */
  public Optional<SlotId> nextBoot() {
    return nextBoot;
  }

  /**
   * Returns the release that is being staged, is staged, activated or on trial.
   *
   * @return the release, or empty if no update is under way
   */
  public Optional<StagedRelease> release() {
    return release;
  }

  /**
   * Returns what was proved to be in the slot of {@link #release()}.
   *
   * @return the content, or empty if nothing is staged
   */
  public Optional<SlotContent> content() {
    return content;
  }

  /**
   * Returns what was confirmed last.
   *
   * @return the release, or empty if none ever was by this engine
   */
  public Optional<ConfirmedRelease> lastConfirmed() {
    return lastConfirmed;
  }

  /**
   * Returns what failed on this host and is not offered again by itself.
   *
   * @return the releases, oldest first
   */
  public List<FailedVersion> failed() {
    return failed;
  }

  /**
   * Writes the status as JSON.
   *
   * @return a document of several lines, the same for equal statuses
   */
  public String toJson() {
    return StatusJson.write(this);
  }

  /** Returns state, running slot and next boot, for messages. */
  @Override
  public String toString() {
    return state
        + ", slot "
        + running
        + " runs, next boot "
        + nextBoot.map(SlotId::toString).orElse("none");
  }
}
