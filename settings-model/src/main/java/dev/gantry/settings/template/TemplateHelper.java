// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import java.util.Optional;

/**
 * A function that templates call by name. Vendors add their own. Implementations keep no state, get
 * all that depends on the host from the {@link TemplateEnvironment}, and are safe for use by many
 * threads.
 */
public interface TemplateHelper {
  /**
   * Returns what the helper is called and what it takes.
   *
   * @return always the same signature
   */
  HelperSignature signature();

  /**
   * Does the helper's work. The number of arguments was checked.
   *
   * @param call the arguments
   * @return a text for {@code Form.TEXT}, a truth value for {@code Form.BLOCK}, any value or
   *     nothing for {@code Form.VALUE}
   * @throws GantryException if the helper cannot do it; {@link HelperCall#failure} makes one
   * @throws RuntimeException if the helper has a bug; the template fails, and the message, which
   *     may have values, is not shown
   */
  Optional<SettingValue> call(HelperCall call) throws GantryException;
}
