// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file that is rendered from settings.
 *
 * @param name its name among configuration files
 * @param path where it is written
 * @param templatePath where its template is
 * @param mode its permissions in octal digits, or null for those of all files
 */
public record FileDefinition(String name, String path, String templatePath, @Nullable String mode) {
  /** Creates a definition. */
  public FileDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(templatePath, "templatePath");
  }
}
