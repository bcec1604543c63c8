// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes schemas of types. Types of text and unions become definitions, which are collected; tables
 * are written where they are, since their fields have defaults of their own.
 */
final class SchemaEmitter {
  private final Profile profile;
  private final String definitionsAt;
  private final SettingsTree defaults;
  private final Map<String, SettingType> defined = new TreeMap<>();
  private final Map<String, SettingValue> definitions = new TreeMap<>();

  /**
   * Starts to make schemas.
   *
   * @param profile which texts are accepted
   * @param definitionsAt where definitions will be, with a slash at the end
   * @param defaults values to mention where fields have them
   */
  SchemaEmitter(Profile profile, String definitionsAt, SettingsTree defaults) {
    this.profile = profile;
    this.definitionsAt = definitionsAt;
    this.defaults = defaults;
  }

  /** Returns the definitions that the schemas so far refer to. */
  MapValue definitions() {
    return SettingValue.map(definitions);
  }

  /** Returns the schema of a table of all namespaces. */
  MapValue settings(SettingsModel model) {
    JsonObject properties = new JsonObject();
    model
        .namespaces()
        .forEach((name, namespace) -> properties.put(name, namespace(namespace, name)));
    return new JsonObject()
        .put("type", "object")
        .put("properties", properties)
        .put("additionalProperties", false)
        .build();
  }

  MapValue namespace(Namespace namespace, String name) {
    SettingKey key = SettingKey.of(name);
    JsonObject schema = new JsonObject().putAll(schema(namespace.type(), key));
    defaults(schema, namespace.type(), key);
    return schema
        .put("description", namespace.description())
        .putIf(!namespace.since().isEmpty(), "x-since", namespace.since())
        .build();
  }

  private void defaults(JsonObject schema, SettingType type, @Nullable SettingKey key) {
    if (key != null && !(type instanceof ObjectType) && !(type instanceof MapType)) {
      SettingValue value = defaults.leaves().get(key);
      if (value != null) {
        schema.put("default", value);
      }
    }
  }

  /**
   * Returns the schema of a type.
   *
   * @param type the type
   * @param key where in the settings it is, or null if it is in a list or has a name that users
   *     choose
   */
  private MapValue schema(SettingType type, @Nullable SettingKey key) {
    if (type instanceof ScalarType<?> || type instanceof UnionType) {
      return reference(type);
    } else if (type instanceof StringType) {
      return typed("string").build();
    } else if (type instanceof BooleanType) {
      return typed("boolean").build();
    } else if (type instanceof IntegerType integer) {
      return integer(integer);
    } else if (type instanceof NumberType number) {
      return number(number);
    } else if (type instanceof ListType list) {
      return list(list);
    } else if (type instanceof TupleType tuple) {
      return tuple(tuple);
    } else if (type instanceof MapType map) {
      return map(map);
    }
    return object((ObjectType) type, key);
  }

  private static JsonObject typed(String type) {
    return new JsonObject().put("type", type);
  }

  private static MapValue integer(IntegerType integer) {
    // a schema takes 1.0 for an integer; the format says that it must be written without fraction
    boolean is32 = integer.minimum() >= Integer.MIN_VALUE && integer.maximum() <= Integer.MAX_VALUE;
    return typed("integer")
        .put("minimum", integer.minimum())
        .put("maximum", integer.maximum())
        .put("format", is32 ? "int32" : "int64")
        .build();
  }

  private static MapValue number(NumberType number) {
    JsonObject schema = typed("number");
    if (number.minimum() == Double.MIN_VALUE) {
      schema.put("exclusiveMinimum", 0);
    } else if (number.minimum() > -Double.MAX_VALUE) {
      schema.put("minimum", number.minimum());
    }
    if (number.maximum() < Double.MAX_VALUE) {
      schema.put("maximum", number.maximum());
    }
    return schema.build();
  }

  private MapValue list(ListType list) {
    JsonObject schema = typed("array").put("items", schema(list.item(), null));
    if (list.minItems() > 0) {
      schema.put("minItems", list.minItems());
    }
    if (list.unique()) {
      schema.put("uniqueItems", true);
    }
    return schema.build();
  }

  private MapValue tuple(TupleType tuple) {
    int size = tuple.items().size();
    return typed("array")
        .put("prefixItems", tuple.items().stream().map(item -> schema(item, null)).toList())
        .put("items", false)
        .put("minItems", size)
        .put("maxItems", size)
        .build();
  }

  private MapValue map(MapType map) {
    return typed("object")
        .put("propertyNames", reference(map.key()))
        .put("additionalProperties", schema(map.value(), null))
        .build();
  }

