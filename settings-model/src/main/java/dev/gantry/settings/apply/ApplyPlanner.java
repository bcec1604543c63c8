// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.apply.ApplyPlan.Action;
import dev.gantry.settings.apply.ApplyPlan.FileChange;
import dev.gantry.settings.apply.ApplyPlan.RenderFailure;
import dev.gantry.settings.apply.ApplyPlan.ServiceAction;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.template.Template;
import dev.gantry.settings.template.TemplateData;
import dev.gantry.settings.template.TemplateEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out what a change of settings does to a host, without touching the host.
 *
 * <p>Immutable and safe for use by many threads, if the engine and the templates are.
 */
public final class ApplyPlanner {
  private final ServiceCatalog catalog;
  private final TemplateEngine engine;
  private final TemplateSource templates;
  private final SettingsModel model;
  private final List<RebootRule> rebootRules;

  private ApplyPlanner(
      ServiceCatalog catalog,
      TemplateEngine engine,
      TemplateSource templates,
      SettingsModel model,
      List<RebootRule> rebootRules) {
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.engine = Objects.requireNonNull(engine, "engine");
    this.templates = Objects.requireNonNull(templates, "templates");
    this.model = Objects.requireNonNull(model, "model");
    this.rebootRules = List.copyOf(rebootRules);
  }

  /**
   * Returns a planner.
   *
   * @param catalog services and files of the host
   * @param engine renders templates; its environment says what the host is like
   * @param templates finds templates
   * @param model says which settings are secrets
   * @param rebootRules when the host must reboot
   * @return the planner
   */
  public static ApplyPlanner create(
      ServiceCatalog catalog,
      TemplateEngine engine,
      TemplateSource templates,
      SettingsModel model,
      Collection<? extends RebootRule> rebootRules) {
    return new ApplyPlanner(catalog, engine, templates, model, List.copyOf(rebootRules));
  }

  /**
   * Plans a change. Files whose text does not change are kept; the services that the changed
   * settings concern are restarted even so, as with Bottlerocket.
   *
   * @param before the effective settings of the host
   * @param after the effective settings to come
   * @param os what templates see as {@code os}
   * @return the plan
   */
  public ApplyPlan plan(SettingsTree before, SettingsTree after, MapValue os) {
    SortedSet<SettingKey> changed = changed(before, after);
    SortedMap<String, SortedSet<SettingKey>> affected = new TreeMap<>();
    for (SettingKey key : changed) {
      for (String service : catalog.affected(key)) {
        affected.computeIfAbsent(service, each -> new TreeSet<>()).add(key);
      }
    }
    List<String> reasons = new ArrayList<>();
    rebootRules.forEach(rule -> rule.reason(before, after).ifPresent(reasons::add));
    return new Pass(before, after, os).plan(new ArrayList<>(changed), affected, false, reasons);
  }

  /**
   * Plans to write the files and restart the services that some settings concern, whatever their
   * values were before.
   *
   * @param settings the settings
   * @param keys keys of leaves or maps, of settings that may be unset now
   * @param os what templates see as {@code os}
   * @return the plan; it writes every file that it names
   */
  public ApplyPlan planFor(SettingsTree settings, SortedSet<SettingKey> keys, MapValue os) {
    SortedMap<String, SortedSet<SettingKey>> affected = new TreeMap<>();
    for (SettingKey key : keys) {
      for (String service : catalog.affectedAround(key)) {
        affected.computeIfAbsent(service, each -> new TreeSet<>()).add(key);
      }
    }
    return new Pass(SettingsTree.empty(), settings, os)
        .plan(new ArrayList<>(keys), affected, true, List.of());
  }

  /**
   * Plans for all services and files, as a host does when it boots.
   *
   * @param settings the effective settings
   * @param os what templates see as {@code os}
   * @return the plan; all files that can be rendered are written
   */
  public ApplyPlan planAll(SettingsTree settings, MapValue os) {
    SortedMap<String, SortedSet<SettingKey>> all = new TreeMap<>();
    catalog.services().keySet().forEach(name -> all.put(name, new TreeSet<>()));
    return new Pass(SettingsTree.empty(), settings, os).plan(List.of(), all, true, List.of());
  }

