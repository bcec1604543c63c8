// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gantry.settings.PlainValues;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.bottlerocket.BottlerocketExtension;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.extension.SettingsExtensions;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.server.ApiRoute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArtefactsTest {
  private static final SettingsExtensions EXTENSIONS =
      SettingsExtensions.of(List.of(new BottlerocketExtension()));

  private static SettingsTree tree(MapValue value) {
    return SettingsTree.of(value);
  }

  @Test
  void everySchemaKeepsTheRulesOfSchemas() throws Exception {
    Schema meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(JsonSchemas.DIALECT));
    for (String name : List.of("aws-k8s-1.31-nvidia", "aws-ecs-2", "metal-dev")) {
      for (Profile profile : Profile.values()) {
        VariantSettings variant = EXTENSIONS.variant(name);
        MapValue schema =
            JsonSchemas.document(variant.model(), profile, name, variant.defaults().effective());
        assertEquals(List.of(), meta.validate(SettingsJson.write(schema), InputFormat.JSON), name);
      }
    }
  }

  @Test
  void aVariantsSchemaHasItsNamespacesAndDefaults() throws Exception {
    VariantSettings variant = EXTENSIONS.variant("aws-ecs-2");
    SettingsTree schema =
        tree(
            JsonSchemas.settings(
                variant.model(), Profile.STRICT, "aws-ecs-2", variant.defaults().effective()));
    assertTrue(schema.get(SettingKey.of("properties", "ecs")).isPresent());
    assertFalse(schema.get(SettingKey.of("properties", "kubernetes")).isPresent());
    assertEquals(
        SettingValue.of("info"),
        schema
            .get(SettingKey.of("properties", "ecs", "properties", "loglevel", "default"))
            .orElseThrow());
    assertEquals(
        SettingValue.of(true),
        schema
            .get(SettingKey.of("properties", "aws", "properties", "credentials", "writeOnly"))
            .orElseThrow());
  }

  @Test
  void theDescriptionHasEachRouteAndNoOther() {
    List<ApiRoute> routes =
        List.of(
            new ApiRoute("GET", "/settings", List.of("keys", "prefix"), "Returns settings.", false),
            new ApiRoute("PATCH", "/settings", List.of("tx"), "Sets settings.", false),
            new ApiRoute("DELETE", "/settings", List.of("keys"), "Unsets settings.", true),
            new ApiRoute("POST", "/actions/reboot", List.of(), "Reboots.", false));
    MapValue description = OpenApi.of(routes, BottlerocketModel.model(), Profile.STRICT, "1.26.1");
    SettingsTree tree = tree(description);
    Set<String> described = new TreeSet<>();
    MapValue paths = (MapValue) tree.get(SettingKey.of("paths")).orElseThrow();
    paths
        .entries()
        .forEach(
            (path, item) ->
                ((MapValue) item)
                    .entries()
                    .keySet()
                    .forEach(method -> described.add(method + " " + path)));
    assertEquals(
        Set.of("get /settings", "patch /settings", "delete /settings", "post /actions/reboot"),
        described);
    assertEquals(
        SettingValue.of("#/components/schemas/Settings"),
        tree.get(
                SettingKey.of(
                    "paths",
                    "/settings",
                    "patch",
                    "requestBody",
                    "content",
                    "application/json",
                    "schema",
                    "$ref"))
            .orElseThrow());
    Set<String> components =
        ((MapValue) tree.get(SettingKey.of("components", "schemas")).orElseThrow())
            .entries()
            .keySet();
    for (String reference : references(PlainValues.toPlain(description), new TreeSet<>())) {
      assertTrue(
          components.contains(reference.substring("#/components/schemas/".length())), reference);
    }
  }

  private static Set<String> references(Object at, Set<String> found) {
    if (at instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name.equals("$ref")) {
              found.add((String) value);
            }
            references(value, found);
          });
    } else if (at instanceof List<?> list) {
      list.forEach(each -> references(each, found));
    }
    return found;
  }
}
