// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import static dev.gantry.settings.internal.template.StandardHelpers.ANY;
import static dev.gantry.settings.internal.template.StandardHelpers.NUMBER;
import static dev.gantry.settings.internal.template.StandardHelpers.parameter;
import static dev.gantry.settings.internal.template.StandardHelpers.value;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.HelperSignature.Missing;
import dev.gantry.settings.template.TemplateHelper;
import dev.gantry.settings.template.TemplateRenderException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The helpers that every template has without importing them. */
final class ComparisonHelpers {
  private static final BigDecimal MAX_I64 = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal MIN_I64 = BigDecimal.valueOf(Long.MIN_VALUE);

  private ComparisonHelpers() {}

  static List<TemplateHelper> all() {
    return List.of(
        pair("eq", "Whether two values are equal.", (a, b) -> isEqual(a, b)),
        pair("ne", "Whether two values are not equal.", (a, b) -> !isEqual(a, b)),
        pair(
            "and",
            "Whether both values are true.",
            (a, b) -> ValueText.isTrue(a, false) && ValueText.isTrue(b, false)),
        pair(
            "or",
            "Whether one of the values is true.",
            (a, b) -> ValueText.isTrue(a, false) || ValueText.isTrue(b, false)),
        order("gt", "Whether the first integer is greater.", sign -> sign > 0),
        order("gte", "Whether the first integer is greater or equal.", sign -> sign >= 0),
        order("lt", "Whether the first integer is less.", sign -> sign < 0),
        order("lte", "Whether the first integer is less or equal.", sign -> sign <= 0),
        value(
            "",
            "not",
            Missing.REFUSED,
            "Whether the value is false, 0, empty or nothing.",
            call -> truth(!ValueText.isTrue(call.value(0).orElse(null), false)),
            parameter("value", ANY)),
        value(
            "",
            "len",
            Missing.REFUSED,
            "How many items, entries or bytes of UTF-8 the value has.",
            call -> Optional.of(SettingValue.of(length(call.value(0).orElse(null)))),
            parameter("value", EnumSet.of(Kind.LIST, Kind.MAP, Kind.STRING))),
        value(
            "",
            "lookup",
            Missing.REFUSED,
            "The item of a list by its number or the entry of a map by its name.",
            ComparisonHelpers::lookup,
            parameter("collection", EnumSet.of(Kind.LIST, Kind.MAP)),
            parameter("name", EnumSet.of(Kind.STRING, Kind.NUMBER))));
  }

  private interface Pair {
    boolean test(@Nullable SettingValue one, @Nullable SettingValue other);
  }

  private static TemplateHelper pair(String name, String description, Pair test) {
    return value(
        "",
        name,
        Missing.REFUSED,
        description,
        call -> truth(test.test(call.value(0).orElse(null), call.value(1).orElse(null))),
        parameter("one", ANY),
        parameter("other", ANY));
  }

  private static TemplateHelper order(String name, String description, IntPredicate test) {
    return value(
        "",
        name,
        Missing.REFUSED,
        description,
        call -> truth(test.test(integer(call, 0).compareTo(integer(call, 1)))),
        parameter("one", NUMBER),
        parameter("other", NUMBER));
  }

  static Optional<SettingValue> truth(boolean truth) {
    return Optional.of(SettingValue.of(truth));
  }

  private static BigDecimal integer(HelperCall call, int index) throws TemplateRenderException {
    if (call.value(index).orElse(null) instanceof NumberValue number
        && number.isInteger()
        && number.value().compareTo(MAX_I64) <= 0
        && number.value().compareTo(MIN_I64) >= 0) {
      return number.value();
    }
    throw call.wrongKind(index, "an integer of 64 bits");
  }

  private static boolean isEqual(@Nullable SettingValue one, @Nullable SettingValue other) {
    if (one instanceof NumberValue a && other instanceof NumberValue b) {
      boolean integers = NumberText.isInteger(a);
      return integers == NumberText.isInteger(b)
          && (integers
              ? a.value().compareTo(b.value()) == 0
              : Double.compare(NumberText.toDouble(a), NumberText.toDouble(b)) == 0);
    }
    return one == null ? other == null : one.equals(other);
  }

  private static long length(@Nullable SettingValue value) {
    if (value instanceof StringValue text) {
      return text.value().getBytes(StandardCharsets.UTF_8).length;
    }
    if (value instanceof ListValue list) {
      return list.items().size();
    }
    return value instanceof MapValue map ? map.entries().size() : 0;
  }

  private static Optional<SettingValue> lookup(HelperCall call) throws TemplateRenderException {
    SettingValue collection = call.value(0).orElse(null);
    SettingValue name = call.value(1).orElse(null);
    SettingValue found = null;
    if (collection instanceof MapValue map && name instanceof StringValue text) {
      found = map.entries().get(text.value());
    } else if (collection instanceof ListValue list && name instanceof NumberValue number) {
      BigDecimal index = number.value();
      boolean inside =
          number.isInteger()
              && index.signum() >= 0
              && index.compareTo(BigDecimal.valueOf(list.items().size())) < 0;
      found = inside ? list.items().get(index.intValueExact()) : null;
    }
    if (found == null) {
      throw call.failure("found nothing under that name");
    }
    return Optional.of(found);
  }
}
