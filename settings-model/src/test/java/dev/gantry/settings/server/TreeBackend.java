// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.core.Version;
import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.api.ConfigurationFileInfo;
import dev.gantry.settings.api.HostApiException;
import dev.gantry.settings.api.OsInfo;
import dev.gantry.settings.api.ReportInfo;
import dev.gantry.settings.api.ServiceInfo;
import dev.gantry.settings.api.UpdateStatus;
import dev.gantry.settings.datastore.DatastoreContents;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A host whose services, files and metadata are those of a data store, as on Bottlerocket. */
final class TreeBackend implements HostBackend {
  private static final SettingKey SETTINGS = SettingKey.of("settings");

  /** What the stand-in for thar-be-updates writes when it is to refresh. */
  static final UpdateStatus STATUS =
      new UpdateStatus(
          UpdateStatus.State.STAGED,
          List.of(Version.of(1, 27, 0), Version.of(1, 26, 2)),
          new UpdateStatus.Image("x86_64", Version.of(1, 27, 0), "aws-k8s-1.31-nvidia"),
          new UpdateStatus.StagedImage(
              new UpdateStatus.Image("x86_64", Version.of(1, 26, 1), "aws-k8s-1.31-nvidia"), true),
          null,
          new UpdateStatus.CommandResult(
              UpdateStatus.Command.REFRESH,
              UpdateStatus.Outcome.SUCCESS,
              Instant.parse("2026-01-02T03:04:05.678901234Z"),
              0,
              ""));

  private final DatastoreContents contents;
  private volatile @Nullable UpdateStatus updates;

  TreeBackend(DatastoreContents contents) {
    this.contents = contents;
  }

  @Override
  public OsInfo os() {
    String variant = "aws-k8s-1.31-nvidia";
    return new OsInfo(
        "Bottlerocket OS 1.26.1 (" + variant + ")", variant, "1.26.1", "943d9a41", "x86_64");
  }

  private MapValue below(String name) throws IOException {
    Map<SettingKey, SettingValue> values = new TreeMap<>();
    for (SettingKey key : contents.live().keySet()) {
      if (key.startsWith(SettingKey.of(name))) {
        values.put(key.relativeTo(SettingKey.of(name)), contents.value(key).orElseThrow());
      }
    }
    return SettingsTree.ofValues(values).toMap();
  }

  private static List<String> texts(@Nullable SettingValue list) {
    List<String> all = new ArrayList<>();
    ((ListValue) Objects.requireNonNull(list))
        .items()
        .forEach(item -> all.add(((StringValue) item).value()));
    return all;
  }

  @Override
  public Map<String, ServiceInfo> services() throws IOException {
    Map<String, ServiceInfo> all = new TreeMap<>();
    below("services")
        .entries()
        .forEach(
            (name, service) -> {
              Map<String, SettingValue> members = ((MapValue) service).entries();
              all.put(
                  name,
                  new ServiceInfo(
                      texts(members.get("configuration-files")),
                      texts(members.get("restart-commands"))));
            });
    return all;
  }

  @Override
  public Map<String, ConfigurationFileInfo> configurationFiles() throws IOException {
    Map<String, ConfigurationFileInfo> all = new TreeMap<>();
    below("configuration-files")
        .entries()
        .forEach(
            (name, file) -> {
              Map<String, SettingValue> members = ((MapValue) file).entries();
              all.put(
                  name,
                  new ConfigurationFileInfo(
                      RecordedExchange.text(members, "path"),
                      RecordedExchange.text(members, "template-path"),
                      members.containsKey("mode") ? RecordedExchange.text(members, "mode") : null));
            });
    return all;
  }

  private Optional<SettingValue> metadata(SettingKey key, String name) throws IOException {
    SortedMap<String, String> texts = contents.metadata().get(key);
    String text = texts == null ? null : texts.get(name);
    return text == null ? Optional.empty() : SettingsJson.read(key.toString(), text);
  }

  /** Metadata of a key are those of the next key above that has some. */
  private Optional<SettingValue> inherited(SettingKey key, String name) throws IOException {
    for (SettingKey at = SETTINGS.resolve(key); !at.isRoot(); at = at.parent()) {
      Optional<SettingValue> found = metadata(at, name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> affectedServices(SettingKey key) throws IOException {
    return inherited(key, "affected-services").map(TreeBackend::texts);
  }

  @Override
  public Optional<SettingValue> template(SettingKey key) throws IOException {
    return inherited(key, "template");
  }

  @Override
  public SortedMap<SettingKey, SettingValue> settingGenerators() throws IOException {
    SortedMap<SettingKey, SettingValue> all = new TreeMap<>();
    for (SettingKey key : contents.metadata().keySet()) {
      Optional<SettingValue> generator = metadata(key, "setting-generator");
      generator.ifPresent(value -> all.put(key.relativeTo(SETTINGS), value));
    }
    return all;
  }

  @Override
  public List<String> apply(LayeredSettings settings, SortedSet<SettingKey> keys) {
    return List.of();
  }

  @Override
  public List<ReportInfo> reports() {
    return List.of(new ReportInfo("cis", "CIS Bottlerocket Benchmark"));
  }

  @Override
  public Optional<String> report(
      String name, @Nullable String level, @Nullable String type, String format)
      throws HostApiException {
    if ("99".equals(level)) {
      throw new HostApiException("report", 500, "Failed to generate report");
    }
    return Optional.of(name + " " + level + " " + type + " " + format);
  }

  @Override
  public List<String> ephemeralDirectories() {
    return List.of(
        "/var/lib/containerd", "/var/lib/host-containerd", "/var/lib/kubelet", "/var/log/pods");
  }

  @Override
  public void initializeEphemeralStorage(@Nullable String filesystem, List<String> disks) {}

  @Override
  public void bindEphemeralStorage(List<String> directories) {}

  @Override
  public void run(UpdateStatus.Command command) throws HostApiException {
    switch (command) {
      case REFRESH -> updates = STATUS;
      case PREPARE -> throw new HostApiException("prepare", 404, "no staged image");
      case ACTIVATE -> throw new HostApiException("activate", 423, "locked");
      case DEACTIVATE -> throw new HostApiException("deactivate", 404, "no such update");
    }
  }

  @Override
  public Optional<UpdateStatus> updateStatus() {
    return Optional.ofNullable(updates);
  }

  @Override
  public void reboot() {}
}
