// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import static dev.gantry.settings.internal.template.StandardHelpers.ANY;
import static dev.gantry.settings.internal.template.StandardHelpers.SCALAR;
import static dev.gantry.settings.internal.template.StandardHelpers.SCALAR_OR_NOTHING;
import static dev.gantry.settings.internal.template.StandardHelpers.STRING;
import static dev.gantry.settings.internal.template.StandardHelpers.parameter;
import static dev.gantry.settings.internal.template.StandardHelpers.text;
import static dev.gantry.settings.internal.template.StandardHelpers.value;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature;
import dev.gantry.settings.template.HelperSignature.Form;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.HelperSignature.Missing;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The helpers of the extension {@code std} that are not about addresses. */
final class GeneralHelpers {
  private static final String STD = "std";
  private static final Set<Kind> BOOLEAN = EnumSet.of(Kind.BOOLEAN);
  private static final Set<Kind> BOOLEAN_OR_NOTHING = EnumSet.of(Kind.BOOLEAN, Kind.NOTHING);

  private GeneralHelpers() {}

  static List<TemplateHelper> all() {
    List<TemplateHelper> all = new ArrayList<>();
    all.add(
        text(
            STD,
            "base64_decode",
            "The text that the argument is in Base64, with padding.",
            GeneralHelpers::base64,
            parameter("text", STRING)));
    all.add(
        text(
            STD,
            "default",
            "The second argument, or the first if that is not set.",
            GeneralHelpers::byDefault,
            parameter("default", SCALAR),
            parameter("value", SCALAR_OR_NOTHING)));
    all.add(
        text(
            STD,
            "join_map",
            "The entries of a map of scalars, joined. The third argument says what to do without a"
                + " map: fail-if-missing, or no-fail-if-missing to write nothing.",
            GeneralHelpers::joinMap,
            parameter("between name and value", STRING),
            parameter("between entries", STRING),
            parameter("without a map", STRING),
            parameter("map", EnumSet.of(Kind.MAP, Kind.NOTHING))));
    all.add(
        text(
            STD,
            "join_array",
            "The texts of a list in double quotes, joined. What is in the texts is not escaped.",
            GeneralHelpers::joinArray,
            parameter("between", STRING),
            parameter("list", EnumSet.of(Kind.LIST))));
    all.add(
        text(
            STD,
            "toml_encode",
            "The value as TOML.",
            call ->
                TomlLiteral.of(call.value(0).orElseThrow(() -> call.wrongKind(0, "a value")), call),
            parameter(
                "value", EnumSet.of(Kind.STRING, Kind.NUMBER, Kind.BOOLEAN, Kind.LIST, Kind.MAP))));
    all.add(
        text(
            STD,
            "goarch",
            "The name that Go has for an architecture: amd64 or arm64.",
            GeneralHelpers::goarch,
            parameter("architecture", STRING)));
    all.add(
        text(
            STD,
            "negate_or_else",
            "The opposite of the second argument, or the first if that is not set.",
            GeneralHelpers::negate,
            parameter("default", BOOLEAN),
            parameter("value", BOOLEAN_OR_NOTHING)));
    all.add(
        value(
            STD,
            "any_enabled",
            Missing.REFUSED,
            "Whether a list or map has an entry with enabled = true.",
            GeneralHelpers::anyEnabled,
            parameter("entries", EnumSet.of(Kind.LIST, Kind.MAP))));
    all.add(ifNotNull());
    all.add(test("is_null", each -> each == null));
    all.add(test("is_bool", each -> each instanceof BooleanValue));
    all.add(test("is_number", each -> each instanceof NumberValue));
    all.add(test("is_string", each -> each instanceof StringValue));
    all.add(test("is_array", each -> each instanceof ListValue));
    all.add(test("is_object", each -> each instanceof MapValue));
    return all;
  }

