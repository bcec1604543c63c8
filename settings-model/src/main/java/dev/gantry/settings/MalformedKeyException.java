// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import java.io.Serial;

/** Text that is not the written form of a key. */
public final class MalformedKeyException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** The text. */
  private final String text;

  /** Where in the text. */
  private final int index;

  /**
   * Creates a failure with the code {@code SETTINGS_KEY}.
   *
   * @param text the text; it is cut and escaped here
   * @param index where in the text, in chars from 0
   * @param problem what is wrong there
   */
  public MalformedKeyException(String text, int index, String problem) {
    super("SETTINGS_KEY", message(text, index, problem), null);
    this.text = Text.clean(text);
    this.index = index;
  }

  private static String message(String text, int index, String problem) {
    return "key "
        + Text.quote(text)
        + " at character "
        + index
        + ": "
        + problem
        + "; expected names of letters, digits, _, - and / joined by dots, in double quotes if"
        + " they have dots";
  }

  /**
   * Returns the text that is not a key.
   *
   * @return the text, cut and escaped
   */
  public String text() {
    return text;
  }

  /**
   * Returns where in the text the problem is.
   *
   * @return chars from 0
   */
  public int index() {
    return index;
  }
}