  private static SortedSet<SettingKey> changed(SettingsTree before, SettingsTree after) {
    SortedSet<SettingKey> keys = new TreeSet<>(before.leaves().keySet());
    keys.addAll(after.leaves().keySet());
    keys.removeIf(key -> Objects.equals(before.leaves().get(key), after.leaves().get(key)));
    return keys;
  }

  /** One run of the planner. */
  private final class Pass {
    private final SecretTexts secrets;
    private final TemplateData before;
    private final TemplateData after;
    private final List<FileChange> files = new ArrayList<>();
    private final List<RenderFailure> failures = new ArrayList<>();

    private Pass(SettingsTree before, SettingsTree after, MapValue os) {
      this.secrets = SecretTexts.of(model, before, after);
      this.before = TemplateData.of(before, os);
      this.after = TemplateData.of(after, os);
    }

    private ApplyPlan plan(
        List<SettingKey> changed,
        Map<String, SortedSet<SettingKey>> affected,
        boolean all,
        List<String> reasons) {
      List<ServiceAction> services = new ArrayList<>();
      SortedSet<String> names = new TreeSet<>();
      for (String name : catalog.order()) {
        Service service = catalog.services().get(name);
        SortedSet<SettingKey> keys = affected.get(name);
        if (service != null && keys != null) {
          services.add(new ServiceAction(service, keys));
          names.addAll(service.configurationFiles());
        }
      }
      catalog.files().values().stream()
          .filter(file -> names.contains(file.name()))
          .sorted(Comparator.comparing(ConfigurationFile::path))
          .forEach(file -> render(file, all));
      return new ApplyPlan(changed, files, failures, services, reasons);
    }

    private void render(ConfigurationFile file, boolean all) {
      try {
        Template template = templates.template(file.templatePath());
        String content = engine.render(template, after);
        Optional<String> was = all ? Optional.empty() : old(template);
        String old = was.orElse("");
        boolean removes = file.removedIfEmpty() && content.isBlank();
        boolean same =
            was.isPresent() && (removes ? was.get().isBlank() : was.get().equals(content));
        Action action = same ? Action.KEEP : removes ? Action.REMOVE : Action.WRITE;
        files.add(new FileChange(file, action, content, diff(file, old, removes ? "" : content)));
      } catch (GantryException e) {
        failures.add(new RenderFailure(file, e));
      }
    }

    /** Returns the file as it was; empty if the old settings do not render it. */
    private Optional<String> old(Template template) {
      try {
        return Optional.of(engine.render(template, before));
      } catch (GantryException e) {
        return Optional.empty();
      }
    }

    private String diff(ConfigurationFile file, String old, String content) {
      Optional<String> shownOld = secrets.without(old);
      Optional<String> shownNew = secrets.without(content);
      if (shownOld.isEmpty() || shownNew.isEmpty()) {
        return "--- " + file.path() + "\n+++ " + file.path() + "\n(not shown: it has secrets)\n";
      }
      String diff = UnifiedDiff.of(file.path(), shownOld.get(), shownNew.get());
      return diff.isEmpty() && !old.equals(content)
          ? "--- " + file.path() + "\n+++ " + file.path() + "\n(only secrets change)\n"
          : diff;
    }
  }

  /**
   * Returns the value of {@code os} for templates.
   *
   * @param arch the architecture, for example {@code x86_64}
   * @param variantId the variant
   * @param versionId the version
   * @param buildId the build
   * @param prettyName the name for people
   * @return the value
   */
  public static MapValue os(
      String arch, String variantId, String versionId, String buildId, String prettyName) {
    return SettingValue.map(
        Map.of(
            "arch", SettingValue.of(arch),
            "variant_id", SettingValue.of(variantId),
            "version_id", SettingValue.of(versionId),
            "build_id", SettingValue.of(buildId),
            "pretty_name", SettingValue.of(prettyName)));
  }
}
