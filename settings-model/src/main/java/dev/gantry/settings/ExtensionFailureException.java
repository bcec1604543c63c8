// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

import java.io.Serial;
import java.util.Objects;

/**
 * Code of a model or extension that failed where it must not: the check of a rule, or the check or
 * constructor of a scalar. That is a mistake in that code, not in the settings.
 */
public final class ExtensionFailureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What failed. */
  private final String what;

  /**
   * Creates a failure. The message of the cause is not repeated, for it may have secrets.
   *
   * @param what what failed, for example {@code rule eviction-soft-grace}
   * @param cause how it failed
   */
  public ExtensionFailureException(String what, RuntimeException cause) {
    super(what + " failed with " + cause.getClass().getName() + ", expected an answer", cause);
    this.what = Objects.requireNonNull(what, "what");
  }

  /**
   * Returns what failed.
   *
   * @return its kind and its name
   */
  public String what() {
    return what;
  }
}
