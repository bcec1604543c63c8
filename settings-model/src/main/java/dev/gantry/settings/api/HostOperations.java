// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of a host's API that is about reports, ephemeral disks and reboots. Methods throw as
 * those of {@link HostApiClient} do. Safe for use by many threads.
 */
public final class HostOperations {
  private final HttpCalls calls;

  HostOperations(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * Tells the host to reboot ({@code POST /actions/reboot}).
   *
   * @throws IOException see the class; the answer may be lost since the host goes down
   */
  public void reboot() throws IOException {
    calls.send("POST", "/actions/reboot", Map.of(), null);
  }

  /**
   * Returns the reports that the host can make ({@code GET /report}). Bottlerocket's list leaves
   * out those on Kubernetes and on FIPS, although it has them.
   *
   * @return the reports
   * @throws IOException see the class
   */
  public List<ReportInfo> reports() throws IOException {
    List<ReportInfo> all = new ArrayList<>();
    for (SettingValue item :
        Answer.readList("GET /report", calls.send("GET", "/report", Map.of(), null))) {
      Answer report = Answer.of("GET /report", "report", item);
      all.add(new ReportInfo(report.text("name"), report.text("description")));
    }
    return all;
  }

  /**
   * Makes a report ({@code GET /report/cis} or {@code GET /report/fips}).
   *
   * @param name {@code cis} or {@code fips}, or what else the host has
   * @param level how many checks, 1 or 2, or 0 for the host's choice
   * @param type what to check, {@code kubernetes}, or null for the operating system
   * @param format {@code text} or {@code json}
   * @return the report in that format
   * @throws IllegalArgumentException if the name is not made of letters, digits and hyphens
   * @throws IOException see the class
   */
  public String report(String name, int level, @Nullable String type, String format)
      throws IOException {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("name of a report: " + name);
    }
    Map<String, String> query = new TreeMap<>();
    query.put("format", format);
    if (level > 0) {
      query.put("level", Integer.toString(level));
    }
    if (type != null) {
      query.put("type", type);
    }
    return calls.send("GET", "/report/" + name, query, null);
  }

  /**
   * Makes a file system on the host's ephemeral disks ({@code POST
   * /actions/ephemeral-storage/init}).
   *
   * @param filesystem {@code Xfs} or {@code Ext4}, or null for the host's choice
   * @param disks the disks, or none for all
   * @throws IOException see the class
   */
  public void initializeEphemeralStorage(@Nullable String filesystem, List<String> disks)
      throws IOException {
    Map<String, SettingValue> body = new TreeMap<>();
    if (filesystem != null) {
      body.put("filesystem", SettingValue.of(filesystem));
    }
    if (!disks.isEmpty()) {
      body.put("disks", SettingValue.strings(disks.toArray(String[]::new)));
    }
    calls.send(
        "POST",
        "/actions/ephemeral-storage/init",
        Map.of(),
        SettingsJson.write(SettingValue.map(body)));
  }

  /**
   * Puts directories on the ephemeral disks ({@code POST /actions/ephemeral-storage/bind}).
   *
   * @param directories directories that the host allows
   * @throws IOException see the class
   */
  public void bindEphemeralStorage(List<String> directories) throws IOException {
    SettingValue targets = SettingValue.strings(directories.toArray(String[]::new));
    calls.send(
        "POST",
        "/actions/ephemeral-storage/bind",
        Map.of(),
        SettingsJson.write(SettingValue.map(Map.of("targets", targets))));
  }

  /**
   * Returns the host's ephemeral disks ({@code GET /actions/ephemeral-storage/list-disks}).
   *
   * @return device paths
   * @throws IOException see the class
   */
  public List<String> ephemeralDisks() throws IOException {
    return list("/actions/ephemeral-storage/list-disks");
  }

  /**
   * Returns the directories that may be put on ephemeral disks ({@code GET
   * /actions/ephemeral-storage/list-dirs}).
   *
   * @return paths
   * @throws IOException see the class
   */
  public List<String> ephemeralDirectories() throws IOException {
    return list("/actions/ephemeral-storage/list-dirs");
  }

  private List<String> list(String path) throws IOException {
    return Answer.readTexts("GET " + path, calls.send("GET", path, Map.of("format", "json"), null));
  }
}
