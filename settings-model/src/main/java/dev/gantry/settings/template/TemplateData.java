// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import java.util.Map;
import java.util.Objects;

/**
 * What paths in a template lead to.
 *
 * @param root the outermost names, for example {@code settings} and {@code os}; only values of
 *     these classes can be reached, never Java objects
 */
public record TemplateData(MapValue root) {
  static final String SETTINGS = "settings";
  static final String OS = "os";

  /** Creates data. */
  public TemplateData {
    Objects.requireNonNull(root, "root");
  }

  /**
   * Returns what Bottlerocket's templates see.
   *
   * @param settings the effective settings, without {@code settings} around them
   * @param os what {@code os} has: {@code arch}, {@code build_id}, {@code pretty_name}, {@code
   *     variant_id}, {@code version_id}
   * @return the data
   */
  public static TemplateData of(SettingsTree settings, MapValue os) {
    return of(settings.toMap(), os);
  }

  /**
   * Returns what Bottlerocket's templates see.
   *
   * @param settings the effective settings, without {@code settings} around them
   * @param os what {@code os} has
   * @return the data
   */
  public static TemplateData of(MapValue settings, MapValue os) {
    return new TemplateData(SettingValue.map(Map.of(SETTINGS, settings, OS, os)));
  }
}
