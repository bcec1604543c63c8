// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.Optional;

/** What the checks of scalars share. */
final class Checks {
  private Checks() {}

  /** Returns the problem if there is one. */
  static Optional<String> when(boolean wrong, String problem) {
    return wrong ? Optional.of(problem) : Optional.empty();
  }

  /** Refuses what Bottlerocket refuses first in all its types of one line. */
  static Optional<String> controls(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x1f || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029) {
        return Optional.of("expected no control character and no line separator");
      }
    }
    return Optional.empty();
  }

  /** Makes a problem an exception, without the text, which may be a secret. */
  static void require(String type, Optional<String> problem) {
    if (problem.isPresent()) {
      throw new IllegalArgumentException(type + ": " + problem.get());
    }
  }
}
