// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingKey;
import java.io.Serial;
import java.util.List;

/** Generators that wait for the values of one another, so that none can run. */
public final class GeneratorLoopException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** The targets; not kept if the exception is written out and read back. */
  private final transient List<SettingKey> targets;

  /**
   * Creates a failure with the code {@code GENERATOR_LOOP}.
   *
   * @param targets targets of generators, each of which reads what the next one gives, and the last
   *     reads what the first gives
   */
  public GeneratorLoopException(List<SettingKey> targets) {
    super("GENERATOR_LOOP", "generators wait for one another: " + targets, null);
    this.targets = List.copyOf(targets);
  }

  /**
   * Returns the loop.
   *
   * @return targets of generators, each of which reads what the next one gives; empty if this
   *     exception was written out and read back
   */
  @SuppressWarnings("NullAway") // a transient field of an exception that was read back
  public List<SettingKey> targets() {
    return targets == null ? List.of() : targets;
  }
}
