// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What hosts that serve Gantry's API have beyond Bottlerocket's. A Bottlerocket host refuses all of
 * it with status 404. Methods throw as those of {@link HostApiClient} do. Safe for use by many
 * threads.
 */
public final class HostExtensions {
  private final HttpCalls calls;

  HostExtensions(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * Unsets settings in a transaction, so that their defaults show ({@code DELETE /settings}).
   *
   * @param keys keys of leaves or maps
   * @param transaction name of the transaction
   * @throws IllegalArgumentException if there are no keys
   * @throws IOException see the class
   */
  public void unset(Collection<SettingKey> keys, String transaction) throws IOException {
    calls.send(
        "DELETE", "/settings", Map.of("keys", HostApiClient.joined(keys), "tx", transaction), null);
  }

  /**
   * Says where the values of settings come from ({@code GET /settings/explain}).
   *
   * @param keys keys of leaves or maps
   * @return for each leaf, by its written key, whether it is set, and its definitions from the
   *     strongest to the weakest
   * @throws IllegalArgumentException if there are no keys
   * @throws IOException see the class
   */
  public MapValue explain(Collection<SettingKey> keys) throws IOException {
    Map<String, String> query = Map.of("keys", HostApiClient.joined(keys));
    return SettingsJson.readMap(
        "GET /settings/explain", calls.send("GET", "/settings/explain", query, null));
  }

  /**
   * Checks settings over the live ones, without keeping them ({@code POST /settings/validate}).
   *
   * @param settings the settings
   * @throws HostApiException with status 422 and all violations if they break the model's rules
   * @throws IOException see the class
   */
  public void validate(SettingsTree settings) throws IOException {
    calls.send(
        "POST",
        "/settings/validate",
        Map.of("format", "json"),
        SettingsJson.write(settings.toMap()));
  }

  /**
   * Says what committing and applying a transaction would do ({@code POST /tx/plan}).
   *
   * @param transaction its name
   * @return the plan
   * @throws IOException see the class
   */
  public MapValue plan(String transaction) throws IOException {
    return SettingsJson.readMap(
        "POST /tx/plan", calls.send("POST", "/tx/plan", Map.of("tx", transaction), null));
  }

  /**
   * Returns the last revisions ({@code GET /revisions}).
   *
   * @return one map for each, the newest first
   * @throws IOException see the class
   */
  public List<SettingValue> revisions() throws IOException {
    return Answer.readList("GET /revisions", calls.send("GET", "/revisions", Map.of(), null));
  }

  /**
   * Makes a new revision with the settings of an earlier one ({@code POST /revisions/revert}).
   *
   * @param revision the earlier revision
   * @return the keys that changed
   * @throws HostApiException with status 409 if the host does not have that revision any more
   * @throws IOException see the class
   */
  public List<SettingKey> revert(long revision) throws IOException {
    String what = "POST /revisions/revert";
    Map<String, String> query = Map.of("revision", Long.toString(revision));
    String text = calls.send("POST", "/revisions/revert", query, null);
    return Answer.keys(what, Answer.readTexts(what, text));
  }
}
