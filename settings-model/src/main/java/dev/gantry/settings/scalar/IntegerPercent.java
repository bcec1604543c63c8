// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;
import java.util.Optional;

/**
 * A percentage from 0 to 100, written as an integer or as text. It is kept as it was written, with
 * text without a plus sign and without zeros before it.
 *
 * <p>Source: Bottlerocket's {@code IntegerPercent}.
 *
 * @param percent the percentage, 0 to 100
 * @param asText whether it is written as text
 */
public record IntegerPercent(int percent, boolean asText) implements UnionValue {
  private static final ScalarType<String> TEXT =
      Unions.text("IntegerPercentText", IntegerPercent::problem)
          .description("Percentage from 0 to 100 as text")
          .pattern("^(?:[+]?0*(?:100|[1-9]?[0-9])|-0+)$")
          .examples("85", "0")
          .build();

  /** The type: an integer or text. */
  public static final UnionType TYPE =
      new UnionType(
          "IntegerPercent",
          "Percentage from 0 to 100, as an integer or as text",
          List.of(new IntegerType("i32", 0, 100), TEXT),
          IntegerPercent::normalize,
          IntegerPercent.class,
          IntegerPercent::of,
          null);

  /**
   * Creates a percentage.
   *
   * @throws IllegalArgumentException if the percentage is out of its range
   */
  public IntegerPercent {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("expected a percentage from 0 to 100");
    }
  }

  @Override
  public SettingValue value() {
    return asText ? SettingValue.of(Integer.toString(percent)) : SettingValue.of(percent);
  }

  private static Optional<String> problem(String text, Profile profile) {
    int start = !text.isEmpty() && Chars.isOneOf(text.charAt(0), "+-") ? 1 : 0;
    String digits = text.substring(start);
    if (!Chars.isDigits(digits, Integer.MAX_VALUE)) {
      return Optional.of("expected an integer from 0 to 100");
    }
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    String rest = digits.substring(zeros);
    boolean negative = text.startsWith("-") && !rest.equals("0");
    return Checks.when(
        negative || rest.length() > 3 || Integer.parseInt(rest) > 100,
        "expected an integer from 0 to 100");
  }

  private static Normalized normalize(SettingValue value) {
    if (value instanceof StringValue text) {
      Optional<String> problem = TEXT.problem(text.value(), Profile.COMPAT);
      return problem.isPresent()
          ? Normalized.failed(problem.get())
          : Normalized.of(SettingValue.of(Integer.toString(Integer.parseInt(text.value()))));
    }
    return Unions.isWithin(value, 0, 100)
        ? Normalized.of(SettingValue.of(Unions.integer(value)))
        : Normalized.failed("expected an integer from 0 to 100, as a number or as text");
  }

  private static IntegerPercent of(SettingValue value) {
    return value instanceof StringValue text
        ? new IntegerPercent(Integer.parseInt(text.value()), true)
        : new IntegerPercent((int) Unions.integer(value), false);
  }
}
