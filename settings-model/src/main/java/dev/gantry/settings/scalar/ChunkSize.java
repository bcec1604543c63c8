// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Size of the parts in which layers are pulled: a number of bytes as in {@link ByteSize}, or {@code
 * unlimited}, which is kept as it is.
 *
 * <p>Source: Bottlerocket's {@code
 * settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack.concurrent-download-chunk-size}.
 *
 * @param bytes the number of bytes, at least 0, or empty if there is no limit
 */
public record ChunkSize(OptionalLong bytes) implements UnionValue {
  private static final String UNLIMITED = "unlimited";

  private static final ScalarType<String> TEXT =
      Unions.text(
              "ChunkSizeText",
              (text, profile) ->
                  text.equals(UNLIMITED) ? Optional.empty() : ByteSizes.TEXT.problem(text, profile))
          .description("Number of bytes with or without a unit, or unlimited")
          .pattern("^(?:unlimited|" + ByteSizes.EXPRESSION + ")$")
          .format("gantry-chunk-size")
          .examples(UNLIMITED, "16mb")
          .build();

  /** The type: an integer, text with a unit, or the word unlimited. */
  public static final UnionType TYPE =
      new UnionType(
          "ChunkSize",
          "Number of bytes, as an integer or with a unit such as 64mb, or unlimited",
          List.of(new IntegerType("i64", 0, Long.MAX_VALUE), TEXT),
          ChunkSize::normalize,
          ChunkSize.class,
          ChunkSize::of,
          null);

  /**
   * Creates a size.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public ChunkSize {
    if (bytes.isPresent() && bytes.getAsLong() < 0) {
      throw new IllegalArgumentException("expected a number of bytes of at least 0");
    }
  }

  @Override
  public SettingValue value() {
    return bytes.isPresent() ? SettingValue.of(bytes.getAsLong()) : SettingValue.of(UNLIMITED);
  }

  private static Normalized normalize(SettingValue value) {
    if (value.equals(SettingValue.of(UNLIMITED))) {
      return Normalized.of(value);
    }
    Normalized size = ByteSize.normalize(value);
    return size.value() == null ? Normalized.failed(ByteSizes.EXPECTED + ", or unlimited") : size;
  }

  private static ChunkSize of(SettingValue value) {
    return new ChunkSize(
        value instanceof StringValue
            ? OptionalLong.empty()
            : OptionalLong.of(Unions.integer(value)));
  }
}
