// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import java.util.List;
import java.util.Optional;

/**
 * What a machine did until a system ran, or until it was clear that none will.
 *
 * @param outcomes all starts in order, at least one; all but the last failed
 * @param endless whether the last start failed and left the disk as it was, so that the machine
 *     would repeat it for ever
 */
public record BootSequence(List<BootOutcome> outcomes, boolean endless) {
  /**
   * Creates a sequence.
   *
   * @throws IllegalArgumentException if there is no outcome
   */
  public BootSequence {
    outcomes = List.copyOf(outcomes);
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException("a sequence has at least one outcome");
    }
  }

  /**
   * Returns the last start.
   *
   * @return its outcome
   */
  public BootOutcome last() {
    return outcomes.get(outcomes.size() - 1);
  }

  /**
   * Returns the system that runs in the end.
   *
   * @return the last outcome, or empty if it failed
   */
  public Optional<BootOutcome.Running> running() {
    return last() instanceof BootOutcome.Running running ? Optional.of(running) : Optional.empty();
  }
}
