// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import java.util.Objects;

/**
 * An outermost name of the settings and what is below it.
 *
 * @param name the name, for example {@code kubernetes}
 * @param type what its value may be; mostly an object, but {@code motd} is a text
 * @param description one or two sentences for the reference
 * @param since the first release of the model that had it, or an empty text
 */
public record Namespace(String name, SettingType type, String description, String since) {
  /** Creates a namespace. */
  public Namespace {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(since, "since");
  }
}
