// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.template.HelperCall;

/** Text that helpers make, which ends with an error where it would get too long. */
final class BoundedText {
  private final StringBuilder text = new StringBuilder();
  private final int maxChars;
  private String between = "";

  BoundedText(HelperCall call) {
    this.maxChars = call.maxChars();
  }

  BoundedText append(String more) throws LimitExceededException {
    LimitExceededException.check(
        "characters given by a helper", maxChars, (long) text.length() + more.length());
    text.append(more);
    return this;
  }

  /** Starts the next of things that have a text between them. */
  BoundedText next(String separator) throws LimitExceededException {
    append(between);
    between = separator;
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
