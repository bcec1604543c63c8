// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Optional;

/**
 * Model of an NVIDIA GPU, for example {@code a100.40gb}.
 *
 * <p>Source: Bottlerocket's {@code NvidiaGpuModel}, newest form. Bottlerocket accepts the decimal
 * digits of any script after the dot; the profile {@code STRICT} only those of ASCII.
 *
 * @param value the text as it was written
 */
public record NvidiaGpuModel(String value) implements ScalarValue {
  /** The type: its rules, patterns and examples. */
  public static final ScalarType<NvidiaGpuModel> TYPE =
      ScalarType.builder(
              "NvidiaGpuModel", NvidiaGpuModel.class, NvidiaGpuModel::new, NvidiaGpuModel::value)
          .description("Model of an NVIDIA GPU, for example a100.40gb")
          .check(NvidiaGpuModel::problem)
          .patterns("^[a-z0-9]+\\.\\p{Nd}+gb$", "^[a-z0-9]+\\.[0-9]+gb$")
          .examples("a100.40gb", "rtxpro6000.98gb")
          .build();

  /**
   * Creates a value.
   *
   * @throws IllegalArgumentException if the profile {@code COMPAT} does not accept the text
   */
  public NvidiaGpuModel {
    Checks.require("NvidiaGpuModel", problem(value, Profile.COMPAT));
  }

  @Override
  public String text() {
    return value;
  }

  private static Optional<String> problem(String text, Profile profile) {
    int dot = text.indexOf('.');
    if (dot < 1
        || !text.endsWith("gb")
        || !Chars.all(text.substring(0, dot), c -> Chars.isLower(c) || Chars.isDigit(c))) {
      return Optional.of("expected a model, a dot, a number and gb, for example a100.40gb");
    }
    return Checks.when(
        dot + 1 > text.length() - 2
            || !Chars.isNumber(
                text.substring(dot + 1, text.length() - 2), profile == Profile.STRICT),
        "expected a number between the dot and gb");
  }
}
