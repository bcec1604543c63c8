// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Serial;

/**
 * An operation that is refused because the state does not allow it; the state is untouched.
 *
 * <p>The code names the rule, for example {@code SLOT_NOT_VALID}.
 */
public final class StateConflictException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** What was refused. */
  private final String operation;

  /** The state found. */
  private final String found;

  /** The state needed. */
  private final String expected;

  /**
   * Creates a failure.
   *
   * @param code stable name of the rule, see {@link #code()}
   * @param operation what was refused; foreign text is cut and escaped here, as in the others
   * @param found the state found
   * @param expected the state that the operation needs, and what helps
   */
  public StateConflictException(String code, String operation, String found, String expected) {
    super(
        code,
        Text.clean(operation)
            + " refused: "
            + Text.clean(found)
            + "; expected "
            + Text.clean(expected),
        null);
    this.operation = Text.clean(operation);
    this.found = Text.clean(found);
    this.expected = Text.clean(expected);
  }

  /**
   * Returns what was refused.
   *
   * @return the operation
   */
  public String operation() {
    return operation;
  }

  /**
   * Returns the state found.
   *
   * @return a description
   */
  public String found() {
    return found;
  }

  /**
   * Returns the state that the operation needs.
   *
   * @return a description
   */
  public String expected() {
    return expected;
  }
}
