// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.settings.internal.template.StandardHelpers;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The helpers that templates may call.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class HelperCatalog {
  private static final HelperCatalog STANDARD =
      new HelperCatalog(new TreeMap<>()).with(StandardHelpers.all());

  private final SortedMap<String, TemplateHelper> helpers;

  private HelperCatalog(SortedMap<String, TemplateHelper> helpers) {
    this.helpers = Collections.unmodifiableSortedMap(helpers);
  }

  /**
   * Returns the helpers of Bottlerocket, and the comparisons that every template has.
   *
   * @return the catalog
   */
  public static HelperCatalog standard() {
    return STANDARD;
  }

  /**
   * Returns this catalog with more helpers.
   *
   * @param more the helpers
   * @return a new catalog
   * @throws IllegalArgumentException if two helpers have one name, or a name is that of a block of
   *     the language: {@code if}, {@code unless}, {@code each}, {@code with} or {@code lookup}
   */
  public HelperCatalog with(Collection<? extends TemplateHelper> more) {
    SortedMap<String, TemplateHelper> all = new TreeMap<>(helpers);
    for (TemplateHelper helper : more) {
      String name = helper.signature().name();
      if (StandardHelpers.BLOCKS.contains(name) || all.put(name, helper) != null) {
        throw new IllegalArgumentException("two helpers are named " + name);
      }
    }
    return new HelperCatalog(all);
  }

  /**
   * Returns a helper.
   *
   * @param name its name
   * @return the helper, or empty
   */
  public Optional<TemplateHelper> helper(String name) {
    return Optional.ofNullable(helpers.get(name));
  }

  /**
   * Returns what all helpers are called and what they take.
   *
   * @return signatures, sorted by name
   */
  public List<HelperSignature> signatures() {
    return helpers.values().stream().map(TemplateHelper::signature).toList();
  }
}