  private MapValue object(ObjectType object, @Nullable SettingKey key) {
    JsonObject properties = new JsonObject();
    List<SettingValue> conditions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Field field : object.fields().values()) {
      SettingKey at = key == null ? null : key.child(field.name());
      properties.put(field.name(), field(field, at));
      names.add(field.name());
      for (String alias : field.aliases()) {
        properties.put(alias, alias(field));
        names.add(alias);
      }
      conditions(field, conditions);
    }
    JsonObject schema = typed("object").put("properties", properties);
    MapType others = object.others();
    if (others == null) {
      schema.put("additionalProperties", false);
    } else {
      schema.put("additionalProperties", schema(others.value(), null));
      schema.put("propertyNames", otherNames(names, others.key()));
    }
    List<String> required =
        object.fields().values().stream()
            .filter(field -> field.required() && field.aliases().isEmpty())
            .map(Field::name)
            .toList();
    if (!required.isEmpty()) {
      schema.putTexts("required", required);
    }
    if (!conditions.isEmpty()) {
      schema.put("allOf", conditions);
    }
    return schema.build();
  }

  private MapValue otherNames(List<String> names, ScalarType<?> key) {
    if (names.isEmpty()) {
      return reference(key);
    }
    return new JsonObject()
        .put("anyOf", List.of(new JsonObject().putTexts("enum", names).build(), reference(key)))
        .build();
  }

  /** Adds that a field can have only one of its names, and must have one if it is required. */
  private static void conditions(Field field, List<SettingValue> conditions) {
    List<String> names = new ArrayList<>(field.aliases());
    names.add(field.name());
    for (int i = 0; i < names.size(); i++) {
      for (int j = 0; j < i; j++) {
        conditions.add(
            new JsonObject().put("not", required(List.of(names.get(j), names.get(i)))).build());
      }
    }
    if (field.required() && names.size() > 1) {
      conditions.add(
          new JsonObject()
              .put("anyOf", names.stream().map(name -> required(List.of(name)).build()).toList())
              .build());
    }
  }

  private static JsonObject required(List<String> names) {
    return new JsonObject().putTexts("required", names);
  }

  private MapValue field(Field field, @Nullable SettingKey key) {
    JsonObject schema = new JsonObject().putAll(schema(field.type(), key));
    if (!field.secret()) {
      defaults(schema, field.type(), key);
    }
    schema
        .putIf(!field.description().isEmpty(), "description", field.description())
        .putIf(!field.since().isEmpty(), "x-since", field.since());
    if (!field.deprecated().isEmpty()) {
      schema.put("deprecated", true);
      schema.put("description", field.description() + " Deprecated: " + field.deprecated());
    }
    if (field.secret()) {
      schema.put("writeOnly", true);
    }
    return schema.build();
  }

  private MapValue alias(Field field) {
    JsonObject schema = new JsonObject().putAll(schema(field.type(), null));
    if (field.secret()) {
      schema.put("writeOnly", true);
    }
    return schema
        .put("description", "Another name of " + field.name() + ".")
        .put("deprecated", true)
        .build();
  }

  private MapValue reference(SettingType type) {
    String name = type.name();
    SettingType known = defined.get(name);
    for (int i = 2; known != null && !known.equals(type) && !same(known, type); i++) {
      name = type.name() + i;
      known = defined.get(name);
    }
    if (known == null) {
      defined.put(name, type);
      definitions.put(name, definition(type));
    }
    return new JsonObject().put("$ref", definitionsAt + name).build();
  }

  /** Tells whether two types of text are the same choice, made of one enum twice. */
  private static boolean same(SettingType one, SettingType other) {
    return one instanceof ScalarType<?> left
        && other instanceof ScalarType<?> right
        && left.valueClass() == right.valueClass()
        && !left.choices().isEmpty()
        && left.choices().equals(right.choices());
  }

  private MapValue definition(SettingType type) {
    if (type instanceof UnionType union) {
      JsonObject schema =
          new JsonObject()
              .put("anyOf", union.shapes().stream().map(shape -> schema(shape, null)).toList())
              .putIf(!union.description().isEmpty(), "description", union.description());
      String format = union.format();
      return format == null ? schema.build() : schema.put("format", format).build();
    }
    ScalarType<?> scalar = (ScalarType<?>) type;
    JsonObject schema = typed("string");
    schema.putIf(!scalar.description().isEmpty(), "description", scalar.description());
    if (!scalar.choices().isEmpty()) {
      schema.putTexts("enum", scalar.choices());
    }
    scalar.pattern(profile).ifPresent(pattern -> schema.put("pattern", pattern));
    scalar.format().ifPresent(format -> schema.put("format", format));
    if (scalar.choices().isEmpty() && !scalar.examples().isEmpty()) {
      schema.putTexts("examples", scalar.examples());
    }
    return schema.build();
  }
}
