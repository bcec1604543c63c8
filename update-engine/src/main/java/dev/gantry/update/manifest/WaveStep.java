// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.manifest;

import java.time.Duration;
import java.util.Objects;

/**
 * One step of a wave policy, as Bottlerocket's wave files have it. Immutable.
 *
 * @param startAfter when the wave starts, counted from the start of the release
 * @param fleetPercentage how much of the fleet has been reached when the wave ends, 1 to 100
 */
public record WaveStep(Duration startAfter, int fleetPercentage) {
  /**
   * Creates a step.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public WaveStep {
    Objects.requireNonNull(startAfter, "startAfter");
    if (fleetPercentage < 1 || fleetPercentage > 100) {
      throw new IllegalArgumentException(
          "fleet percentage is " + fleetPercentage + ", expected 1 to 100");
    }
    if (startAfter.isNegative()) {
      throw new IllegalArgumentException("a wave starts before its release");
    }
  }
}
