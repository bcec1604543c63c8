// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import java.util.List;
import java.util.Objects;

/**
 * A named place in an object of the settings. All fields are optional unless {@code required} says
 * otherwise.
 *
 * @param name its name in settings, for example {@code cluster-name}
 * @param aliases other names that are accepted and replaced by {@code name}
 * @param type what its value may be
 * @param required whether the object around it must have it
 * @param secret whether its value must not be shown or logged
 * @param description one or two sentences for the reference
 * @param since the first release of the model that had it, or an empty text
 * @param deprecated what to do instead, or an empty text if it is not deprecated
 */
public record Field(
    String name,
    List<String> aliases,
    SettingType type,
    boolean required,
    boolean secret,
    String description,
    String since,
    String deprecated) {
  /** Creates a field. */
  public Field {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    aliases = List.copyOf(aliases);
  }
}
