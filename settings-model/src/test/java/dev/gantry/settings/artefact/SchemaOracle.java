// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.artefact;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.InputFormat;
import com.networknt.schema.MessageSourceError;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.FormatValidator;
import com.networknt.schema.path.NodePath;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** An independent validator; formats that patterns cannot express are asked of the model. */
final class SchemaOracle {
  private final Schema withFormats;
  private final Schema withoutFormats;

  SchemaOracle(String schema, SettingsModel model, Profile profile) {
    Map<String, Predicate<JsonNode>> formats = new TreeMap<>();
    formats.put("int32", JsonNode::isIntegralNumber);
    formats.put("int64", JsonNode::isIntegralNumber);
    model.namespaces().values().forEach(each -> collect(each.type(), profile, formats));
    this.withFormats = schema(schema, formats);
    this.withoutFormats = schema(schema, Map.of());
  }

  private static Schema schema(String schema, Map<String, Predicate<JsonNode>> formats) {
    Dialect.Builder dialect = Dialect.builder(Dialects.getDraft202012());
    formats.forEach((name, test) -> dialect.format(new Asked(name, test)));
    return SchemaRegistry.withDialect(dialect.build()).getSchema(schema, InputFormat.JSON);
  }

  boolean accepts(String document) {
    return withFormats
        .validate(
            document,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .isEmpty();
  }

  boolean acceptsWithoutFormats(String document) {
    return withoutFormats.validate(document, InputFormat.JSON).isEmpty();
  }

  private record Asked(String name, Predicate<JsonNode> test) implements Format {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean matches(ExecutionContext context, SchemaContext schema, JsonNode value) {
      return test.test(value);
    }

    /** The validator's own way to report takes only nodes that have a text. */
    @Override
    public void validate(
        ExecutionContext context,
        SchemaContext schema,
        JsonNode value,
        JsonNode root,
        NodePath path,
        boolean asserted,
        Supplier<MessageSourceError.Builder> error,
        FormatValidator validator) {
      if (asserted && !matches(context, schema, value)) {
        context.addError(error.get().arguments(name, value.getNodeType().toString()).build());
      }
    }
  }

  private static void collect(
      SettingType type, Profile profile, Map<String, Predicate<JsonNode>> formats) {
    if (type instanceof ScalarType<?> scalar) {
      scalar
          .format()
          .ifPresent(
              name ->
                  formats.put(
                      name,
                      node ->
                          !node.isString()
                              || scalar.problem(node.stringValue(), profile).isEmpty()));
    } else if (type instanceof UnionType union) {
      union.shapes().forEach(shape -> collect(shape, profile, formats));
      String format = union.format();
      if (format != null) {
        formats.put(format, node -> union.normalize().apply(value(node)).value() != null);
      }
    } else if (type instanceof ListType list) {
      collect(list.item(), profile, formats);
    } else if (type instanceof TupleType tuple) {
      tuple.items().forEach(item -> collect(item, profile, formats));
    } else if (type instanceof MapType map) {
      collect(map.key(), profile, formats);
      collect(map.value(), profile, formats);
    } else if (type instanceof ObjectType object) {
      object.fields().values().forEach(field -> collect(field.type(), profile, formats));
      if (object.others() != null) {
        collect(object.others(), profile, formats);
      }
    }
  }

  private static SettingValue value(JsonNode node) {
    try {
      return SettingsJson.read("node", node.toString()).orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
