// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.extension.VariantSettings;
import dev.gantry.settings.schema.Field;
import dev.gantry.settings.schema.Namespace;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.schema.SettingsRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the reference of settings for people, in Markdown. */
public final class MarkdownReference {
  private static final int MOST_NAMES = 4;

  private final SettingsModel model;
  private final List<VariantSettings> variants;
  private final SortedMap<String, SettingType> types = new TreeMap<>();
  private final StringBuilder text = new StringBuilder();

  private MarkdownReference(SettingsModel model, List<VariantSettings> variants) {
    this.model = model;
    this.variants = variants;
  }

  /**
   * Writes a reference: namespaces with their keys, types, defaults, rules and variants.
   *
   * @param model the model of all variants together
   * @param variants the variants, for the defaults
   * @return the document
   */
  public static String of(SettingsModel model, List<VariantSettings> variants) {
    MarkdownReference reference = new MarkdownReference(model, List.copyOf(variants));
    reference.write();
    return reference.text.toString();
  }

  private void write() {
    line("# Settings reference");
    line("");
    line("Made from the model; do not edit. Names in angle brackets are chosen by users and have");
    line("the rules of the type that is named. A key without a default is not set unless someone");
    line("sets it. Versions after *since* are those of Bottlerocket's settings-models.");
    model.namespaces().values().forEach(this::namespace);
    rules();
    types();
    variants();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void namespace(Namespace namespace) {
    line("");
    line("## " + namespace.name());
    line("");
    line(namespace.description() + since(namespace.since()));
    line("");
    line("| key | type | default | meaning |");
    line("|---|---|---|---|");
    if (namespace.type() instanceof ObjectType || namespace.type() instanceof MapType) {
      keys(namespace.name(), SettingKey.of(namespace.name()), namespace.type(), null);
    } else {
      row(
          namespace.name(),
          SettingKey.of(namespace.name()),
          namespace.type(),
          namespace.description());
    }
  }

  private void keys(
      String path, @Nullable SettingKey key, SettingType type, @Nullable Field around) {
    if (type instanceof ObjectType object) {
      for (Field field : object.fields().values()) {
        keys(
            path + "." + field.name(),
            key == null ? null : key.child(field.name()),
            field.type(),
            field);
      }
      if (object.others() != null) {
        keys(path, null, object.others(), around);
      }
    } else if (type instanceof MapType map) {
      types.put(map.key().name(), map.key());
      keys(path + ".<" + map.key().name() + ">", null, map.value(), around);
    } else {
      row(path, key, type, around == null ? "" : meaning(around));
    }
  }

  private void row(String path, @Nullable SettingKey key, SettingType type, String meaning) {
    line("| `" + path + "` | " + shown(type) + " | " + defaults(key) + " | " + meaning + " |");
  }

  private static String meaning(Field field) {
    List<String> parts = new ArrayList<>();
    parts.add(field.description());
    if (field.required()) {
      parts.add("Required.");
    }
    if (field.secret()) {
      parts.add("Secret.");
    }
    if (!field.aliases().isEmpty()) {
      parts.add("Also `" + String.join("`, `", field.aliases()) + "`.");
    }
    if (!field.deprecated().isEmpty()) {
      parts.add("Deprecated: " + field.deprecated());
    }
    return String.join(" ", parts) + since(field.since());
  }

  private static String since(String since) {
    return since.isEmpty() ? "" : " *Since " + since + ".*";
  }

  private String shown(SettingType type) {
    if (type instanceof ListType list) {
      return "list of " + shown(list.item());
    } else if (type instanceof TupleType tuple) {
      return "list of " + String.join(", ", tuple.items().stream().map(this::shown).toList());
    } else if (type instanceof MapType map) {
      return "table of " + shown(map.key()) + " to " + shown(map.value());
    } else if (type instanceof IntegerType integer) {
      return integer.name().matches("[iu][0-9]+")
          ? integer.name()
          : integer.minimum() + " to " + integer.maximum();
    } else if (type instanceof ObjectType object) {
      return table(object);
    } else if (type instanceof ScalarType<?> || type instanceof UnionType) {
      types.put(type.name(), type);
      return "[" + type.name() + "](#" + type.name().toLowerCase(Locale.ROOT) + ")";
    }
    return type.name();
  }

  private String table(ObjectType object) {
    List<String> fields = new ArrayList<>();
    object
        .fields()
        .forEach(
            (name, field) ->
                fields.add(
                    "`"
                        + name
                        + "` "
                        + shown(field.type())
                        + (field.required() ? " (required)" : "")
                        + (field.secret() ? " (secret)" : "")));
    return "table with " + String.join(", ", fields);
  }

  private String defaults(@Nullable SettingKey key) {
    if (key == null) {
      return "";
    }
    Map<String, List<String>> byValue = new LinkedHashMap<>();
    int having = 0;
    for (VariantSettings variant : variants) {
      if (!variant.model().namespaces().containsKey(key.names().get(0))) {
        continue;
      }
      having++;
      SettingValue value = variant.defaults().effective().leaves().get(key);
      String shown = value == null ? null : "`" + SettingsJson.write(value) + "`";
      if (value == null && variant.generators().containsKey(key)) {
        shown = "generated";
      }
      if (shown != null) {
        byValue.computeIfAbsent(shown, each -> new ArrayList<>()).add(variant.name());
      }
    }
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry : byValue.entrySet()) {
      List<String> names = entry.getValue();
      String where =
          names.size() <= MOST_NAMES
              ? " (" + String.join(", ", names) + ")"
              : " (" + names.size() + " variants)";
      parts.add(entry.getKey() + (names.size() == having ? "" : where));
    }
    return String.join(", ", parts);
  }

