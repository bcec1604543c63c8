// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far an update of a host has come; the answer of {@code GET /updates/status}.
 *
 * @param state the state
 * @param availableUpdates versions that the host could be updated to, the newest first
 * @param chosenUpdate the image that the next update would write, or null
 * @param activePartition the image that runs, or null
 * @param stagingPartition the image in the other slot, or null
 * @param mostRecentCommand the last command and what came of it, or null
 */
public record UpdateStatus(
    State state,
    List<Version> availableUpdates,
    @Nullable Image chosenUpdate,
    @Nullable StagedImage activePartition,
    @Nullable StagedImage stagingPartition,
    @Nullable CommandResult mostRecentCommand) {
  /** Creates a status. */
  public UpdateStatus {
    Objects.requireNonNull(state, "state");
    availableUpdates = List.copyOf(availableUpdates);
  }

  /** How far an update has come. */
  public enum State {
    /** Nothing is known to be available. */
    IDLE("Idle"),
    /** An update could be prepared. */
    AVAILABLE("Available"),
    /** An image is in the other slot, but the host would not boot from it. */
    STAGED("Staged"),
    /** The host will boot from the other slot. */
    READY("Ready");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    /**
     * Returns the name in answers.
     *
     * @return the name
     */
    public String wireName() {
      return wireName;
    }
  }

  /** What came of a command. */
  public enum Outcome {
    /** It succeeded. */
    SUCCESS("Success"),
    /** It failed. */
    FAILED("Failed"),
    /** It was ended before it said what came of it. */
    UNKNOWN("Unknown");

    private final String wireName;

    Outcome(String wireName) {
      this.wireName = wireName;
    }

    /**
     * Returns the name in answers.
     *
     * @return the name
     */
    public String wireName() {
      return wireName;
    }
  }

  /** What a host can be told to do about updates. */
  public enum Command {
    /** Look for updates. */
    REFRESH("refresh"),
    /** Write the chosen update to the other slot. */
    PREPARE("prepare"),
    /** Boot from the other slot next. */
    ACTIVATE("activate"),
    /** Do not boot from the other slot after all. */
    DEACTIVATE("deactivate");

    private final String wireName;

    Command(String wireName) {
      this.wireName = wireName;
    }

    /**
     * Returns the name in answers.
     *
     * @return the name
     */
    public String wireName() {
      return wireName;
    }
  }

  /**
   * An image of the operating system.
   *
   * @param arch the processor
   * @param version the version
   * @param variant the variant
   */
  public record Image(String arch, Version version, String variant) {
    /** Creates an image. */
    public Image {
      Objects.requireNonNull(arch, "arch");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(variant, "variant");
    }
  }

  /**
   * An image in a slot.
   *
   * @param image the image
   * @param nextToBoot whether the host will boot from it next
   */
  public record StagedImage(Image image, boolean nextToBoot) {
    /** Creates a staged image. */
    public StagedImage {
      Objects.requireNonNull(image, "image");
    }
  }

  /**
   * A command and what came of it.
   *
   * @param command the command
   * @param outcome what came of it
   * @param timestamp when it ended
   * @param exitStatus exit status of the program that ran it, or null
   * @param stderr what that program said, or null
   */
  public record CommandResult(
      Command command,
      Outcome outcome,
      Instant timestamp,
      @Nullable Integer exitStatus,
      @Nullable String stderr) {
    /** Creates a result. */
    public CommandResult {
      Objects.requireNonNull(command, "command");
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(timestamp, "timestamp");
    }
  }
}
