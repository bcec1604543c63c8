// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.api.ConfigurationFileInfo;
import dev.gantry.settings.api.OsInfo;
import dev.gantry.settings.api.ServiceInfo;
import dev.gantry.settings.store.SettingsStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Routes that say what the host is, and what depends on its settings. */
final class HostRoutes {
  private static final List<String> KEYS = List.of("keys");
  private static final List<String> NAMES = List.of("names", "prefix");

  private final SettingsStore store;
  private final HostBackend backend;

  HostRoutes(SettingsStore store, HostBackend backend) {
    this.store = store;
    this.backend = backend;
  }

  void addTo(SettingsApi api) {
    api.add(
        "GET", "/", List.of("prefix"), "Returns all that the host says about itself.", this::all);
    api.add(
        "GET",
        "/os",
        List.of("prefix"),
        "Says which operating system runs.",
        request ->
            ApiResponse.json(
                request.parameter("prefix").isPresent()
                    ? only(os(), "os", Parameters.prefix(request, "os"))
                    : os()));
    api.add(
        "GET",
        "/metadata/affected-services",
        KEYS,
        "Returns the services that settings affect.",
        this::affectedServices);
    api.add(
        "GET", "/metadata/templates", KEYS, "Returns the templates of settings.", this::templates);
    api.add(
        "GET",
        "/metadata/setting-generators",
        List.of(),
        "Returns the generators of all settings that have one.",
        request -> generators());
    api.add(
        "GET",
        "/services",
        NAMES,
        "Returns the services that depend on settings.",
        request -> ApiResponse.json(named(request, "services", services())));
    api.add(
        "GET",
        "/configuration-files",
        NAMES,
        "Returns the files that are rendered from settings.",
        request -> ApiResponse.json(named(request, "configuration-files", files())));
  }

  private ApiResponse all(ApiRequest request) throws IOException, BadRequestException {
    SettingsTree settings = store.layered().effective();
    if (request.parameter("prefix").isEmpty()) {
      return ApiResponse.json(
          SettingValue.map(
              Map.of(
                  "settings", settings.toMap(),
                  "services", services(),
                  "configuration-files", files(),
                  "os", os())));
    }
    String prefix = Parameters.prefix(request, "");
    Map<String, SettingValue> found = new TreeMap<>();
    found.put(
        "settings", settings.filter(key -> Parameters.written(key).startsWith(prefix)).toMap());
    found.put("services", only(services(), "services", prefix));
    found.put("configuration-files", only(files(), "configuration-files", prefix));
    found.put("os", only(os(), "os", prefix));
    found.values().removeIf(value -> value.equals(MapValue.EMPTY));
    if (prefix.startsWith("os.")) {
      // A Bottlerocket host names this part even if nothing in it starts so.
      found.putIfAbsent("os", MapValue.EMPTY);
    }
    return ApiResponse.json(SettingValue.map(found));
  }

  /** Keeps the leaves whose written keys, with a name before them, start with a prefix. */
  private static MapValue only(MapValue map, String around, String prefix) {
    SettingKey before = SettingKey.of(around);
    return SettingsTree.of(map)
        .filter(key -> before.resolve(key).toString().startsWith(prefix))
        .toMap();
  }

  private static MapValue named(ApiRequest request, String around, MapValue all)
      throws BadRequestException {
    if (request.parameter("names").isPresent()) {
      Map<String, SettingValue> found = new TreeMap<>();
      for (String name : Parameters.list(request, "names")) {
        SettingValue value = all.entries().get(name);
        if (value == null) {
          throw new BadRequestException(404, "Found no '" + around + "." + name + "' in datastore");
        }
        found.put(name, value);
      }
      return SettingValue.map(found);
    }
    return request.parameter("prefix").isPresent()
        ? only(all, around, Parameters.prefix(request, around))
        : all;
  }

  private MapValue os() throws IOException {
    OsInfo os = backend.os();
    return SettingValue.map(
        Map.of(
            "pretty_name", SettingValue.of(os.prettyName()),
            "variant_id", SettingValue.of(os.variantId()),
            "version_id", SettingValue.of(os.versionId()),
            "build_id", SettingValue.of(os.buildId()),
            "arch", SettingValue.of(os.arch())));
  }

  private MapValue services() throws IOException {
    Map<String, SettingValue> all = new TreeMap<>();
    for (Map.Entry<String, ServiceInfo> entry : backend.services().entrySet()) {
      ServiceInfo service = entry.getValue();
      all.put(
          entry.getKey(),
          SettingValue.map(
              Map.of(
                  "configuration-files", texts(service.configurationFiles()),
                  "restart-commands", texts(service.restartCommands()))));
    }
    return SettingValue.map(all);
  }

  private MapValue files() throws IOException {
    Map<String, SettingValue> all = new TreeMap<>();
    for (Map.Entry<String, ConfigurationFileInfo> entry : backend.configurationFiles().entrySet()) {
      ConfigurationFileInfo file = entry.getValue();
      Map<String, SettingValue> members = new TreeMap<>();
      members.put("path", SettingValue.of(file.path()));
      members.put("template-path", SettingValue.of(file.templatePath()));
      if (file.mode() != null) {
        members.put("mode", SettingValue.of(file.mode()));
      }
      all.put(entry.getKey(), SettingValue.map(members));
    }
    return SettingValue.map(all);
  }

  private static SettingValue texts(List<String> texts) {
    return SettingValue.strings(texts.toArray(String[]::new));
  }

  private ApiResponse affectedServices(ApiRequest request) throws IOException, BadRequestException {
    Map<String, SettingValue> found = new TreeMap<>();
    for (SettingKey key : Parameters.keys(request, "keys")) {
      Optional<List<String>> services = backend.affectedServices(key);
      if (services.isPresent()) {
        found.put(Parameters.written(key), texts(services.get()));
      }
    }
    return ApiResponse.json(SettingValue.map(found));
  }

  private ApiResponse templates(ApiRequest request) throws IOException, BadRequestException {
    Map<String, SettingValue> found = new TreeMap<>();
    for (SettingKey key : Parameters.keys(request, "keys")) {
      Optional<SettingValue> template = backend.template(key);
      if (template.isPresent()) {
        found.put(Parameters.written(key), template.get());
      }
    }
    return ApiResponse.json(SettingValue.map(found));
  }

  private ApiResponse generators() throws IOException {
    Map<String, SettingValue> found = new TreeMap<>();
    backend
        .settingGenerators()
        .forEach((key, generator) -> found.put(Parameters.written(key), generator));
    return ApiResponse.json(SettingValue.map(found));
  }
}
