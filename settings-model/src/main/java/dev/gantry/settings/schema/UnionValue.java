// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingValue;

/**
 * A value that can be written in several shapes. A class that implements it has a public static
 * final field {@code TYPE} of type {@link SettingType.UnionType}, by which the model finds its
 * shapes.
 */
public interface UnionValue {
  /**
   * Returns the value as settings hold it.
   *
   * @return the value to keep
   */
  SettingValue value();
}
