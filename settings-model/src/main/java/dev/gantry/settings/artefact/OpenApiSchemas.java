// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.server.ApiRoute;
import java.util.List;
import java.util.Map;

/** Bodies of requests and answers of the API, besides settings. */
final class OpenApiSchemas {
  /**
   * What a route takes and gives.
   *
   * @param request name of the component, or an empty text for no body
   * @param status status of success
   * @param response name of the component, or an empty text for any JSON
   */
  record Bodies(String request, int status, String response) {}

  private static final Bodies ANY = new Bodies("", 200, "");
  private static final Bodies NOTHING = new Bodies("", 204, "");

  private static final Map<String, Bodies> BODIES =
      Map.ofEntries(
          Map.entry("GET /settings", new Bodies("", 200, "Settings")),
          Map.entry("PATCH /settings", new Bodies("Settings", 204, "")),
          Map.entry("PATCH /settings/keypair", new Bodies("KeyPairs", 204, "")),
          Map.entry("GET /tx/list", new Bodies("", 200, "Names")),
          Map.entry("GET /tx", new Bodies("", 200, "Settings")),
          Map.entry("DELETE /tx", new Bodies("", 200, "Names")),
          Map.entry("POST /tx/commit", new Bodies("", 200, "Names")),
          Map.entry("POST /tx/apply", NOTHING),
          Map.entry("POST /tx/commit_and_apply", new Bodies("", 200, "Names")),
          Map.entry("GET /os", new Bodies("", 200, "Os")),
          Map.entry("GET /metadata/affected-services", new Bodies("", 200, "NamesByKey")),
          Map.entry("GET /metadata/setting-generators", new Bodies("", 200, "TextByKey")),
          Map.entry("GET /services", new Bodies("", 200, "Services")),
          Map.entry("GET /configuration-files", new Bodies("", 200, "ConfigurationFiles")),
          Map.entry("GET /updates/status", new Bodies("", 200, "UpdateStatus")),
          Map.entry("GET /report", new Bodies("", 200, "Reports")),
          Map.entry("POST /actions/ephemeral-storage/init", new Bodies("StorageInit", 204, "")),
          Map.entry("POST /actions/ephemeral-storage/bind", new Bodies("StorageBind", 204, "")));

  private OpenApiSchemas() {}

  /** Returns the routes that have bodies of their own here. */
  static Map<String, Bodies> known() {
    return BODIES;
  }

  static Bodies bodies(ApiRoute route) {
    Bodies known = BODIES.get(route.toString());
    if (known != null) {
      return known;
    }
    return route.path().startsWith("/actions/") && route.method().equals("POST") ? NOTHING : ANY;
  }

  static void addTo(JsonObject schemas) {
    MapValue text = typed("string").build();
    MapValue names = list(text);
    schemas
        .put("Names", names)
        .put("NamesByKey", mapOf(names))
        .put("TextByKey", mapOf(text))
        .put("KeyPairs", object(Map.of("request_payload", names), List.of("request_payload")))
        .put(
            "Os",
            object(
                Map.of(
                    "pretty_name",
                    text,
                    "variant_id",
                    text,
                    "version_id",
                    text,
                    "build_id",
                    text,
                    "arch",
                    text),
                List.of("variant_id", "version_id", "arch")))
        .put(
            "Services",
            mapOf(
                object(Map.of("configuration-files", names, "restart-commands", names), List.of())))
        .put(
            "ConfigurationFiles",
            mapOf(
                object(
                    Map.of("path", text, "template-path", text, "mode", text),
                    List.of("path", "template-path"))))
        .put("Reports", list(object(Map.of("name", text, "description", text), List.of("name"))))
        .put(
            "StorageInit",
            object(Map.of("filesystem", choice("Xfs", "Ext4"), "disks", names), List.of()))
        .put("StorageBind", object(Map.of("targets", names), List.of("targets")))
        .put("UpdateStatus", updateStatus(text, names))
        .put("Problem", problem(text));
  }

  private static MapValue updateStatus(MapValue text, MapValue names) {
    MapValue image =
        object(Map.of("arch", text, "version", text, "variant", text), List.of("version"));
    MapValue partition =
        object(Map.of("image", image, "next_to_boot", typed("boolean").build()), List.of("image"));
    MapValue command =
        object(
            Map.of(
                "cmd_type",
                choice("refresh", "prepare", "activate", "deactivate"),
                "cmd_status",
                choice("Success", "Failed", "Unknown"),
                "timestamp",
                text,
                "exit_status",
                nullable("integer"),
                "stderr",
                nullable("string")),
            List.of("cmd_type", "cmd_status"));
    return object(
        Map.of(
            "update_state",
            choice("Idle", "Available", "Staged", "Ready"),
            "available_updates",
            names,
            "chosen_update",
            orNull(image),
            "active_partition",
            orNull(partition),
            "staging_partition",
            orNull(partition),
            "most_recent_command",
            command),
        List.of("update_state", "available_updates"));
  }

  private static MapValue problem(MapValue text) {
    return new JsonObject()
        .put("type", "object")
        .put("description", "RFC 9457; the members after the standard ones are about settings.")
        .put(
            "properties",
            new JsonObject()
                .put("type", text)
                .put("title", text)
                .put("status", typed("integer"))
                .put("detail", text)
                .build())
        .build();
  }

  private static JsonObject typed(String type) {
    return new JsonObject().put("type", type);
  }

  private static MapValue nullable(String type) {
    return new JsonObject().putTexts("type", List.of(type, "null")).build();
  }

  private static MapValue orNull(MapValue schema) {
    return new JsonObject().put("anyOf", List.of(schema, typed("null").build())).build();
  }

  private static MapValue choice(String... texts) {
    return typed("string").putTexts("enum", List.of(texts)).build();
  }

  private static MapValue list(MapValue items) {
    return typed("array").put("items", items).build();
  }

  private static MapValue mapOf(MapValue values) {
    return typed("object").put("additionalProperties", values).build();
  }

  private static MapValue object(Map<String, MapValue> properties, List<String> required) {
    JsonObject all = new JsonObject();
    properties.forEach(all::put);
    JsonObject schema = typed("object").put("properties", all);
    return required.isEmpty()
        ? schema.build()
        : schema.putTexts("required", required.stream().sorted().toList()).build();
  }
}
