// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import java.util.List;

/**
 * JSON Schemas of a model. A schema says of a single value what the model says; rules across fields
 * are not in it.
 *
 * <p>Where a pattern cannot say what the model demands, there is a {@code format} whose name starts
 * with {@code gantry-}; a validator that does not know it accepts a little more than the model. The
 * formats {@code int32} and {@code int64} mean a number written without a fraction: for JSON Schema
 * {@code 1.0} is an integer, for the model it is not.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>
 */
public final class JsonSchemas {
  /** Name of the dialect. */
  public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private JsonSchemas() {}

  /**
   * Returns the schema of user data: a document with the settings under {@code settings}.
   *
   * @param model the model, for example that of a variant
   * @param profile which texts are accepted
   * @param title what the settings are for, for example the name of a variant
   * @param defaults values to mention as defaults, for example the effective defaults of a variant
   * @return the schema
   */
  public static MapValue document(
      SettingsModel model, Profile profile, String title, SettingsTree defaults) {
    SchemaEmitter emitter = new SchemaEmitter(profile, "#/$defs/", defaults);
    MapValue settings = emitter.settings(model);
    JsonObject properties = new JsonObject().put("settings", settings);
    return head(title)
        .put("type", "object")
        .put("properties", properties)
        .putTexts("required", List.of("settings"))
        .put("additionalProperties", false)
        .put("$defs", emitter.definitions())
        .build();
  }

  /**
   * Returns the schema of settings as the API takes and gives them: a table of namespaces.
   *
   * @param model the model, for example that of a variant
   * @param profile which texts are accepted
   * @param title what the settings are for, for example the name of a variant
   * @param defaults values to mention as defaults
   * @return the schema
   */
  public static MapValue settings(
      SettingsModel model, Profile profile, String title, SettingsTree defaults) {
    SchemaEmitter emitter = new SchemaEmitter(profile, "#/$defs/", defaults);
    MapValue settings = emitter.settings(model);
    return head(title).putAll(settings).put("$defs", emitter.definitions()).build();
  }

  private static JsonObject head(String title) {
    return new JsonObject().put("$schema", DIALECT).put("title", title);
  }
}
