// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import dev.gantry.core.GantryException;
import java.io.Serial;
import java.util.List;

/** Settings that break the model's rules; it carries all violations, not only the first. */
public final class InvalidSettingsException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  /** What is wrong; not kept if the exception is written out and read back. */
  private final transient List<Violation> violations;

  /**
   * Creates a failure with the code {@code SETTINGS_INVALID}.
   *
   * @param violations at least one; they are sorted by their places here
   * @throws IllegalArgumentException if there are no violations
   */
  public InvalidSettingsException(List<Violation> violations) {
    super("SETTINGS_INVALID", message(violations), null);
    this.violations = violations.stream().sorted(Violation.BY_PLACE).toList();
  }

  private static String message(List<Violation> violations) {
    if (violations.isEmpty()) {
      throw new IllegalArgumentException("no violations");
    }
    StringBuilder text = new StringBuilder();
    text.append(violations.size() == 1 ? "1 violation" : violations.size() + " violations");
    violations.stream()
        .sorted(Violation.BY_PLACE)
        .limit(SHOWN)
        .forEach(violation -> text.append("\n  ").append(violation));
    if (violations.size() > SHOWN) {
      text.append("\n  and ").append(violations.size() - SHOWN).append(" more");
    }
    return text.toString();
  }

  /**
   * Returns all violations, sorted by their places.
   *
   * @return at least one, unless this exception was written out and read back
   */
  @SuppressWarnings("NullAway") // a transient field of an exception that was read back
  public List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }
}