  private void rules() {
    line("");
    line("## Rules across keys");
    line("");
    for (SettingsRule rule : model.rules()) {
      line("* `" + rule.code() + "`: " + rule.description());
    }
  }

  private void types() {
    line("");
    line("## Types");
    int known = -1;
    while (known < types.size()) {
      known = types.size();
      for (SettingType type : List.copyOf(types.values())) {
        if (type instanceof UnionType union) {
          union.shapes().forEach(this::shown);
        }
      }
    }
    types.values().forEach(this::type);
  }

  private void type(SettingType type) {
    line("");
    line("### " + type.name());
    line("");
    if (!type.description().isEmpty()) {
      line(type.description() + ".");
    }
    if (type instanceof ScalarType<?> scalar) {
      scalar(scalar);
    } else if (type instanceof UnionType union) {
      line("");
      for (SettingType shape : union.shapes()) {
        line("* " + shown(shape));
      }
    }
  }

  private void scalar(ScalarType<?> scalar) {
    if (!scalar.choices().isEmpty()) {
      line("");
      line("One of `" + String.join("`, `", scalar.choices()) + "`.");
      return;
    }
    String compat = scalar.pattern(Profile.COMPAT).orElse("");
    String strict = scalar.pattern(Profile.STRICT).orElse("");
    pattern(compat.equals(strict) ? "Pattern" : "Pattern in compat", compat);
    if (!compat.equals(strict)) {
      pattern("Pattern in strict", strict);
    }
    if (!scalar.examples().isEmpty()) {
      line("");
      line("Examples: `" + String.join("`, `", scalar.examples()) + "`.");
    }
  }

  private void pattern(String title, String pattern) {
    if (!pattern.isEmpty()) {
      line("");
      line(title + ":");
      line("");
      line("    " + pattern);
    }
  }

  private void variants() {
    line("");
    line("## Variants");
    line("");
    line("| variant | namespaces |");
    line("|---|---|");
    for (VariantSettings variant : variants) {
      line(
          "| "
              + variant.name()
              + " | "
              + String.join(", ", variant.model().namespaces().keySet())
              + " |");
    }
  }
}
