// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.GantryException;
import dev.gantry.settings.template.Template;

/** Finds the templates of configuration files. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface TemplateSource {
  /**
   * Returns a template.
   *
   * @param templatePath where it is, as {@link ConfigurationFile#templatePath} says
   * @return the template
   * @throws GantryException if there is none, or it is not a template
   */
  Template template(String templatePath) throws GantryException;
}