  private static TemplateHelper ifNotNull() {
    return new StandardHelpers.Simple(
        new HelperSignature(
            STD,
            "if_not_null",
            Form.BLOCK,
            List.of(parameter("value", ANY)),
            Missing.GIVEN,
            "Writes its block if the value is set, even to false, 0 or an empty text."),
        call -> ComparisonHelpers.truth(call.value(0).isPresent()));
  }

  private static TemplateHelper test(String name, Predicate<@Nullable SettingValue> test) {
    return value(
        STD,
        name,
        Missing.GIVEN,
        "Whether the value is of that kind; a value that is not set is null.",
        call -> ComparisonHelpers.truth(test.test(call.value(0).orElse(null))),
        parameter("value", ANY));
  }

  private static String base64(HelperCall call) throws TemplateRenderException {
    String text = call.string(0);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
        throw call.failure("expected Base64 with padding");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException e) {
      throw call.failure("expected Base64");
    } catch (CharacterCodingException e) {
      throw call.failure("expected Base64 of UTF-8");
    }
  }

  private static String byDefault(HelperCall call) throws TemplateRenderException {
    SettingValue fallback = call.value(0).orElse(null);
    if (!ValueText.isScalar(fallback)) {
      throw call.wrongKind(0, "a string, a number or a boolean");
    }
    SettingValue value = call.value(1).orElse(fallback);
    if (!ValueText.isScalar(value)) {
      throw call.wrongKind(1, "a string, a number or a boolean");
    }
    return ValueText.scalar(value);
  }

  private static String joinMap(HelperCall call) throws GantryException {
    String inner = call.string(0);
    String outer = call.string(1);
    String otherwise = call.string(2);
    if (!otherwise.equals("fail-if-missing") && !otherwise.equals("no-fail-if-missing")) {
      throw call.failure("argument 3: expected fail-if-missing or no-fail-if-missing");
    }
    if (!(call.value(3).orElse(null) instanceof MapValue map)) {
      if (otherwise.equals("fail-if-missing")) {
        throw call.wrongKind(3, "a table");
      }
      return "";
    }
    BoundedText all = new BoundedText(call);
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      if (!ValueText.isScalar(entry.getValue())) {
        throw call.failure("the map has " + entry.getValue().kind() + ", expected scalars");
      }
      all.next(outer).append(entry.getKey()).append(inner);
      all.append(ValueText.scalar(entry.getValue()));
    }
    return all.toString();
  }

  private static String joinArray(HelperCall call) throws GantryException {
    String between = call.string(0);
    if (!(call.value(1).orElse(null) instanceof ListValue list)) {
      throw call.wrongKind(1, "a list");
    }
    BoundedText all = new BoundedText(call);
    for (SettingValue item : list.items()) {
      if (!(item instanceof StringValue text)) {
        throw call.failure("the list has " + item.kind() + ", expected strings");
      }
      all.next(between).append("\"").append(text.value()).append("\"");
    }
    return all.toString();
  }

  private static String goarch(HelperCall call) throws TemplateRenderException {
    return switch (call.string(0)) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default ->
          throw call.failure("not a known architecture, expected x86_64, amd64, aarch64 or arm64");
    };
  }

  private static String negate(HelperCall call) throws TemplateRenderException {
    if (!(call.value(0).orElse(null) instanceof BooleanValue fallback)) {
      throw call.wrongKind(0, "a boolean");
    }
    SettingValue value = call.value(1).orElse(null);
    if (value instanceof BooleanValue truth) {
      return String.valueOf(!truth.value());
    }
    if (value != null) {
      throw call.wrongKind(1, "a boolean");
    }
    return String.valueOf(fallback.value());
  }

  private static Optional<SettingValue> anyEnabled(HelperCall call) {
    SettingValue value = call.value(0).orElse(null);
    Collection<SettingValue> entries = List.of();
    if (value instanceof ListValue list) {
      entries = list.items();
    } else if (value instanceof MapValue map) {
      entries = map.entries().values();
    }
    return ComparisonHelpers.truth(
        entries.stream()
            .anyMatch(
                entry ->
                    entry instanceof MapValue map
                        && SettingValue.of(true).equals(map.entries().get("enabled"))));
  }
}
