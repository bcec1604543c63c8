// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.agent;

import dev.gantry.core.Version;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.api.ConfigurationFileInfo;
import dev.gantry.settings.api.HostApiException;
import dev.gantry.settings.api.OsInfo;
import dev.gantry.settings.api.ReportInfo;
import dev.gantry.settings.api.ServiceInfo;
import dev.gantry.settings.api.UpdateStatus;
import dev.gantry.settings.server.HostBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A host that remembers what it was told. */
final class TestBackend implements HostBackend {
  static final UpdateStatus STATUS =
      new UpdateStatus(
          UpdateStatus.State.STAGED,
          List.of(Version.parse("1.2.4")),
          new UpdateStatus.Image("x86_64", Version.parse("1.2.4"), "metal-dev"),
          new UpdateStatus.StagedImage(
              new UpdateStatus.Image("x86_64", Version.parse("1.2.3"), "metal-dev"), true),
          null,
          new UpdateStatus.CommandResult(
              UpdateStatus.Command.PREPARE,
              UpdateStatus.Outcome.FAILED,
              Instant.parse("2026-01-02T03:04:05.678Z"),
              1,
              "no"));

  final List<String> told = Collections.synchronizedList(new ArrayList<>());
  volatile List<String> failures = List.of();
  volatile @Nullable UpdateStatus status;
  volatile @Nullable UpdateStatus statusAfterRefresh;

  @Override
  public OsInfo os() {
    return new OsInfo("Test OS 1.2.3", "metal-dev", "1.2.3", "abc", "x86_64");
  }

  @Override
  public Map<String, ServiceInfo> services() {
    return Map.of(
        "motd", new ServiceInfo(List.of("motd"), List.of()),
        "ntp", new ServiceInfo(List.of("chrony"), List.of("systemctl try-restart chronyd")));
  }

  @Override
  public Map<String, ConfigurationFileInfo> configurationFiles() {
    return Map.of(
        "motd", new ConfigurationFileInfo("/etc/motd", "/usr/share/templates/motd", "0600"),
        "chrony", new ConfigurationFileInfo("/etc/chrony.conf", "/usr/share/chrony", null));
  }

  @Override
  public Optional<List<String>> affectedServices(SettingKey key) {
    return key.names().get(0).equals("motd") ? Optional.of(List.of("motd")) : Optional.empty();
  }

  @Override
  public Optional<SettingValue> template(SettingKey key) {
    return key.names().get(0).equals("motd")
        ? Optional.of(SettingValue.of("{{x}}"))
        : Optional.empty();
  }

  @Override
  public SortedMap<SettingKey, SettingValue> settingGenerators() {
    return new TreeMap<>(Map.of(SettingKey.of("updates", "seed"), SettingValue.of("bork seed")));
  }

  @Override
  public List<String> apply(LayeredSettings settings, SortedSet<SettingKey> keys) {
    told.add("apply " + keys);
    return failures;
  }

  @Override
  public SettingValue plan(LayeredSettings before, LayeredSettings after) {
    return SettingValue.map(
        Map.of(
            "before", before.effective().toMap(),
            "after", after.effective().toMap()));
  }

  @Override
  public void reboot() {
    told.add("reboot");
  }

  @Override
  public void run(UpdateStatus.Command command) throws HostApiException {
    told.add(command.wireName());
    if (command == UpdateStatus.Command.REFRESH && statusAfterRefresh != null) {
      status = statusAfterRefresh;
    }
    if (command == UpdateStatus.Command.DEACTIVATE) {
      throw new HostApiException("deactivate", 409, "Update action not allowed");
    }
  }

  @Override
  public Optional<UpdateStatus> updateStatus() {
    return Optional.ofNullable(status);
  }

  @Override
  public List<ReportInfo> reports() {
    return List.of(new ReportInfo("cis", "CIS"), new ReportInfo("fips", "FIPS"));
  }

  @Override
  public Optional<String> report(
      String name, @Nullable String level, @Nullable String type, String format) {
    return Optional.of(name + " " + level + " " + type + " " + format);
  }

  @Override
  public List<String> ephemeralDisks() {
    return List.of("/dev/nvme1n1");
  }

  @Override
  public List<String> ephemeralDirectories() {
    return List.of("/var/lib/containerd");
  }

  @Override
  public void initializeEphemeralStorage(@Nullable String filesystem, List<String> disks) {
    told.add("init " + filesystem + " " + disks);
  }

  @Override
  public void bindEphemeralStorage(List<String> directories) {
    told.add("bind " + directories);
  }
}
