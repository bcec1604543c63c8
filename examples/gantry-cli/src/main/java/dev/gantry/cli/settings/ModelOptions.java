// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.settings.schema.Profile;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which settings there may be, and how strictly their values are checked. */
final class ModelOptions extends VariantOptions {
  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "strict",
      description =
          "strict, or compat to accept exactly what Bottlerocket does; default ${DEFAULT-VALUE}.")
  private String profile = "strict";

  Profile profile() {
    return switch (profile.toLowerCase(Locale.ROOT)) {
      case "strict" -> Profile.STRICT;
      case "compat" -> Profile.COMPAT;
      default ->
          throw new IllegalArgumentException(
              "--profile " + profile + ": expected strict or compat");
    };
  }
}
