// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import dev.gantry.settings.apply.SettingGenerator;
import dev.gantry.settings.migration.Migration;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.SettingsRule;
import dev.gantry.settings.template.TemplateHelper;
import java.util.List;

/**
 * What somebody adds to the settings. Bottlerocket's own settings are such an extension, too.
 *
 * <p>Extensions are found by {@link java.util.ServiceLoader}: a module says {@code provides
 * dev.gantry.settings.extension.SettingsExtension with ...}, a jar on the class path names the
 * class in {@code META-INF/services}. All methods have defaults that add nothing. What they return
 * must not change.
 */
public interface SettingsExtension {
  /**
   * Returns the extension's name.
   *
   * @return a name in kebab case that no other extension has, for example that of the vendor
   */
  String name();

  /**
   * Returns records that describe namespaces. A record whose namespace another extension has adds
   * its keys to that namespace.
   *
   * @return classes of records with {@link dev.gantry.settings.schema.SettingsNamespace}
   */
  default List<Class<? extends Record>> records() {
    return List.of();
  }

  /**
   * Returns namespaces that are made without records, for example of a file that is read at run
   * time. One whose name another extension has adds its keys to that namespace.
   *
   * @return namespaces
   */
  default List<Namespace> namespaces() {
    return List.of();
  }

  /**
   * Returns rules across fields.
   *
   * @return rules with codes that no other rule has
   */
  default List<SettingsRule> rules() {
    return List.of();
  }

  /**
   * Returns variants.
   *
   * @return variants with names that no other variant has
   */
  default List<Variant> variants() {
    return List.of();
  }

  /**
   * Tells whether a variant has a namespace that this extension brings. The variant's own list
   * counts, too.
   *
   * @param namespace name of a namespace of this extension that no other extension has
   * @param variant name of a variant
   * @return whether the variant has it
   */
  default boolean isIn(String namespace, String variant) {
    return true;
  }

  /**
   * Returns what this extension adds to the defaults of a variant: settings, generators, affected
   * services, services and configuration files.
   *
   * @param variant name of a variant
   * @return fragments, from the weakest to the strongest; they come after those of the variant
   */
  default List<DefaultsFragment> defaults(String variant) {
    return List.of();
  }

  /**
   * Returns generators that run in this process. Commands that make values are in {@linkplain
   * #defaults fragments}.
   *
   * @param variant name of a variant
   * @return generators of the variant
   */
  default List<SettingGenerator> generators(String variant) {
    return List.of();
  }

  /**
   * Returns functions that templates of configuration files call.
   *
   * @return helpers with names that no other helper has
   */
  default List<TemplateHelper> helpers() {
    return List.of();
  }

  /**
   * Returns migrations of stored settings.
   *
   * @return migrations with names that no other migration has
   */
  default List<Migration> migrations() {
    return List.of();
  }
}
