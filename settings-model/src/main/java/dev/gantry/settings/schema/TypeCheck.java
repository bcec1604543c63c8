// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells whether a type accepts a value, all the way down. It gives no reasons; what reads documents
 * does.
 */
final class TypeCheck {
  private final Profile profile;

  TypeCheck(Profile profile) {
    this.profile = profile;
  }

  boolean accepts(SettingType type, SettingValue value) {
    if (type instanceof ScalarType<?> scalar) {
      return value instanceof StringValue text && scalar.problem(text.value(), profile).isEmpty();
    } else if (type instanceof StringType) {
      return value instanceof StringValue;
    } else if (type instanceof BooleanType) {
      return value instanceof BooleanValue;
    } else if (type instanceof IntegerType integer) {
      return value instanceof NumberValue number
          && number.isInteger()
          && number.value().compareTo(BigDecimal.valueOf(integer.minimum())) >= 0
          && number.value().compareTo(BigDecimal.valueOf(integer.maximum())) <= 0;
    } else if (type instanceof NumberType range) {
      return value instanceof NumberValue number
          && number.value().compareTo(BigDecimal.valueOf(range.minimum())) >= 0
          && number.value().compareTo(BigDecimal.valueOf(range.maximum())) <= 0;
    } else if (type instanceof ListType list) {
      return value instanceof ListValue items && acceptsItems(list, items.items());
    } else if (type instanceof TupleType tuple) {
      return value instanceof ListValue items && acceptsTuple(tuple, items.items());
    } else if (type instanceof MapType map) {
      return value instanceof MapValue table
          && table.entries().entrySet().stream().allMatch(entry -> acceptsEntry(map, entry));
    } else if (type instanceof UnionType union) {
      return acceptsUnion(union, value);
    }
    return value instanceof MapValue table && acceptsTable((ObjectType) type, table);
  }

  private boolean acceptsItems(ListType list, List<SettingValue> items) {
    return items.size() >= list.minItems()
        && !(list.unique() && Set.copyOf(items).size() < items.size())
        && items.stream().allMatch(item -> accepts(list.item(), item));
  }

  private boolean acceptsTuple(TupleType tuple, List<SettingValue> items) {
    if (items.size() != tuple.items().size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      if (!accepts(tuple.items().get(i), items.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptsEntry(MapType map, Map.Entry<String, SettingValue> entry) {
    return map.key().problem(entry.getKey(), profile).isEmpty()
        && accepts(map.value(), entry.getValue());
  }

  private boolean acceptsUnion(UnionType union, SettingValue value) {
    return union.shapes().stream().anyMatch(shape -> accepts(shape, value))
        && union.normalize().apply(value).value() != null;
  }

  private boolean acceptsTable(ObjectType object, MapValue table) {
    Set<String> missing = new TreeSet<>();
    object.fields().values().stream()
        .filter(Field::required)
        .forEach(field -> missing.add(field.name()));
    Set<String> seen = new TreeSet<>();
    for (Map.Entry<String, SettingValue> entry : table.entries().entrySet()) {
      Optional<Field> field = object.field(entry.getKey());
      MapType others = object.others();
      if (field.isPresent()) {
        if (!seen.add(field.get().name()) || !accepts(field.get().type(), entry.getValue())) {
          return false;
        }
        missing.remove(field.get().name());
      } else if (others == null || !acceptsEntry(others, entry)) {
        return false;
      }
    }
    return missing.isEmpty();
  }
}
