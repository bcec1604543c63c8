// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.BooleanNode;
import dev.gantry.settings.input.DocumentNode.BrokenNode;
import dev.gantry.settings.input.DocumentNode.DateTimeNode;
import dev.gantry.settings.input.DocumentNode.NullNode;
import dev.gantry.settings.input.DocumentNode.NumberNode;
import dev.gantry.settings.input.DocumentNode.StringNode;
import dev.gantry.settings.input.DocumentNode.TableNode;
import dev.gantry.settings.internal.document.Suggestions;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.Normalized;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks values against types. A value with something wrong in it is null. */
final class ValueBinder {
  private final Found found;
  private final Profile profile;
  private final TableBinder tables;

  ValueBinder(Found found, Profile profile, MovedKeys moved) {
    this.found = found;
    this.profile = profile;
    this.tables = new TableBinder(found, profile, this, moved);
  }

  /**
   * Where a value belongs.
   *
   * @param key its key; items of lists have that of the list
   * @param named where it is named, or where it is if it has no name
   * @param secret whether it must not be shown
   * @param inLeaf whether it is part of a list, so that it counts as a whole
   * @param repeated whether it is only checked, since its key has a value already
   */
  record Place(SettingKey key, SourceSpan named, boolean secret, boolean inLeaf, boolean repeated) {
    static Place of(SettingKey key, SourceSpan named, boolean secret, boolean repeated) {
      return new Place(key, named, secret, false, repeated);
    }

    Place inside(String name, SourceSpan where, boolean secretToo, boolean repeatedToo) {
      return new Place(
          inLeaf ? key : key.child(name),
          where,
          secret || secretToo,
          inLeaf,
          repeated || repeatedToo);
    }

    /** Returns this place for a value that is only checked. */
    Place again() {
      return new Place(key, named, secret, inLeaf, true);
    }

    Place item(SourceSpan where) {
      return new Place(key, where, secret, true, repeated);
    }
  }

  /** Checks a value and notes where it is. */
  @Nullable SettingValue bind(SettingType type, DocumentNode node, Place place) {
    SettingValue value = check(type, node, place);
    if (place.repeated && !(node instanceof TableNode)) {
      found.addDoubtful(place.key);
    }
    if (value != null && !place.inLeaf && !place.repeated && !(node instanceof TableNode)) {
      found.span(place.key, node.span());
    }
    return value;
  }

  @Nullable SettingValue check(SettingType type, DocumentNode node, Place place) {
    if (node instanceof BrokenNode) {
      found.addDoubtful(place.key);
      return null;
    }
    if (node instanceof NullNode) {
      report(
          ViolationCodes.NULL_VALUE,
          place,
          node.span(),
          found.isPatch()
              ? "null has no meaning inside a list"
              : "null has no meaning; leave the key out");
      return null;
    }
    return switch (kindOf(type)) {
      case STRING ->
          node instanceof StringNode string
              ? text(type, string, place)
              : wrongType(type, node, place);
      case BOOLEAN ->
          node instanceof BooleanNode truth
              ? SettingValue.of(truth.value())
              : wrongType(type, node, place);
      case NUMBER ->
          node instanceof NumberNode number
              ? number(type, number, place)
              : wrongType(type, node, place);
      case LIST ->
          node instanceof ArrayNode array
              ? items(type, array, place)
              : wrongType(type, node, place);
      case TABLE ->
          node instanceof TableNode table
              ? tables.bind(type, table, place)
              : wrongType(type, node, place);
      case UNION -> union((UnionType) type, node, place);
    };
  }

  private enum Kind {
    STRING,
    BOOLEAN,
    NUMBER,
    LIST,
    TABLE,
    UNION
  }

  private static Kind kindOf(SettingType type) {
    if (type instanceof ScalarType<?> || type instanceof StringType) {
      return Kind.STRING;
    }
    if (type instanceof BooleanType) {
      return Kind.BOOLEAN;
    }
    if (type instanceof IntegerType || type instanceof NumberType) {
      return Kind.NUMBER;
    }
    if (type instanceof ListType || type instanceof TupleType) {
      return Kind.LIST;
    }
    return type instanceof UnionType ? Kind.UNION : Kind.TABLE;
  }

  private static Kind kindOf(DocumentNode node) {
    if (node instanceof StringNode) {
      return Kind.STRING;
    }
    if (node instanceof BooleanNode) {
      return Kind.BOOLEAN;
    }
    if (node instanceof NumberNode) {
      return Kind.NUMBER;
    }
    if (node instanceof ArrayNode) {
      return Kind.LIST;
    }
    // A date fits nowhere.
    return node instanceof TableNode ? Kind.TABLE : Kind.UNION;
  }

  private @Nullable SettingValue text(SettingType type, StringNode node, Place place) {
    if (!(type instanceof ScalarType<?> scalar)) {
      return SettingValue.of(node.value());
    }
    Optional<String> problem = scalar.problem(node.value(), profile);
    if (problem.isEmpty()) {
      return SettingValue.of(scalar.canonical(node.value()));
    }
    Violation violation =
        Violation.of(
                ViolationCodes.INVALID_VALUE,
                place.key,
                "not a " + type.name() + ": " + problem.get())
            .at(node.span());
    if (!scalar.choices().isEmpty() && !place.secret) {
      violation =
          violation.withSuggestion(
              Suggestions.nearest(node.value(), scalar.choices())
                  .map(choice -> '"' + choice + '"')
                  .orElse(null));
    }
    found.add(violation);
    return null;
  }

