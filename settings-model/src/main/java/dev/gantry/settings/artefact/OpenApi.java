// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.server.ApiRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes the API of a host in OpenAPI 3.1: its paths come from the table by which the server
 * answers, its settings from the model.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1.1</a>
 */
public final class OpenApi {
  private static final String COMPONENTS = "#/components/schemas/";

  private OpenApi() {}

  /**
   * Returns the description.
   *
   * @param routes the routes, as {@code SettingsApi.routes()} returns them
   * @param model the model of the host's settings
   * @param profile which texts requests may bring
   * @param version version of the operating system or of the model
   * @return an OpenAPI document
   */
  public static MapValue of(
      List<ApiRoute> routes, SettingsModel model, Profile profile, String version) {
    SchemaEmitter emitter = new SchemaEmitter(profile, COMPONENTS, SettingsTree.empty());
    JsonObject schemas = new JsonObject();
    schemas.put("Settings", emitter.settings(model));
    schemas.putAll(emitter.definitions());
    OpenApiSchemas.addTo(schemas);
    Map<String, JsonObject> paths = new TreeMap<>();
    for (ApiRoute route : routes) {
      paths
          .computeIfAbsent(route.path(), path -> new JsonObject())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    JsonObject allPaths = new JsonObject();
    paths.forEach(allPaths::put);
    return new JsonObject()
        .put("openapi", "3.1.1")
        .put("jsonSchemaDialect", JsonSchemas.DIALECT)
        .put("info", new JsonObject().put("title", "Host API").put("version", version))
        .put("paths", allPaths)
        .put("components", new JsonObject().put("schemas", schemas))
        .build();
  }

  private static JsonObject operation(ApiRoute route) {
    OpenApiSchemas.Bodies bodies = OpenApiSchemas.bodies(route);
    JsonObject operation =
        new JsonObject()
            .put("summary", route.summary())
            .put("operationId", operationId(route))
            .put("x-gantry-extension", route.extension());
    List<SettingValue> parameters = new ArrayList<>();
    for (String name : route.parameters()) {
      parameters.add(
          new JsonObject()
              .put("name", name)
              .put("in", "query")
              .put("schema", new JsonObject().put("type", "string"))
              .build());
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (!bodies.request().isEmpty()) {
      operation.put(
          "requestBody",
          new JsonObject().put("required", true).put("content", json(bodies.request())));
    }
    JsonObject success = new JsonObject().put("description", "Done.");
    if (bodies.status() != 204) {
      success.put("content", json(bodies.response()));
    }
    JsonObject failure =
        new JsonObject()
            .put("description", "Refused or failed.")
            .put(
                "content",
                new JsonObject()
                    .put("text/plain", schema(new JsonObject().put("type", "string")))
                    .put("application/problem+json", schema(reference("Problem"))));
    return operation.put(
        "responses",
        new JsonObject().put(Integer.toString(bodies.status()), success).put("default", failure));
  }

  private static String operationId(ApiRoute route) {
    String path = route.path().replaceAll("[^A-Za-z]+", "-").replaceAll("^-|-$", "");
    return route.method().toLowerCase(Locale.ROOT) + (path.isEmpty() ? "" : "-" + path);
  }

  private static JsonObject json(String component) {
    JsonObject schema = component.isEmpty() ? new JsonObject() : reference(component);
    return new JsonObject().put("application/json", schema(schema));
  }

  private static JsonObject schema(JsonObject schema) {
    return new JsonObject().put("schema", schema);
  }

  private static JsonObject reference(String component) {
    return new JsonObject().put("$ref", COMPONENTS + component);
  }
}
