// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.bottlerocket;

import dev.gantry.settings.extension.SettingsExtension;
import dev.gantry.settings.extension.Variant;
import dev.gantry.settings.rules.BottlerocketRules;
import dev.gantry.settings.schema.SettingsRule;
import java.util.List;

/**
 * Bottlerocket's settings: the namespaces up to settings-models 0.28, and the variants of release
 * 1.26.1 with their defaults. The four namespaces that came after that release are in none of its
 * variants.
 */
public final class BottlerocketExtension implements SettingsExtension {
  /** Name of the extension. */
  public static final String NAME = "bottlerocket";

  private static final List<Variant> VARIANTS = BottlerocketVariants.read();

  /** Creates the extension. */
  public BottlerocketExtension() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Class<? extends Record>> records() {
    return BottlerocketModel.records();
  }

  @Override
  public List<SettingsRule> rules() {
    return BottlerocketRules.all();
  }

  @Override
  public List<Variant> variants() {
    return VARIANTS;
  }

  @Override
  public boolean isIn(String namespace, String variant) {
    return false;
  }
}
