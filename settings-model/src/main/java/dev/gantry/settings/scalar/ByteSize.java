// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;

/**
 * A number of bytes, written as an integer or as text with a unit, for example {@code 64mb}, and
 * kept as an integer. Units without {@code i} are powers of 1000, those with it powers of 1024, in
 * any case; parts of a byte are rounded up.
 *
 * <p>Source: Bottlerocket's {@code settings.container-runtime.concurrent-download-chunk-size}.
 *
 * @param bytes the number of bytes, at least 0
 */
public record ByteSize(long bytes) implements UnionValue {
  /** The type: an integer, or text with a unit. */
  public static final UnionType TYPE =
      new UnionType(
          "ByteSize",
          "Number of bytes, as an integer or with a unit such as 64mb",
          List.of(new IntegerType("i64", 0, Long.MAX_VALUE), ByteSizes.TEXT),
          ByteSize::normalize,
          ByteSize.class,
          value -> new ByteSize(Unions.integer(value)),
          null);

  /**
   * Creates a size.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("expected a number of bytes of at least 0");
    }
  }

  @Override
  public SettingValue value() {
    return SettingValue.of(bytes);
  }

  static Normalized normalize(SettingValue value) {
    if (value instanceof StringValue text) {
      long bytes = ByteSizes.parse(text.value());
      return bytes < 0
          ? Normalized.failed(ByteSizes.EXPECTED)
          : Normalized.of(SettingValue.of(bytes));
    }
    return Unions.isWithin(value, 0, Long.MAX_VALUE)
        ? Normalized.of(value)
        : Normalized.failed(ByteSizes.EXPECTED);
  }
}