  private @Nullable SettingValue number(SettingType type, NumberNode node, Place place) {
    BigDecimal value = node.value();
    if (type instanceof IntegerType integer) {
      if (!node.isInteger() || value == null) {
        return wrongType(type, node, place);
      }
      if (value.compareTo(BigDecimal.valueOf(integer.minimum())) < 0
          || value.compareTo(BigDecimal.valueOf(integer.maximum())) > 0) {
        return outOfRange(integer.minimum() + " to " + integer.maximum(), node, place);
      }
      return new SettingValue.NumberValue(value);
    }
    NumberType range = (NumberType) type;
    if (value == null
        || value.doubleValue() < range.minimum()
        || value.doubleValue() > range.maximum()) {
      return outOfRange(range.minimum() + " to " + range.maximum(), node, place);
    }
    return new SettingValue.NumberValue(value);
  }

  private @Nullable SettingValue outOfRange(String range, NumberNode node, Place place) {
    report(ViolationCodes.OUT_OF_RANGE, place, node.span(), "expected a number from " + range);
    return null;
  }

  private @Nullable SettingValue wrongType(SettingType type, DocumentNode node, Place place) {
    found.add(
        Violation.of(
                ViolationCodes.WRONG_TYPE,
                place.key,
                "found " + node.kind() + ", expected " + expected(type))
            .at(node.span())
            .withSuggestion(place.secret ? null : rewritten(type, node)));
    return null;
  }

  private static String expected(SettingType type) {
    return switch (kindOf(type)) {
      case STRING ->
          type instanceof ScalarType<?> scalar ? "a string (" + scalar.name() + ")" : "a string";
      case BOOLEAN -> "a boolean";
      case NUMBER -> type instanceof IntegerType ? "an integer" : "a number";
      case LIST -> "a list";
      case TABLE -> "a table";
      case UNION ->
          String.join(
              " or ",
              ((UnionType) type).shapes().stream().map(ValueBinder::expected).distinct().toList());
    };
  }

  /** Gives the value as it would be right, if only its quotes are wrong. */
  private static @Nullable String rewritten(SettingType type, DocumentNode node) {
    Kind kind = kindOf(type);
    if (kind == Kind.STRING) {
      String text =
          node instanceof NumberNode number
              ? number.text()
              : node instanceof BooleanNode truth
                  ? String.valueOf(truth.value())
                  : node instanceof DateTimeNode time ? time.text() : null;
      return text == null ? null : '"' + text + '"';
    }
    if (node instanceof StringNode string) {
      boolean fits =
          kind == Kind.BOOLEAN
              ? string.value().equals("true") || string.value().equals("false")
              : type instanceof IntegerType && string.value().matches("-?(0|[1-9][0-9]{0,18})");
      return fits ? string.value() : null;
    }
    return null;
  }

  private @Nullable SettingValue items(SettingType type, ArrayNode node, Place place) {
    List<DocumentNode> nodes = node.items();
    boolean good = true;
    if (type instanceof ListType list && nodes.size() < list.minItems()) {
      report(
          ViolationCodes.WRONG_SIZE,
          place,
          node.span(),
          "expected at least " + list.minItems() + " items, found " + nodes.size());
      good = false;
    }
    if (type instanceof TupleType tuple && nodes.size() != tuple.items().size()) {
      report(
          ViolationCodes.WRONG_SIZE,
          place,
          node.span(),
          "expected " + tuple.items().size() + " items, found " + nodes.size());
      return null;
    }
    List<SettingValue> items = new ArrayList<>(nodes.size());
    Map<SettingValue, SourceSpan> first = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      DocumentNode itemNode = nodes.get(i);
      SettingType itemType =
          type instanceof ListType list ? list.item() : ((TupleType) type).items().get(i);
      SettingValue item = check(itemType, itemNode, place.item(itemNode.span()));
      if (item == null) {
        good = false;
        continue;
      }
      items.add(item);
      SourceSpan earlier =
          type instanceof ListType list && list.unique()
              ? first.putIfAbsent(item, itemNode.span())
              : null;
      if (earlier != null) {
        found.add(
            Violation.of(
                    ViolationCodes.DUPLICATE_ITEM, place.key, "the item is in the list already")
                .at(itemNode.span())
                .withRelated(earlier, "it is here first"));
        good = false;
      }
    }
    return good ? new ListValue(items) : null;
  }

  /** Takes the first shape that fits; if none does, tells what is wrong with the nearest. */
  private @Nullable SettingValue union(UnionType type, DocumentNode node, Place place) {
    Kind kind = kindOf(node);
    List<Violation> fewest = null;
    for (SettingType shape : type.shapes()) {
      if (kindOf(shape) != kind && kindOf(shape) != Kind.UNION) {
        continue;
      }
      int mark = found.mark();
      SettingValue value = check(shape, node, place);
      if (value != null && found.mark() == mark) {
        return normalized(type, value, node, place);
      }
      List<Violation> wrong = found.takeSince(mark);
      if (fewest == null || wrong.size() < fewest.size()) {
        fewest = wrong;
      }
    }
    if (fewest == null) {
      return wrongType(type, node, place);
    }
    fewest.forEach(found::add);
    return null;
  }

  private @Nullable SettingValue normalized(
      UnionType type, SettingValue value, DocumentNode node, Place place) {
    Normalized result = type.normalize().apply(value);
    if (result.problem() != null) {
      report(
          ViolationCodes.INVALID_VALUE,
          place,
          node.span(),
          "not a " + type.name() + ": " + result.problem());
    }
    return result.value();
  }

  private void report(String code, Place place, SourceSpan span, String message) {
    found.add(Violation.of(code, place.key, message).at(span));
  }
}
