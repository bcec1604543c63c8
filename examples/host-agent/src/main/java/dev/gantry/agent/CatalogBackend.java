// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import dev.gantry.core.CancellationToken;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.api.ConfigurationFileInfo;
import dev.gantry.settings.api.HostApiException;
import dev.gantry.settings.api.OsInfo;
import dev.gantry.settings.api.ServiceInfo;
import dev.gantry.settings.apply.ApplyExecutor;
import dev.gantry.settings.apply.ApplyPlan;
import dev.gantry.settings.apply.ApplyPlanner;
import dev.gantry.settings.apply.ApplyReport;
import dev.gantry.settings.apply.ServiceCatalog;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.server.HostBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A host whose services and files are those of a variant: applying settings renders templates,
 * writes files and restarts services. Updates and reboots are left to who extends it.
 */
public class CatalogBackend implements HostBackend {
  private final OsInfo os;
  private final VariantSettings variant;
  private final ServiceCatalog catalog;
  private final ApplyPlanner planner;
  private final ApplyExecutor executor;

  /**
   * Creates a backend.
   *
   * @param os the operating system
   * @param variant whose services, files and generators there are
   * @param catalog the services and files
   * @param planner plans what settings change
   * @param executor carries plans out
   */
  public CatalogBackend(
      OsInfo os,
      VariantSettings variant,
      ServiceCatalog catalog,
      ApplyPlanner planner,
      ApplyExecutor executor) {
    this.os = Objects.requireNonNull(os, "os");
    this.variant = Objects.requireNonNull(variant, "variant");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.planner = Objects.requireNonNull(planner, "planner");
    this.executor = Objects.requireNonNull(executor, "executor");
  }

  @Override
  public OsInfo os() {
    return os;
  }

  @Override
  public Map<String, ServiceInfo> services() {
    Map<String, ServiceInfo> all = new TreeMap<>();
    catalog
        .services()
        .forEach(
            (name, service) ->
                all.put(
                    name,
                    new ServiceInfo(service.configurationFiles(), service.restartCommands())));
    return all;
  }

  @Override
  public Map<String, ConfigurationFileInfo> configurationFiles() {
    Map<String, ConfigurationFileInfo> all = new TreeMap<>();
    catalog
        .files()
        .forEach(
            (name, file) ->
                all.put(
                    name,
                    new ConfigurationFileInfo(
                        file.path(), file.templatePath(), Integer.toOctalString(file.mode()))));
    return all;
  }

  @Override
  public Optional<List<String>> affectedServices(SettingKey key) {
    List<String> services = catalog.affected(key);
    return services.isEmpty() ? Optional.empty() : Optional.of(services);
  }

  @Override
  public SortedMap<SettingKey, SettingValue> settingGenerators() {
    SortedMap<SettingKey, SettingValue> all = new TreeMap<>();
    variant.generators().forEach((key, command) -> all.put(key, SettingValue.of(command)));
    return all;
  }

  @Override
  public List<String> apply(LayeredSettings settings, SortedSet<SettingKey> keys) {
    SettingsTree now = settings.effective();
    ApplyPlan plan =
        keys.isEmpty() ? planner.planAll(now, osValues()) : planner.planFor(now, keys, osValues());
    ApplyReport report = executor.apply(plan, CancellationToken.NONE);
    List<String> failures = new ArrayList<>();
    report.files().stream()
        .filter(file -> file.status() == ApplyReport.Status.FAILED)
        .forEach(file -> failures.add("file " + file.name() + ": " + file.error().orElse("")));
    report.services().stream()
        .filter(service -> service.status() == ApplyReport.Status.FAILED)
        .forEach(
            service ->
                failures.add("service " + service.name() + ": " + service.error().orElse("")));
    return failures;
  }

  @Override
  public SettingValue plan(LayeredSettings before, LayeredSettings after) throws HostApiException {
    ApplyPlan plan = planner.plan(before.effective(), after.effective(), osValues());
    List<SettingValue> files = new ArrayList<>();
    plan.files()
        .forEach(
            file ->
                files.add(
                    SettingValue.map(
                        Map.of(
                            "path", SettingValue.of(file.file().path()),
                            "action",
                                SettingValue.of(file.action().name().toLowerCase(Locale.ROOT)),
                            "diff", SettingValue.of(file.diff())))));
    List<SettingValue> services = new ArrayList<>();
    plan.services().forEach(action -> services.add(SettingValue.of(action.service().name())));
    List<SettingValue> failures = new ArrayList<>();
    plan.failures()
        .forEach(
            failure ->
                failures.add(
                    SettingValue.of(failure.file().name() + ": " + failure.cause().getMessage())));
    List<String> keys = plan.changed().stream().map(SettingKey::toString).toList();
    return SettingValue.map(
        Map.of(
            "changed", SettingValue.strings(keys.toArray(String[]::new)),
            "files", new ListValue(files),
            "services", new ListValue(services),
            "failures", new ListValue(failures),
            "reboot", SettingValue.strings(plan.rebootReasons().toArray(String[]::new))));
  }

  private MapValue osValues() {
    return ApplyPlanner.os(
        os.arch(), os.variantId(), os.versionId(), os.buildId(), os.prettyName());
  }
}
