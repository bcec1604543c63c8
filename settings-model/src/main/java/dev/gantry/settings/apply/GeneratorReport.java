// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What generators gave.
 *
 * @param layer all values, in a layer of the kind {@code GENERATED}
 * @param outcomes what became of each generator, in the order in which they ran
 */
public record GeneratorReport(SettingsLayer layer, List<Outcome> outcomes) {
  /** Creates a report. */
  public GeneratorReport {
    Objects.requireNonNull(layer, "layer");
    outcomes = List.copyOf(outcomes);
  }

  /** What became of a generator. */
  public enum Status {
    /** It gave a value. */
    GENERATED,
    /** It did not run, since there is a value already. */
    ALREADY_SET,
    /** It has no value for this host. */
    NO_VALUE,
    /** It failed, or its time was over. */
    FAILED,
    /** It did not run, since a generator that it needs failed. */
    SKIPPED
  }

  /**
   * What became of a generator.
   *
   * @param target what it gives a value to
   * @param status what became of it
   * @param error why it failed or was skipped, without secrets, or empty
   */
  public record Outcome(SettingKey target, Status status, Optional<String> error) {}

  /**
   * Tells whether all generators did their work.
   *
   * @return whether none failed or was skipped
   */
  public boolean isComplete() {
    return outcomes.stream()
        .noneMatch(each -> each.status() == Status.FAILED || each.status() == Status.SKIPPED);
  }
}
