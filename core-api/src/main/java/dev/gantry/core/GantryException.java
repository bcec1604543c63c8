// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Root of every failure that Gantry itself detects.
 *
 * <p>It is checked and an {@link IOException}, because verification happens inside reads, which can
 * throw nothing else. Faults of the caller are {@link IllegalArgumentException} and {@link
 * IllegalStateException} instead; faults of the medium are plain {@link IOException}.
 */
public abstract class GantryException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Stable name of the failure. */
  private final String code;

  /**
   * Creates a failure.
   *
   * @param code stable name in upper snake case, for example {@code GPT_HEADER_CRC}
   * @param message what, where, found and expected, with foreign text already {@linkplain
   *     Text#quote quoted}
   * @param cause the failure underneath, or null
   */
  protected GantryException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /**
   * Returns the stable name of this failure; unlike the message it never changes between releases.
   *
   * @return the name in upper snake case
   */
  public final String code() {
    return code;
  }
}
