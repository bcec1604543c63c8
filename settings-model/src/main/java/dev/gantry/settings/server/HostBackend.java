// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.api.ConfigurationFileInfo;
import dev.gantry.settings.api.HostApiException;
import dev.gantry.settings.api.OsInfo;
import dev.gantry.settings.api.ReportInfo;
import dev.gantry.settings.api.ServiceInfo;
import dev.gantry.settings.api.UpdateStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the API needs from the host behind it, beside settings. Implementations are safe for use by
 * many threads. A method that is not implemented answers with status 501; a method may throw {@link
 * HostApiException} to choose the status itself.
 */
public interface HostBackend {
  /**
   * Says which operating system runs.
   *
   * @return the operating system
   * @throws IOException if that cannot be found out
   */
  OsInfo os() throws IOException;

  /**
   * Returns the services that depend on settings.
   *
   * @return services by name
   * @throws IOException if they cannot be read
   */
  default Map<String, ServiceInfo> services() throws IOException {
    return Map.of();
  }

  /**
   * Returns the files that are rendered from settings.
   *
   * @return files by name
   * @throws IOException if they cannot be read
   */
  default Map<String, ConfigurationFileInfo> configurationFiles() throws IOException {
    return Map.of();
  }

  /**
   * Returns the services that a setting affects.
   *
   * @param key the setting
   * @return names of services, or empty if nothing is known about it
   * @throws IOException if they cannot be read
   */
  default Optional<List<String>> affectedServices(SettingKey key) throws IOException {
    return Optional.empty();
  }

  /**
   * Returns the template that a setting's value is rendered from.
   *
   * @param key the setting
   * @return the metadata {@code template}, or empty if it has none
   * @throws IOException if it cannot be read
   */
  default Optional<SettingValue> template(SettingKey key) throws IOException {
    return Optional.empty();
  }

  /**
   * Returns the settings whose values are generated.
   *
   * @return the metadata {@code setting-generator} by key
   * @throws IOException if they cannot be read
   */
  default SortedMap<SettingKey, SettingValue> settingGenerators() throws IOException {
    return new TreeMap<>();
  }

  /**
   * Writes files and restarts services.
   *
   * @param settings the settings, all layers
   * @param keys the settings that changed, or none to apply all
   * @return one sentence for each service or file that failed; empty if all went well
   * @throws IOException if nothing could be done
   */
  default List<String> apply(LayeredSettings settings, SortedSet<SettingKey> keys)
      throws IOException {
    throw unsupported("apply");
  }

  /**
   * Says what a change would do to files and services.
   *
   * @param before all layers as they are
   * @param after all layers as they would be
   * @return the plan, without secrets
   * @throws IOException if there is none
   */
  default SettingValue plan(LayeredSettings before, LayeredSettings after) throws IOException {
    throw unsupported("plan");
  }

  /**
   * Reboots the host.
   *
   * @throws IOException if it cannot
   */
  default void reboot() throws IOException {
    throw unsupported("reboot");
  }

  /**
   * Starts to do something about updates.
   *
   * @param command what to do
   * @throws HostApiException with status 404 if there is no update or no staged image, 409 if the
   *     command does not fit the state, 423 if another command runs
   * @throws IOException if it cannot
   */
  default void run(UpdateStatus.Command command) throws IOException {
    throw unsupported("updates");
  }

  /**
   * Says how far an update has come.
   *
   * @return the status, or empty if nobody has looked for updates yet
   * @throws IOException if it cannot be found out
   */
  default Optional<UpdateStatus> updateStatus() throws IOException {
    return Optional.empty();
  }

  /**
   * Returns the reports that the host can make.
   *
   * @return the reports
   * @throws IOException if they cannot be found out
   */
  default List<ReportInfo> reports() throws IOException {
    return List.of();
  }

  /**
   * Makes a report.
   *
   * @param name its name, for example {@code cis}
   * @param level how many checks, or null for the host's choice
   * @param type what to check: {@code kubernetes}; or {@code bottlerocket}, which Bottlerocket's
   *     apiclient sends, or null for the operating system
   * @param format {@code text} or {@code json}
   * @return the report, or empty if there is none with that name
   * @throws IOException if it cannot be made
   */
  default Optional<String> report(
      String name, @Nullable String level, @Nullable String type, String format)
      throws IOException {
    return Optional.empty();
  }

  /**
   * Returns the ephemeral disks.
   *
   * @return device paths
   * @throws IOException if they cannot be found out
   */
  default List<String> ephemeralDisks() throws IOException {
    return List.of();
  }

  /**
   * Returns the directories that may be put on ephemeral disks.
   *
   * @return paths
   * @throws IOException if they cannot be found out
   */
  default List<String> ephemeralDirectories() throws IOException {
    return List.of();
  }

  /**
   * Makes a file system on ephemeral disks.
   *
   * @param filesystem {@code Xfs} or {@code Ext4}, or null for the host's choice
   * @param disks the disks, or none for all
   * @throws IOException if it cannot
   */
  default void initializeEphemeralStorage(@Nullable String filesystem, List<String> disks)
      throws IOException {
    throw unsupported("ephemeral storage");
  }

  /**
   * Puts directories on ephemeral disks.
   *
   * @param directories some of {@link #ephemeralDirectories}
   * @throws IOException if it cannot
   */
  default void bindEphemeralStorage(List<String> directories) throws IOException {
    throw unsupported("ephemeral storage");
  }

  private static HostApiException unsupported(String what) {
    return new HostApiException(what, 501, "this host does not do that");
  }
}
