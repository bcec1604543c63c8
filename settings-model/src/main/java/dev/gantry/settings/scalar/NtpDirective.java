// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * What a time server's name stands for.
 *
 * <p>Source: Bottlerocket's {@code NtpDirective}.
 */
public enum NtpDirective implements ScalarValue {
  /** One server. */
  SERVER("server"),
  /** Several servers. */
  POOL("pool");

  /** The type: its choices. */
  public static final ScalarType<NtpDirective> TYPE =
      Choices.type(NtpDirective.class, "What a time server's name stands for", Map.of());

  private final String text;

  NtpDirective(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
