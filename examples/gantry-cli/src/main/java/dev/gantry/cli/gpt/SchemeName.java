// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import dev.gantry.partition.layout.KnownTypes;
import dev.gantry.partition.slot.SlotScheme;
import java.util.Locale;
import picocli.CommandLine;

/** Reads how slots are found: a system's name, or the type of their boot partitions. */
final class SchemeName implements CommandLine.ITypeConverter<SlotScheme> {
  SchemeName() {}

  static SlotScheme parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "bottlerocket" -> SlotScheme.BOTTLEROCKET;
      case "chromeos" -> SlotScheme.CHROMEOS;
      default ->
          SlotScheme.builder(
                  KnownTypes.find(text)
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  text
                                      + " is no scheme of slots, expected bottlerocket, chromeos"
                                      + " or the type of the partitions that have the bits")))
              .build();
    };
  }

  @Override
  public SlotScheme convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
