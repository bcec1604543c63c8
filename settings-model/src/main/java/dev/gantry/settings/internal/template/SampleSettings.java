// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
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
import dev.gantry.settings.schema.SettingType.TupleType;
import dev.gantry.settings.schema.SettingType.UnionType;
import dev.gantry.settings.schema.SettingsModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Makes up settings that each field alone accepts. */
public final class SampleSettings {
  private static final int MAX_DEPTH = 12;
  private static final int MAX_ITEMS = 3;
  private static final int SMALL = 100;
  private static final List<String> ENDINGS = List.of("-2", "2", "b");
  private static final List<String> TEXTS = List.of("text", "other-text", "third_text");

  private final SplittableRandom random;
  private final boolean full;
  private int position;

  private SampleSettings(SplittableRandom random, boolean full) {
    this.random = random;
    this.full = full;
  }

  /**
   * Makes settings with everything, and two entries in each list and map.
   *
   * @param model what settings may be
   * @return the settings
   */
  public static MapValue full(SettingsModel model) {
    return new SampleSettings(new SplittableRandom(0), true).all(model);
  }

  /**
   * Makes settings by chance.
   *
   * @param model what settings may be
   * @param seed what they are made from
   * @return the settings
   */
  public static MapValue random(SettingsModel model, long seed) {
    return new SampleSettings(new SplittableRandom(seed), false).all(model);
  }

  private MapValue all(SettingsModel model) {
    Map<String, SettingValue> settings = new TreeMap<>();
    for (Namespace namespace : model.namespaces().values()) {
      if (has()) {
        put(settings, namespace.name(), value(namespace.type(), 0));
      }
    }
    return SettingValue.map(settings);
  }

  private static void put(
      Map<String, SettingValue> map, String name, Optional<SettingValue> value) {
    value
        .filter(each -> !(each instanceof MapValue inner) || !inner.entries().isEmpty())
        .ifPresent(each -> map.put(name, each));
  }

  private boolean has() {
    return full || random.nextInt(4) > 0;
  }

  private int count(int least) {
    return full ? Math.max(2, least) : least + random.nextInt(MAX_ITEMS);
  }

  private Optional<SettingValue> value(SettingType type, int depth) {
    if (depth > MAX_DEPTH) {
      return Optional.empty();
    }
    if (type instanceof ScalarType<?> scalar) {
      return text(scalar, full ? position : random.nextInt(SMALL)).map(SettingValue::of);
    }
    if (type instanceof BooleanType) {
      return Optional.of(SettingValue.of(full || random.nextBoolean()));
    }
    if (type instanceof IntegerType integer) {
      return Optional.of(SettingValue.of(integer(integer)));
    }
    if (type instanceof NumberType number) {
      double middle = Math.max(number.minimum(), Math.min(1.5, number.maximum()));
      return Optional.of(new NumberValue(BigDecimal.valueOf(middle)));
    }
    if (type instanceof ListType list) {
      return list(list, depth);
    }
    if (type instanceof TupleType tuple) {
      List<SettingValue> items = new ArrayList<>();
      tuple.items().forEach(item -> value(item, depth + 1).ifPresent(items::add));
      return items.size() == tuple.items().size()
          ? Optional.of(new ListValue(items))
          : Optional.empty();
    }
    if (type instanceof MapType map) {
      Map<String, SettingValue> entries = new TreeMap<>();
      entries(map, entries, depth);
      return Optional.of(SettingValue.map(entries));
    }
    if (type instanceof ObjectType object) {
      return Optional.of(object(object, depth));
    }
    return type instanceof UnionType union
        ? union(union, depth)
        : Optional.of(SettingValue.of(TEXTS.get(random.nextInt(TEXTS.size()))));
  }

  private Optional<String> text(ScalarType<?> scalar, int index) {
    List<String> examples = full ? differing(scalar) : scalar.examples();
    return examples.isEmpty()
        ? Optional.empty()
        : Optional.of(examples.get(index % examples.size()));
  }

  /** Returns texts that are not empty, since an empty one is like a setting that is not set. */
  private static List<String> differing(ScalarType<?> scalar) {
    List<String> texts = new ArrayList<>(scalar.examples());
    texts.removeIf(String::isEmpty);
    if (texts.size() == 1) {
      ENDINGS.stream()
          .map(ending -> texts.get(0) + ending)
          .filter(each -> scalar.problem(each, Profile.STRICT).isEmpty())
          .findFirst()
          .ifPresent(texts::add);
    }
    return texts.isEmpty() ? scalar.examples() : texts;
  }

  private long integer(IntegerType type) {
    long low = Math.max(type.minimum(), Math.min(0, type.maximum()));
    long high = low > type.maximum() - SMALL ? type.maximum() : low + SMALL;
    return full ? Math.min(low + 1, high) : low + random.nextLong(high - low + 1);
  }

  private Optional<SettingValue> list(ListType list, int depth) {
    Set<SettingValue> unique = new LinkedHashSet<>();
    List<SettingValue> items = new ArrayList<>();
    int count = count(list.minItems());
    for (int i = 0; i < count * MAX_ITEMS && items.size() < count; i++) {
      Optional<SettingValue> item =
          list.item() instanceof ScalarType<?> scalar
              ? text(scalar, i).map(SettingValue::of)
              : at(i, list.item(), depth);
      item.filter(each -> unique.add(each) || !list.unique()).ifPresent(items::add);
    }
    return items.size() < list.minItems() ? Optional.empty() : Optional.of(new ListValue(items));
  }

  private void entries(MapType map, Map<String, SettingValue> entries, int depth) {
    int count = count(0);
    for (int i = 0; i < count; i++) {
      Optional<String> name = text(map.key(), i);
      if (name.isPresent()) {
        put(entries, name.get(), at(i, map.value(), depth));
      }
    }
  }

  /** Makes an entry of a list or map; in full settings the entries differ where they can. */
  private Optional<SettingValue> at(int index, SettingType type, int depth) {
    int before = position;
    position = index;
    Optional<SettingValue> value = value(type, depth + 1);
    position = before;
    return value;
  }

  private MapValue object(ObjectType object, int depth) {
    Map<String, SettingValue> entries = new TreeMap<>();
    for (Field field : object.fields().values()) {
      if (field.required() || has()) {
        put(entries, field.name(), value(field.type(), depth + 1));
      }
    }
    if (object.others() != null) {
      entries(object.others(), entries, depth);
    }
    return SettingValue.map(entries);
  }

  private Optional<SettingValue> union(UnionType union, int depth) {
    int start = full ? 0 : random.nextInt(union.shapes().size());
    for (int i = 0; i < union.shapes().size(); i++) {
      SettingType shape = union.shapes().get((start + i) % union.shapes().size());
      Optional<SettingValue> value = value(shape, depth + 1);
      if (value.isPresent()) {
        SettingValue normal = union.normalize().apply(value.get()).value();
        if (normal != null) {
          return Optional.of(normal);
        }
      }
    }
    return Optional.empty();
  }
}
