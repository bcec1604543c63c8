// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.UnionValue;
import java.util.List;
import java.util.Optional;

/**
 * A command that runs at boot: a list of words, of which the first is {@code apiclient}.
 *
 * <p>Source: Bottlerocket's {@code ApiclientCommand}.
 *
 * @param words the words; the first is {@code apiclient}
 */
public record ApiclientCommand(List<String> words) implements UnionValue {
  private static final String FIRST = "apiclient";
  private static final ListType SHAPE = new ListType(new StringType(), 1, false);

  /** The type: a list of words. */
  public static final UnionType TYPE =
      new UnionType(
          "ApiclientCommand",
          "List of words, of which the first is apiclient",
          List.of(SHAPE),
          ApiclientCommand::normalize,
          ApiclientCommand.class,
          value -> new ApiclientCommand(Unions.items(value).stream().map(Unions::string).toList()),
          "gantry-apiclient-command");

  /**
   * Creates a command.
   *
   * @throws IllegalArgumentException if the first word is another
   */
  public ApiclientCommand {
    words = List.copyOf(words);
    if (words.isEmpty() || !words.get(0).equals(FIRST)) {
      throw new IllegalArgumentException("expected apiclient as first word");
    }
  }

  @Override
  public SettingValue value() {
    return SettingValue.strings(words.toArray(new String[0]));
  }

  private static Normalized normalize(SettingValue value) {
    Optional<String> problem = Shapes.problem(value, SHAPE);
    if (problem.isPresent()) {
      return Normalized.failed(problem.get());
    }
    boolean first =
        value instanceof ListValue list && list.items().get(0).equals(SettingValue.of(FIRST));
    return first ? Normalized.of(value) : Normalized.failed("expected apiclient as first word");
  }
}
