// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is rendered from settings; one answer of {@code GET /configuration-files}.
 *
 * @param path where the file is written
 * @param templatePath the template it is rendered from
 * @param mode its mode in octal digits, or null if the host chooses
 */
public record ConfigurationFileInfo(String path, String templatePath, @Nullable String mode) {
  /** Creates a file. */
  public ConfigurationFileInfo {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(templatePath, "templatePath");
  }
}
