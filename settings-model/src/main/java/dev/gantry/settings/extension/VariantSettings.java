// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.extension;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingsLayer;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.Violation;
import dev.gantry.settings.apply.ConfigurationFile;
import dev.gantry.settings.apply.Service;
import dev.gantry.settings.apply.ServiceCatalog;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.RecordTypes;
import dev.gantry.settings.schema.SettingsModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Everything about the settings of one variant: its model, its defaults and what belongs to them.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class VariantSettings {
  private final String name;
  private final SettingsModel model;
  private final LayeredSettings defaults;
  private final SortedMap<SettingKey, String> generators;
  private final SortedMap<SettingKey, List<String>> affectedServices;
  private final SortedMap<String, ServiceDefinition> services;
  private final SortedMap<String, FileDefinition> files;

  private VariantSettings(String name, SettingsModel model, LayeredSettings defaults, Facts facts) {
    this.name = name;
    this.model = model;
    this.defaults = defaults;
    this.generators = Collections.unmodifiableSortedMap(facts.generators);
    this.affectedServices = Collections.unmodifiableSortedMap(facts.affectedServices);
    this.services = Collections.unmodifiableSortedMap(facts.services);
    this.files = Collections.unmodifiableSortedMap(facts.files);
  }

  /**
   * Puts a variant together.
   *
   * @param name name of the variant
   * @param model its model
   * @param fragments its defaults, from the weakest to the strongest
   * @return its settings
   * @throws InvalidSettingsException if the fragments break the model's rules, with all violations
   */
  public static VariantSettings of(
      String name, SettingsModel model, List<DefaultsFragment> fragments)
      throws InvalidSettingsException {
    SettingsBinder binder = SettingsBinder.of(FragmentModel.of(model), Profile.COMPAT);
    SettingKey root = SettingKey.of(FragmentModel.SETTINGS);
    List<Violation> violations = new ArrayList<>();
    LayeredSettings defaults = LayeredSettings.empty();
    SettingsTree all = SettingsTree.empty();
    for (DefaultsFragment fragment : fragments) {
      BoundSettings bound = binder.bindSettings(fragment.document());
      violations.addAll(bound.violations());
      all = all.overlaidWith(bound.tree());
      if (bound.violations().isEmpty()) {
        SortedMap<SettingKey, Definition> settings = new TreeMap<>();
        bound
            .toLayer(fragment.kind(), fragment.name())
            .definitions()
            .forEach(
                (key, definition) -> {
                  if (key.startsWith(root)) {
                    settings.put(key.relativeTo(root), definition);
                  }
                });
        defaults = defaults.with(SettingsLayer.of(fragment.kind(), fragment.name(), settings));
      }
    }
    if (!violations.isEmpty()) {
      throw new InvalidSettingsException(violations);
    }
    return new VariantSettings(name, model, defaults, Facts.of(all));
  }

  /** What the fragments say besides settings. */
  private static final class Facts {
    private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");

    private final SortedMap<SettingKey, String> generators = new TreeMap<>();
    private final SortedMap<SettingKey, List<String>> affectedServices = new TreeMap<>();
    private final SortedMap<String, ServiceDefinition> services = new TreeMap<>();
    private final SortedMap<String, FileDefinition> files = new TreeMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private static Facts of(SettingsTree all) throws InvalidSettingsException {
      Facts facts = new Facts();
      facts.byKey(
          "generators",
          RecordTypes.read(all, FragmentModel.Generators.class).commands(),
          (key, command) -> facts.generators.put(key, command));
      facts.byKey(
          "affected-services",
          RecordTypes.read(all, FragmentModel.AffectedServices.class).services(),
          (key, names) -> facts.affectedServices.put(key, names));
      RecordTypes.read(all, FragmentModel.Services.class).services().forEach(facts::service);
      RecordTypes.read(all, FragmentModel.ConfigurationFiles.class).files().forEach(facts::file);
      facts.services.values().forEach(facts::checkFiles);
      facts.affectedServices.forEach(facts::checkServices);
      if (!facts.violations.isEmpty()) {
        throw new InvalidSettingsException(facts.violations);
      }
      return facts;
    }

    private <V> void byKey(String table, Map<String, V> entries, BiConsumer<SettingKey, V> found) {
      entries.forEach(
          (key, value) -> {
            try {
              found.accept(SettingKey.parse(key), value);
            } catch (MalformedKeyException e) {
              violations.add(
                  Violation.of("invalid-key", SettingKey.of(table, key), "is not a key"));
            }
          });
    }

    private void service(String service, FragmentModel.Service said) {
      List<String> read = said.configurationFiles();
      List<String> commands = said.restartCommands();
      services.put(
          service,
          new ServiceDefinition(
              service, read == null ? List.of() : read, commands == null ? List.of() : commands));
    }

    private void file(String file, FragmentModel.ConfigurationFile said) {
      String path = said.path();
      String template = said.templatePath();
      if (path == null || template == null) {
        String missing = path == null ? "path" : "template-path";
        violations.add(
            Violation.of(
                "missing-key",
                SettingKey.of("configuration-files", file, missing),
                "is required, but is not set"));
      } else if (said.mode() != null && !MODE.matcher(said.mode()).matches()) {
        violations.add(
            Violation.of(
                "invalid-value",
                SettingKey.of("configuration-files", file, "mode"),
                "is not a mode, expected three or four octal digits, for example 0600"));
      } else {
        files.put(file, new FileDefinition(file, path, template, said.mode()));
      }
    }

    private void checkFiles(ServiceDefinition service) {
      for (String file : service.configurationFiles()) {
        if (!files.containsKey(file)) {
          violations.add(
              Violation.of(
                  "unknown-file",
                  SettingKey.of("services", service.name(), "configuration-files"),
                  "names a configuration file that is not defined: " + file));
        }
      }
    }

    private void checkServices(SettingKey key, List<String> names) {
      for (String service : names) {
        if (!services.containsKey(service)) {
          violations.add(
              Violation.of(
                  "unknown-service",
                  SettingKey.of("affected-services", key.toString()),
                  "names a service that is not defined: " + service));
        }
      }
    }
  }

  /**
   * Returns the variant's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the model.
   *
   * @return the namespaces that the variant has, and the rules that read nothing else
   */
  public SettingsModel model() {
    return model;
  }

  /**
   * Returns the defaults.
   *
   * @return a layer for each fragment, each value with its place in the fragment
   */
  public LayeredSettings defaults() {
    return defaults;
  }

  /**
   * Returns the commands that make values on the host.
   *
   * @return commands by key
   */
  public SortedMap<SettingKey, String> generators() {
    return generators;
  }

  /**
   * Returns which services changes of settings concern, as it was defined.
   *
   * @return names of services by key
   */
  public SortedMap<SettingKey, List<String>> affectedServices() {
    return affectedServices;
  }

  /**
   * Returns which services a change of a setting concerns: what is defined for the key, or for the
   * nearest key around it.
   *
   * @param key the key
   * @return names of services
   */
  public List<String> affectedServices(SettingKey key) {
    for (SettingKey at = key; !at.isRoot(); at = at.parent()) {
      List<String> found = affectedServices.get(at);
      if (found != null) {
        return found;
      }
    }
    return List.of();
  }

  /**
   * Returns the services.
   *
   * @return by name
   */
  public SortedMap<String, ServiceDefinition> services() {
    return services;
  }

  /**
   * Returns the configuration files.
   *
   * @return by name
   */
  public SortedMap<String, FileDefinition> configurationFiles() {
    return files;
  }

  /**
   * Returns the services and files as plans of changes need them.
   *
   * @return the catalog; names of services and files that the variant does not have are left out
   */
  public ServiceCatalog catalog() {
    List<ConfigurationFile> files = new ArrayList<>();
    for (FileDefinition file : configurationFiles().values()) {
      String mode = file.mode();
      files.add(
          new ConfigurationFile(
              file.name(),
              file.path(),
              file.templatePath(),
              mode == null ? ConfigurationFile.DEFAULT_MODE : Integer.parseInt(mode, 8),
              Optional.empty(),
              false));
    }
    List<Service> services = new ArrayList<>();
    for (ServiceDefinition service : services().values()) {
      List<String> names =
          service.configurationFiles().stream()
              .filter(name -> configurationFiles().get(name) != null)
              .toList();
      services.add(new Service(service.name(), names, service.restartCommands(), Set.of()));
    }
    Map<SettingKey, List<String>> affected = new TreeMap<>();
    affectedServices()
        .forEach(
            (key, names) ->
                affected.put(
                    key, names.stream().filter(name -> services().get(name) != null).toList()));
    return ServiceCatalog.of(services, files, affected);
  }

  @Override
  public String toString() {
    return name;
  }
}
