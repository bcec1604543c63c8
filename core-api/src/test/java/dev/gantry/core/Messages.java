// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.util.Objects;

/** Messages that a test must be able to read. */
final class Messages {
  private Messages() {}

  static String of(Throwable thrown) {
    return Objects.requireNonNull(thrown.getMessage(), "message");
  }
}
