// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

/**
 * A value that settings hold as text and that has rules of its own. A class that implements it has
 * a public static final field {@code TYPE} of type {@link ScalarType}, by which the model finds its
 * rules.
 */
public interface ScalarValue {
  /**
   * Returns the value as settings hold it.
   *
   * @return the text
   */
  String text();
}
