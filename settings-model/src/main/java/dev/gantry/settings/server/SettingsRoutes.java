// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.LayeredSettings;
import dev.gantry.settings.LayeredSettings.Explanation;
import dev.gantry.settings.LayeredSettings.LayerDefinition;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.store.SettingsEdit;
import dev.gantry.settings.store.SettingsStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Routes that read settings, and that put changes into transactions. */
final class SettingsRoutes {
  private final SettingsStore store;
  private final SettingsEdits edits;

  SettingsRoutes(SettingsStore store, SettingsEdits edits) {
    this.store = store;
    this.edits = edits;
  }

  void addTo(SettingsApi api) {
    api.add(
        "GET",
        "/settings",
        List.of("keys", "prefix"),
        "Returns the live settings, or those of some keys.",
        this::read);
    api.add(
        "PATCH",
        "/settings",
        List.of("tx"),
        "Puts settings into a transaction; null unsets.",
        request -> edit(request, edits.patch(request.body())));
    api.add(
        "PATCH",
        "/settings/keypair",
        List.of("tx"),
        "Puts settings given as key=value into a transaction.",
        request -> edit(request, edits.pairs(request.body())));
    api.addExtension(
        "DELETE",
        "/settings",
        List.of("keys", "tx"),
        "Unsets settings in a transaction, so that their defaults show.",
        this::unset);
    api.addExtension(
        "GET",
        "/settings/explain",
        List.of("keys"),
        "Says where the values of settings come from.",
        this::explain);
    api.addExtension(
        "POST",
        "/settings/validate",
        List.of("format"),
        "Checks settings without keeping them, and returns all violations.",
        this::validate);
  }

  private ApiResponse read(ApiRequest request) throws IOException, BadRequestException {
    SettingsTree settings = store.layered().effective();
    if (request.parameter("keys").isPresent()) {
      settings = settings.at(Parameters.keys(request, "keys"));
    } else if (request.parameter("prefix").isPresent()) {
      String prefix = Parameters.prefix(request, "settings");
      settings = settings.filter(key -> Parameters.written(key).startsWith(prefix));
    }
    return ApiResponse.json(settings.toMap());
  }

  private ApiResponse edit(ApiRequest request, SettingsEdit edit)
      throws IOException, BadRequestException {
    String transaction = Parameters.transaction(request);
    if (!edit.keys().isEmpty()) {
      store.edit(transaction, edit);
    }
    return ApiResponse.noContent();
  }

  private ApiResponse unset(ApiRequest request) throws IOException, BadRequestException {
    SettingsEdit edit = SettingsEdit.ofApi();
    for (SettingKey key : Parameters.keys(request, "keys")) {
      edit = edit.unset(key);
    }
    return edit(request, edit);
  }

  private ApiResponse explain(ApiRequest request) throws IOException, BadRequestException {
    LayeredSettings settings = store.layered();
    Map<String, SettingValue> all = new TreeMap<>();
    for (SettingKey key : Parameters.keys(request, "keys")) {
      settings
          .explainAll(key)
          .forEach((leaf, explanation) -> all.put(Parameters.written(leaf), json(explanation)));
    }
    return ApiResponse.json(SettingValue.map(all));
  }

  private static SettingValue json(Explanation explanation) {
    List<SettingValue> definitions = new ArrayList<>();
    for (LayerDefinition definition : explanation.definitions()) {
      Map<String, SettingValue> members = new TreeMap<>();
      members.put("layer", SettingValue.of(definition.kind().title()));
      members.put("name", SettingValue.of(definition.layer()));
      members.put("value", definition.definition().value());
      Origin origin = definition.definition().origin();
      members.put("source", SettingValue.of(origin.source()));
      if (origin.place() != null) {
        members.put("line", SettingValue.of(origin.place().line()));
        members.put("column", SettingValue.of(origin.place().column()));
      }
      if (origin.transaction() != null) {
        members.put("transaction", SettingValue.of(origin.transaction()));
      }
      if (origin.time() != null) {
        members.put("time", SettingValue.of(origin.time().toString()));
      }
      definitions.add(SettingValue.map(members));
    }
    return SettingValue.map(
        Map.of(
            "set",
            SettingValue.of(explanation.isSet()),
            "definitions",
            new ListValue(definitions)));
  }

  private ApiResponse validate(ApiRequest request) throws IOException, BadRequestException {
    String format = request.parameter("format").orElse("json");
    if (!format.equals("json") && !format.equals("toml")) {
      throw new BadRequestException(400, "Parameter 'format' is not json or toml");
    }
    BoundSettings bound =
        edits.check(
            request.body(),
            format.equals("json") ? DocumentFormat.JSON : DocumentFormat.TOML,
            store.layered().effective());
    return bound.violations().isEmpty()
        ? ApiResponse.noContent()
        : Problems.refusal(422, bound.violations());
  }
}
