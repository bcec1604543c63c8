// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.api.UpdateStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The status of updates as hosts write it; what is not known is left out, where they write null.
 */
final class UpdateStatusJson {
  private UpdateStatusJson() {}

  static SettingValue write(UpdateStatus status) {
    Map<String, SettingValue> members = new TreeMap<>();
    members.put("update_state", SettingValue.of(status.state().wireName()));
    List<SettingValue> versions = new ArrayList<>();
    status.availableUpdates().forEach(version -> versions.add(SettingValue.of(version.toString())));
    members.put("available_updates", new ListValue(versions));
    if (status.chosenUpdate() != null) {
      members.put("chosen_update", image(status.chosenUpdate()));
    }
    if (status.activePartition() != null) {
      members.put("active_partition", staged(status.activePartition()));
    }
    if (status.stagingPartition() != null) {
      members.put("staging_partition", staged(status.stagingPartition()));
    }
    if (status.mostRecentCommand() != null) {
      members.put("most_recent_command", result(status.mostRecentCommand()));
    }
    return SettingValue.map(members);
  }

  private static SettingValue image(UpdateStatus.Image image) {
    return SettingValue.map(
        Map.of(
            "arch", SettingValue.of(image.arch()),
            "version", SettingValue.of(image.version().toString()),
            "variant", SettingValue.of(image.variant())));
  }

  private static SettingValue staged(UpdateStatus.StagedImage staged) {
    return SettingValue.map(
        Map.of(
            "image", image(staged.image()), "next_to_boot", SettingValue.of(staged.nextToBoot())));
  }

  private static SettingValue result(UpdateStatus.CommandResult result) {
    Map<String, SettingValue> members = new TreeMap<>();
    members.put("cmd_type", SettingValue.of(result.command().wireName()));
    members.put("cmd_status", SettingValue.of(result.outcome().wireName()));
    members.put("timestamp", SettingValue.of(result.timestamp().toString()));
    if (result.exitStatus() != null) {
      members.put("exit_status", SettingValue.of(result.exitStatus()));
    }
    if (result.stderr() != null) {
      members.put("stderr", SettingValue.of(result.stderr()));
    }
    return SettingValue.map(members);
  }
}
