// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes secrets out of texts that are shown. */
final class SecretTexts {
  private static final String SHOWN = "(secret)";
  private static final int SHORT = 4;

  /** All texts that secrets may be written as, the longest first. */
  private final Set<String> texts =
      new TreeSet<>(
          Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  private SecretTexts() {}

  static SecretTexts of(SettingsModel model, SettingsTree... trees) {
    SecretTexts secrets = new SecretTexts();
    for (SettingsTree tree : trees) {
      for (Map.Entry<String, SettingValue> entry : tree.toMap().entries().entrySet()) {
        Namespace namespace = model.namespaces().get(entry.getKey());
        if (namespace == null) {
          secrets.addAll(entry.getValue());
        } else {
          secrets.find(namespace.type(), entry.getValue());
        }
      }
    }
    return secrets;
  }

  private void find(SettingType type, SettingValue value) {
    if (type instanceof UnionType union) {
      union.shapes().forEach(shape -> find(shape, value));
    } else if (type instanceof ListType list && value instanceof ListValue items) {
      items.items().forEach(item -> find(list.item(), item));
    } else if (type instanceof TupleType tuple && value instanceof ListValue items) {
      for (int i = 0; i < Math.min(tuple.items().size(), items.items().size()); i++) {
        find(tuple.items().get(i), items.items().get(i));
      }
    } else if (type instanceof MapType map && value instanceof MapValue entries) {
      entries.entries().values().forEach(entry -> find(map.value(), entry));
    } else if (type instanceof ObjectType object && value instanceof MapValue entries) {
      entries.entries().forEach((name, entry) -> findField(object, name, entry));
    }
  }

  private void findField(ObjectType object, String name, SettingValue value) {
    Optional<Field> field = object.field(name);
    MapType others = object.others();
    if (field.isEmpty() && others != null) {
      find(others.value(), value);
    } else if (field.isEmpty() || field.get().secret()) {
      addAll(value);
    } else {
      find(field.get().type(), value);
    }
  }

  private void addAll(SettingValue value) {
    if (value instanceof StringValue text) {
      add(text.value());
    } else if (value instanceof NumberValue number) {
      add(number.value().toString());
    } else if (value instanceof ListValue list) {
      list.items().forEach(this::addAll);
    } else if (value instanceof MapValue map) {
      map.entries().values().forEach(this::addAll);
    }
  }

  private void add(String text) {
    addForms(text);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      addForms(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // It is no text in Base64, so no template can write what it stands for.
      return;
    }
  }

  private void addForms(String text) {
    for (String line : text.lines().toList()) {
      if (!line.isBlank()) {
        texts.add(line.strip());
        texts.add(html(line.strip()));
        texts.add(escaped(line.strip()));
      }
    }
  }

  /** As helpers for TOML and JSON write it; TOML escapes one character more. */
  private static String escaped(String text) {
    String json = SettingsJson.write(SettingValue.of(text));
    return json.substring(1, json.length() - 1).replace("\u007f", "\\u007F");
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#x27;")
        .replace("`", "&#x60;")
        .replace("=", "&#x3D;");
  }

  /** Returns a text without secrets; empty if a secret is too short to be taken out of it. */
  Optional<String> without(String text) {
    String shown = text;
    for (String secret : texts) {
      if (shown.contains(secret)) {
        if (secret.length() < SHORT) {
          return Optional.empty();
        }
        shown = shown.replace(secret, SHOWN);
      }
    }
    return Optional.of(shown);
  }
}
