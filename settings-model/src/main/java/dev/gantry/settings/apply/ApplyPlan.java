// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a change of settings will do: files, services and whether the host must reboot. The same
 * settings always give the same plan.
 *
 * <p>Immutable and safe for use by many threads. What files will have may be secret; the diffs are
 * without secrets, and {@code toString} shows names only.
 */
public final class ApplyPlan {
  private static final String UNITS = "/etc/systemd/";

  private final List<SettingKey> changed;
  private final List<FileChange> files;
  private final List<RenderFailure> failures;
  private final List<ServiceAction> services;
  private final List<String> rebootReasons;

  /** Whether systemd has not read units again that an attempt before this one wrote. */
  private final boolean reloadIsLeft;

  /** Services whose units systemd must read again before they are restarted. */
  private final Set<String> unitServices;

  ApplyPlan(
      List<SettingKey> changed,
      List<FileChange> files,
      List<RenderFailure> failures,
      List<ServiceAction> services,
      List<String> rebootReasons) {
    this(changed, files, failures, services, rebootReasons, false, Set.of());
  }

  private ApplyPlan(
      List<SettingKey> changed,
      List<FileChange> files,
      List<RenderFailure> failures,
      List<ServiceAction> services,
      List<String> rebootReasons,
      boolean reloadIsLeft,
      Set<String> waiting) {
    this.reloadIsLeft = reloadIsLeft;
    this.changed = List.copyOf(changed);
    this.files = List.copyOf(files);
    this.failures = List.copyOf(failures);
    this.services = List.copyOf(services);
    this.rebootReasons = List.copyOf(rebootReasons);
    Set<String> units = new TreeSet<>(waiting);
    Set<String> unitFiles = new TreeSet<>();
    files.stream()
        .filter(ApplyPlan::changesUnit)
        .forEach(each -> unitFiles.add(each.file().name()));
    services.stream()
        .map(ServiceAction::service)
        .filter(each -> !Collections.disjoint(each.configurationFiles(), unitFiles))
        .forEach(each -> units.add(each.name()));
    this.unitServices = Collections.unmodifiableSet(units);
  }

  private static boolean changesUnit(FileChange change) {
    return change.action() != Action.KEEP && change.file().path().startsWith(UNITS);
  }

  /** Tells whether a restart of a service has no effect before systemd has read its units again. */
  boolean waitsForReload(Service service) {
    return unitServices.contains(service.name());
  }

  /** What happens to a file. */
  public enum Action {
    /** It is written, though it may have been there before. */
    WRITE,
    /** It is removed if it is there. */
    REMOVE,
    /** It stays as it is. */
    KEEP
  }

  /** A file of an affected service, and what happens to it. */
  public static final class FileChange {
    private final ConfigurationFile file;
    private final Action action;
    private final String content;
    private final String diff;

    FileChange(ConfigurationFile file, Action action, String content, String diff) {
      this.file = Objects.requireNonNull(file, "file");
      this.action = Objects.requireNonNull(action, "action");
      this.content = Objects.requireNonNull(content, "content");
      this.diff = Objects.requireNonNull(diff, "diff");
    }

    /**
     * Returns the file.
     *
     * @return name, path, mode and owner
     */
    public ConfigurationFile file() {
      return file;
    }

    /**
     * Returns what happens to it.
     *
     * @return the action
     */
    public Action action() {
      return action;
    }

    /**
     * Returns what the file will have; whoever calls this must not show it.
     *
     * @return the text, with secrets
     */
    public String revealContent() {
      return content;
    }

    /**
     * Returns the change for people.
     *
     * @return a unified diff without secrets; empty if nothing changes that may be shown
     */
    public String diff() {
      return diff;
    }

    /**
     * Says what happens to which file.
     *
     * @return action and path
     */
    @Override
    public String toString() {
      return action + " " + file.path();
    }
  }

  /**
   * A file that cannot be rendered with the new settings.
   *
   * @param file the file
   * @param cause why
   */
  public record RenderFailure(ConfigurationFile file, GantryException cause) {}

  /**
   * A service that must learn of the change.
   *
   * @param service the service
   * @param changed the changed settings that concern it; empty if the plan is for all services
   */
  public record ServiceAction(Service service, SortedSet<SettingKey> changed) {
    /** Creates an action. */
    public ServiceAction {
      Objects.requireNonNull(service, "service");
      changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
    }
  }

  /**
   * Returns the settings that differ.
   *
   * @return keys of leaves, sorted; empty if the plan is for all services
   */
  public List<SettingKey> changed() {
    return changed;
  }

  /**
   * Returns the files of the affected services.
   *
   * @return sorted by path
   */
  public List<FileChange> files() {
    return files;
  }

  /**
   * Returns the files that cannot be rendered. They stay as they are, and the services that read
   * them are not restarted.
   *
   * @return sorted by path
   */
  public List<RenderFailure> failures() {
    return failures;
  }

  /**
   * Returns the affected services.
   *
   * @return in the order in which they are restarted
   */
  public List<ServiceAction> services() {
    return services;
  }

  /**
   * Returns why the host must reboot for the change to take effect.
   *
   * @return reasons; empty if it need not
   */
  public List<String> rebootReasons() {
    return rebootReasons;
  }

  /**
   * Tells whether systemd must read its units again.
   *
   * @return whether a file below {@code /etc/systemd/} changes
   */
  public boolean reloadsUnits() {
    return reloadIsLeft || files.stream().anyMatch(ApplyPlan::changesUnit);
  }

  /**
   * Returns what is left to do after an attempt.
   *
   * @param report what the attempt did
   * @return a plan with the files that were not written and the services that were not restarted,
   *     which reads units again if that is left; this plan if the attempt was a dry run
   */
  public ApplyPlan remaining(ApplyReport report) {
    if (report.dryRun()) {
      return this;
    }
    boolean reloads = report.reloadError().isPresent();
    Set<String> badFiles = new TreeSet<>(report.failedFiles());
    Set<String> badServices = new TreeSet<>(report.failedServices());
    List<FileChange> leftFiles = new ArrayList<>(files);
    leftFiles.removeIf(each -> !badFiles.contains(each.file().name()));
    List<ServiceAction> leftServices = new ArrayList<>(services);
    leftServices.removeIf(each -> !badServices.contains(each.service().name()));
    return new ApplyPlan(
        changed,
        leftFiles,
        failures,
        leftServices,
        rebootReasons,
        reloads,
        reloads ? unitServices : Set.of());
  }

  /**
   * Names files and services.
   *
   * @return what happens to which file and service
   */
  @Override
  public String toString() {
    return "files "
        + files
        + ", not rendered "
        + failures.stream().map(each -> each.file().path()).toList()
        + ", services "
        + services.stream().map(each -> each.service().name()).toList()
        + ", reboot "
        + rebootReasons;
  }
}
