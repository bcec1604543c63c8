// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.apply.SettingGenerator;
import dev.gantry.settings.migration.Migration;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.schema.SettingsRule;
import dev.gantry.settings.template.HelperCatalog;
import dev.gantry.settings.template.TemplateHelper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All extensions together: one model, and the variants.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SettingsExtensions {
  private final List<SettingsExtension> extensions;
  private final SettingsModel model;
  private final SortedMap<String, Variant> variants;
  private final HelperCatalog helpers;
  private final List<Migration> migrations;

  /** Names of the extensions that have a namespace, by its name. */
  private final Map<String, Set<String>> owners;

  private SettingsExtensions(List<SettingsExtension> extensions) {
    this.extensions = extensions;
    this.owners = new TreeMap<>();
    Map<String, Namespace> namespaces = new LinkedHashMap<>();
    List<SettingsRule> rules = new ArrayList<>();
    SortedMap<String, Variant> found = new TreeMap<>();
    List<TemplateHelper> allHelpers = new ArrayList<>();
    List<Migration> allMigrations = new ArrayList<>();
    Vendors vendors = new Vendors();
    for (SettingsExtension extension : Vendors.merged(extensions)) {
      for (Namespace namespace : Vendors.namespaces(extension)) {
        namespaces.merge(
            namespace.name(),
            namespace,
            (known, added) -> Merging.merge(known, added, extension.name()));
        owners.computeIfAbsent(namespace.name(), name -> new TreeSet<>()).add(extension.name());
      }
      for (SettingsRule rule : Vendors.said(extension, "rules", extension::rules)) {
        vendors.claim(extension, "rule", rule.code());
        rules.add(rule);
      }
      for (Variant variant : Vendors.said(extension, "variants", extension::variants)) {
        vendors.claim(extension, "variant", variant.name());
        found.put(variant.name(), variant);
      }
      for (TemplateHelper helper : Vendors.said(extension, "helpers", extension::helpers)) {
        vendors.claim(extension, "helper", helper.signature().name());
        allHelpers.add(helper);
      }
      for (Migration migration : Vendors.said(extension, "migrations", extension::migrations)) {
        vendors.claim(extension, "migration", migration.name().toString());
        allMigrations.add(migration);
      }
    }
    rules.sort(Comparator.comparing(SettingsRule::code));
    this.model = SettingsModel.of(namespaces.values(), rules);
    this.variants = Collections.unmodifiableSortedMap(found);
    this.helpers = HelperCatalog.standard().with(allHelpers);
    this.migrations = List.copyOf(allMigrations);
  }

  private static void refuseUnknown(Variant variant, Set<String> namespaces) {
    Set<String> unknown = new TreeSet<>(variant.namespaces());
    unknown.removeAll(namespaces);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "variant "
              + variant.name()
              + " has namespaces that no extension brings: "
              + unknown
              + ", expected some of "
              + namespaces);
    }
  }

  /**
   * Loads all extensions that the class loader of the current thread finds, sorted by name.
   *
   * @return the extensions
   * @throws IllegalArgumentException if two of them contradict each other
   * @throws java.util.ServiceConfigurationError if one cannot be loaded
   */
  public static SettingsExtensions load() {
    return of(all(ServiceLoader.load(SettingsExtension.class)));
  }

  /**
   * Loads all extensions that a class loader finds, sorted by name.
   *
   * @param loader the class loader
   * @return the extensions
   * @throws IllegalArgumentException if two of them contradict each other
   * @throws java.util.ServiceConfigurationError if one cannot be loaded
   */
  public static SettingsExtensions load(ClassLoader loader) {
    return of(all(ServiceLoader.load(SettingsExtension.class, loader)));
  }

  private static List<SettingsExtension> all(ServiceLoader<SettingsExtension> found) {
    return found.stream().map(ServiceLoader.Provider::get).toList();
  }

  /**
   * Puts extensions together, sorted by name.
   *
   * @param extensions the extensions
   * @return the extensions
   * @throws IllegalArgumentException if two have one name, or two bring the same rule, variant,
   *     key, helper or migration, or one brings a record that settings cannot be, or fails; the
   *     message names it
   */
  public static SettingsExtensions of(Collection<? extends SettingsExtension> extensions) {
    return new SettingsExtensions(Vendors.sorted(extensions));
  }

  /**
   * Returns the extensions.
   *
   * @return sorted by name
   */
  public List<SettingsExtension> extensions() {
    return extensions;
  }

  /**
   * Returns the model of all variants together.
   *
   * @return all namespaces and rules
   */
  public SettingsModel model() {
    return model;
  }

  /**
   * Returns the variants as they are defined.
   *
   * @return by name
   */
  public SortedMap<String, Variant> variants() {
    return variants;
  }

  /**
   * Returns the helpers of templates: Bottlerocket's and those of the extensions.
   *
   * @return the helpers
   */
  public HelperCatalog helpers() {
    return helpers;
  }

  /**
   * Returns the migrations of the extensions.
   *
   * @return in no particular order; their names say when they run
   */
  public List<Migration> migrations() {
    return migrations;
  }

  /**
   * Returns the generators that run in this process.
   *
   * @param variant name of the variant
   * @return generators of all extensions; commands that make values are in {@link
   *     VariantSettings#generators}
   */
  public List<SettingGenerator> generators(String variant) {
    return extensions.stream()
        .flatMap(each -> Vendors.said(each, "generators", () -> each.generators(variant)).stream())
        .toList();
  }

  /**
   * Puts together what all extensions say about a variant.
   *
   * @param variant name of the variant
   * @return its settings
   * @throws IllegalArgumentException if there is no such variant, or it has a namespace that no
   *     extension brings, or an extension fails
   * @throws InvalidSettingsException if the defaults break the model's rules, with all violations
   */
  public VariantSettings variant(String variant) throws InvalidSettingsException {
    Variant defined = variants.get(variant);
    if (defined == null) {
      throw new IllegalArgumentException(
          "no variant " + variant + ", expected one of " + variants.keySet());
    }
    refuseUnknown(defined, model.namespaces().keySet());
    Set<String> namespaces = new TreeSet<>(defined.namespaces());
    List<DefaultsFragment> fragments = new ArrayList<>(defined.defaults());
    for (SettingsExtension extension : extensions) {
      owners.forEach(
          (namespace, owning) -> {
            if (owning.equals(Set.of(extension.name())) && extension.isIn(namespace, variant)) {
              namespaces.add(namespace);
            }
          });
      fragments.addAll(Vendors.said(extension, "defaults", () -> extension.defaults(variant)));
    }
    return VariantSettings.of(variant, model.withOnly(namespaces), fragments);
  }
}
