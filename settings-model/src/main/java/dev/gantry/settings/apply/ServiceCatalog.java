// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.settings.SettingKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The services and configuration files of a host, and which settings concern which services.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ServiceCatalog {
  private final SortedMap<String, Service> services;
  private final SortedMap<String, ConfigurationFile> files;
  private final SortedMap<SettingKey, List<String>> affected;
  private final List<String> order;

  private ServiceCatalog(
      SortedMap<String, Service> services,
      SortedMap<String, ConfigurationFile> files,
      SortedMap<SettingKey, List<String>> affected) {
    this.services = Collections.unmodifiableSortedMap(services);
    this.files = Collections.unmodifiableSortedMap(files);
    this.affected = Collections.unmodifiableSortedMap(affected);
    this.order = restartOrder();
  }

  /**
   * Returns a catalog.
   *
   * @param services the services
   * @param files the configuration files
   * @param affected the services that a change at or below a key concerns, by key
   * @return the catalog
   * @throws IllegalArgumentException if two services, two files or two paths are the same, a name
   *     is that of no service or file, or services are to be restarted after one another in a loop
   */
  public static ServiceCatalog of(
      Collection<Service> services,
      Collection<ConfigurationFile> files,
      Map<SettingKey, List<String>> affected) {
    SortedMap<String, ConfigurationFile> filesByName = new TreeMap<>();
    Set<String> paths = new TreeSet<>();
    for (ConfigurationFile file : files) {
      if (filesByName.put(file.name(), file) != null || !paths.add(file.path())) {
        throw new IllegalArgumentException("two files are " + file.name() + ", " + file.path());
      }
    }
    SortedMap<String, Service> servicesByName = new TreeMap<>();
    for (Service service : services) {
      if (servicesByName.put(service.name(), service) != null) {
        throw new IllegalArgumentException("two services are named " + service.name());
      }
      require("file", filesByName.keySet(), service.configurationFiles());
    }
    SortedMap<SettingKey, List<String>> copy = new TreeMap<>();
    affected.forEach(
        (key, names) -> {
          require("service", servicesByName.keySet(), names);
          copy.put(key, List.copyOf(names));
        });
    return new ServiceCatalog(servicesByName, filesByName, copy);
  }

  private static void require(String what, Set<String> known, Collection<String> names) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("there is no " + what + " " + name);
      }
    }
  }

  private List<String> restartOrder() {
    List<String> sorted = new ArrayList<>();
    Set<String> waiting = new TreeSet<>(services.keySet());
    while (!waiting.isEmpty()) {
      String next =
          waiting.stream()
              .filter(name -> Collections.disjoint(service(name).after(), waiting))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "services wait for one another in a loop: " + waiting));
      waiting.remove(next);
      sorted.add(next);
    }
    return List.copyOf(sorted);
  }

  private Service service(String name) {
    Service service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException("there is no service " + name);
    }
    return service;
  }

  /**
   * Returns the services.
   *
   * @return by name
   */
  public SortedMap<String, Service> services() {
    return services;
  }

  /**
   * Returns the configuration files.
   *
   * @return by name
   */
  public SortedMap<String, ConfigurationFile> files() {
    return files;
  }

  /**
   * Returns the services that a change of a setting concerns: those of the key itself, or of the
   * nearest key around it that has any. Keys are compared name by name, so {@code network.host} is
   * not around {@code network.hosts}.
   *
   * @param key key of a setting
   * @return names of services; empty if no key around it has any
   */
  public List<String> affected(SettingKey key) {
    for (SettingKey each = key; ; each = each.parent()) {
      List<String> found = affected.get(each);
      if (found != null) {
        return found;
      }
      if (each.isRoot()) {
        return List.of();
      }
    }
  }

  /** Returns the services of a key, and of all keys below it. */
  SortedSet<String> affectedAround(SettingKey key) {
    SortedSet<String> names = new TreeSet<>(affected(key));
    affected.forEach(
        (each, services) -> {
          if (each.startsWith(key)) {
            names.addAll(services);
          }
        });
    return names;
  }

  /**
   * Returns the order in which services are restarted: those that others wait for come first,
   * otherwise by name, so that it is always the same.
   *
   * @return names of all services
   */
  public List<String> order() {
    return order;
  }
}
