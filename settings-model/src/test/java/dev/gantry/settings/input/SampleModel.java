// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small model with each kind of type. */
final class SampleModel {
  static final ScalarType<String> NAME =
      ScalarType.builder("Name", String.class, text -> text, text -> text.strip())
          .check(
              (text, profile) ->
                  text.length() > (profile == Profile.STRICT ? 8 : 12)
                      ? Optional.of("expected few letters")
                      : text.contains("!") ? Optional.of("expected no !") : Optional.empty())
          .examples("abc")
          .build();

  static final ScalarType<String> COLOUR =
      ScalarType.builder("Colour", String.class, text -> text, text -> text)
          .choices(List.of("red", "green"))
          .build();

  private static final UnionType TAINTS =
      new UnionType(
          "Taints",
          "",
          List.of(NAME, new ListType(NAME, 1, false)),
          value ->
              value instanceof SettingValue.StringValue
                  ? Normalized.of(SettingValue.list(value))
                  : Normalized.of(value),
          null,
          value -> value,
          null);

  private static final ObjectType SERVER =
      object(
          Map.of(
              "address", field("address", NAME, true, false),
              "port", field("port", new IntegerType("u16", 0, 65535), false, false),
              "token", field("token", NAME, false, true)));

  static final SettingsModel MODEL = model();

  private SampleModel() {}

  private static Field field(String name, SettingType type, boolean required, boolean secret) {
    List<String> aliases = name.equals("level") ? List.of("old-level") : List.of();
    return new Field(name, aliases, type, required, secret, "", "", "");
  }

  private static ObjectType object(Map<String, Field> fields) {
    return new ObjectType("Sample", null, fields, null);
  }

  private static SettingsModel model() {
    Map<String, Field> fields = new LinkedHashMap<>();
    Map<String, SettingType> types = new LinkedHashMap<>();
    types.put("level", new IntegerType("i8", -128, 127));
    types.put("ratio", new NumberType("f64", 0, 1));
    types.put("enabled", new BooleanType());
    types.put("title", new StringType());
    types.put("name", NAME);
    types.put("colour", COLOUR);
    types.put("names", new ListType(NAME, 1, true));
    types.put("pair", new TupleType(List.of(NAME, new IntegerType("u8", 0, 255))));
    types.put("taints", new MapType(NAME, TAINTS));
    types.put("servers", new ListType(SERVER, 0, false));
    types.put("peers", new MapType(NAME, SERVER));
    types.forEach((name, type) -> fields.put(name, field(name, type, false, false)));
    fields.put("password", field("password", NAME, false, true));
    return SettingsModel.of(
        List.of(
            new Namespace("sample", object(fields), "", ""),
            new Namespace("motd", new StringType(), "", "")),
        List.of());
  }
}
