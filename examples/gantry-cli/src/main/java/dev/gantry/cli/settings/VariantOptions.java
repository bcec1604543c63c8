// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.settings;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.extension.SettingsExtensions;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.migration.Migration;
import dev.gantry.settings.template.HelperCatalog;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which settings there may be. */
class VariantOptions {
  /** The release whose variants and defaults are built in. */
  static final String BUILT_IN_RELEASE = "1.26.1";

  /** Loaded when they are asked for: an option is made for every line that is read. */
  private static final class Extensions {
    static final SettingsExtensions LOADED = SettingsExtensions.load();
  }

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      defaultValue = "aws-k8s-1.31",
      description = "The variant, for example metal-dev; default ${DEFAULT-VALUE}.")
  private String variant = "aws-k8s-1.31";

  /** Returns the names of all variants. */
  static Set<String> variants() {
    return Extensions.LOADED.variants().keySet();
  }

  /** Returns the migrations of all extensions. */
  static List<Migration> migrations() {
    return Extensions.LOADED.migrations();
  }

  /** Returns the helpers of templates, those of all extensions too. */
  static HelperCatalog helpers() {
    return Extensions.LOADED.helpers();
  }

  VariantSettings variant() throws InvalidSettingsException {
    if (!Extensions.LOADED.variants().containsKey(variant)) {
      throw new IllegalArgumentException(
          "--variant " + variant + ": expected one of those that gantry settings variants lists");
    }
    return Extensions.LOADED.variant(variant);
  }
}
