// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;

/** A JSON patch that is malformed, or that does not fit the settings that it was applied to. */
public final class JsonPatchException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** Which operation. */
  private final int operation;

  /** Its place in the document. */
  private final String pointer;

  /**
   * Creates a failure with the code {@code SETTINGS_PATCH}.
   *
   * @param operation which operation, from 0
   * @param pointer the JSON pointer that it names; it is cut and escaped here
   * @param found what is there; no values, since they may be secrets
   * @param expected what the operation needs
   */
  public JsonPatchException(int operation, String pointer, String found, String expected) {
    super(
        "SETTINGS_PATCH",
        "operation "
            + operation
            + " of the patch at "
            + Text.quote(pointer)
            + ": found "
            + Text.clean(found)
            + ", expected "
            + expected,
        null);
    this.operation = operation;
    this.pointer = Text.clean(pointer);
  }

  /**
   * Returns which operation failed.
   *
   * @return its index, from 0
   */
  public int operation() {
    return operation;
  }

  /**
   * Returns the place that the operation names.
   *
   * @return a JSON pointer, cut and escaped
   */
  public String pointer() {
    return pointer;
  }
}
