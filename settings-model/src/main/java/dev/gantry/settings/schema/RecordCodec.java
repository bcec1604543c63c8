// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.Violation;
import dev.gantry.settings.schema.SettingType.ObjectType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns tables into records of one class and back. */
final class RecordCodec implements ValueCodec {
  private final ObjectType type;
  private final Constructor<? extends Record> constructor;
  private final List<Component> components;

  RecordCodec(
      ObjectType type, Constructor<? extends Record> constructor, List<Component> components) {
    this.type = type;
    this.constructor = constructor;
    this.components = List.copyOf(components);
  }

  /** A component: its field in settings, or null if it takes all other names. */
  record Component(@Nullable Field field, Method accessor, ValueCodec codec) {}

  @Override
  public ObjectType type() {
    return type;
  }

  @Override
  public @Nullable Object empty() {
    boolean required =
        components.stream().anyMatch(each -> each.field != null && each.field.required());
    return required ? null : read(MapValue.EMPTY, SettingKey.root(), new ArrayList<>());
  }

  /** Returns the codec of the only component, for a namespace that is that component. */
  ValueCodec inlined() {
    if (components.size() != 1) {
      throw new IllegalArgumentException(type.name() + " is inline but has not one component");
    }
    return components.get(0).codec;
  }

  /** Puts the value of the only component into a table. */
  MapValue outlined(Optional<SettingValue> value) {
    inlined();
    String name = type.fields().keySet().iterator().next();
    return value.map(set -> SettingValue.map(Map.of(name, set))).orElse(MapValue.EMPTY);
  }

  /** Takes the value of the only component out of a table. */
  Optional<SettingValue> inlinedValue(MapValue table) {
    return table.entries().values().stream().findFirst();
  }

  @Override
  public @Nullable Object read(SettingValue value, SettingKey at, List<Violation> violations) {
    if (!(value instanceof MapValue map)) {
      return ValueCodec.mismatch(value, "a table", at, violations);
    }
    int before = violations.size();
    @Nullable Object[] arguments = new @Nullable Object[components.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = argument(components.get(i), map, at, violations);
    }
    return violations.size() > before ? null : construct(arguments);
  }

  private @Nullable Object argument(
      Component component, MapValue map, SettingKey at, List<Violation> violations) {
    if (component.field == null) {
      TreeMap<String, SettingValue> others = new TreeMap<>(map.entries());
      others.keySet().removeAll(type.fields().keySet());
      return component.codec.read(new MapValue(others), at, violations);
    }
    String name = component.field.name();
    SettingValue set = map.entries().get(name);
    if (set != null) {
      return component.codec.read(set, at.child(name), violations);
    }
    if (component.field.required()) {
      violations.add(Violation.of("missing-key", at.child(name), "is required, but is not set"));
    }
    return component.codec.empty();
  }

  private Object construct(@Nullable Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "constructor of " + type.name() + " refused values that its components allow",
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make a " + type.name(), e);
    }
  }

  @Override
  public MapValue write(Object object) {
    TreeMap<String, SettingValue> entries = new TreeMap<>();
    for (Component component : components) {
      Object part = get(component.accessor, object);
      if (part == null) {
        continue;
      }
      SettingValue value = component.codec.write(part);
      if (component.field == null) {
        entries.putAll(((MapValue) value).entries());
      } else if (!(value instanceof MapValue map) || !map.entries().isEmpty()) {
        entries.put(component.field.name(), value);
      }
    }
    return new MapValue(entries);
  }

  private @Nullable Object get(Method accessor, Object object) {
    try {
      return accessor.invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + type.name(), e);
    }
  }
}
