// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A variant of the operating system: which settings it has, and what they are if nobody says
 * otherwise.
 *
 * @param name its name, for example {@code aws-k8s-1.31}
 * @param namespaces the namespaces that it has
 * @param defaults its defaults, from the weakest to the strongest
 */
public record Variant(String name, Set<String> namespaces, List<DefaultsFragment> defaults) {
  /** Creates a variant. */
  public Variant {
    Objects.requireNonNull(name, "name");
    namespaces = Set.copyOf(namespaces);
    defaults = List.copyOf(defaults);
  }
}
