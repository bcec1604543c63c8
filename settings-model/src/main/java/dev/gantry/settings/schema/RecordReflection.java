// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.schema.RecordCodec.Component;
import dev.gantry.settings.schema.SettingType.BooleanType;
import dev.gantry.settings.schema.SettingType.IntegerType;
import dev.gantry.settings.schema.SettingType.ListType;
import dev.gantry.settings.schema.SettingType.MapType;
import dev.gantry.settings.schema.SettingType.NumberType;
import dev.gantry.settings.schema.SettingType.ObjectType;
import dev.gantry.settings.schema.SettingType.StringType;
import dev.gantry.settings.schema.SettingType.UnionType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks at the components of a record. */
final class RecordReflection {
  private static final ThreadLocal<List<Class<?>>> UNDER_WAY =
      ThreadLocal.withInitial(ArrayList::new);

  private RecordReflection() {}

  static RecordCodec codec(Class<? extends Record> recordClass) {
    List<Class<?>> around = UNDER_WAY.get();
    if (around.contains(recordClass)) {
      throw new IllegalArgumentException(recordClass.getName() + " contains itself");
    }
    around.add(recordClass);
    try {
      return inspect(recordClass);
    } finally {
      around.remove(recordClass);
    }
  }

  private static RecordCodec inspect(Class<? extends Record> recordClass) {
    RecordComponent[] parts = recordClass.getRecordComponents();
    Map<String, Field> fields = new LinkedHashMap<>();
    MapType others = null;
    List<Component> components = new ArrayList<>();
    for (RecordComponent part : parts) {
      Setting about = about(recordClass, part);
      ValueCodec codec = codec(recordClass, part, part.getGenericType(), about);
      Method accessor = accessible(recordClass, part.getAccessor());
      if (about.others()) {
        if (!(codec.type() instanceof MapType map) || part != parts[parts.length - 1]) {
          throw wrong(recordClass, part, "takes all other names but is not a map in last place");
        }
        others = map;
        components.add(new Component(null, accessor, codec));
        continue;
      }
      Field field = field(part, about, codec);
      refuseRequiredWithin(recordClass, part, codec);
      for (String name : names(field)) {
        if (!SettingKey.of(name).isStorable()) {
          throw wrong(recordClass, part, "has a name of other than letters, digits, _ and -");
        }
        if (fields.values().stream().anyMatch(each -> names(each).contains(name))) {
          throw wrong(recordClass, part, "has the name of another component");
        }
      }
      fields.put(field.name(), field);
      components.add(new Component(field, accessor, codec));
    }
    ObjectType type = new ObjectType(recordClass.getSimpleName(), recordClass, fields, others);
    return new RecordCodec(type, constructor(recordClass, parts), components);
  }

  private static void refuseRequiredWithin(
      Class<?> recordClass, RecordComponent part, ValueCodec codec) {
    if (codec instanceof RecordCodec inner
        && inner.type().fields().values().stream().anyMatch(Field::required)) {
      throw wrong(recordClass, part, "is a record with required components outside list and map");
    }
  }

  private static List<String> names(Field field) {
    List<String> names = new ArrayList<>(field.aliases());
    names.add(field.name());
    return names;
  }

  private static Setting about(Class<?> recordClass, RecordComponent part) {
    Setting about = part.getAnnotation(Setting.class);
    if (about == null) {
      throw wrong(recordClass, part, "has no @Setting");
    }
    return about;
  }

  private static Field field(RecordComponent part, Setting about, ValueCodec codec) {
    return new Field(
        about.name().isEmpty() ? kebab(part.getName()) : about.name(),
        List.of(about.aliases()),
        codec.type(),
        about.required(),
        codec instanceof ValueCodecs.Secrets,
        about.value(),
        about.since(),
        about.deprecated());
  }

  private static ValueCodec codec(
      Class<?> recordClass, RecordComponent part, Type generic, Setting about) {
    if (generic instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Type raw = parameterized.getRawType();
      if (raw == Secret.class) {
        return new ValueCodecs.Secrets(codec(recordClass, part, arguments[0], about));
      }
      if (raw == List.class) {
        ValueCodec item = codec(recordClass, part, arguments[0], about);
        return new ValueCodecs.Lists(new ListType(item.type(), 0, false), item);
      }
      if (raw == Map.class) {
        return map(recordClass, part, arguments, about);
      }
    } else if (generic instanceof Class<?> plain) {
      return codec(recordClass, part, plain, about);
    }
    throw wrong(recordClass, part, "is of a class that settings cannot hold: " + generic);
  }

  private static ValueCodec map(
      Class<?> recordClass, RecordComponent part, Type[] arguments, Setting about) {
    ValueCodec key = codec(recordClass, part, arguments[0], about);
    ValueCodec value = codec(recordClass, part, arguments[1], about);
    ValueCodecs.Scalars<?> names =
        key instanceof ValueCodecs.Scalars<?> scalars
            ? scalars
            : new ValueCodecs.Scalars<>(ValueCodecs.ANY_NAME);
    if (names != key && !(key instanceof ValueCodecs.Strings)) {
      throw wrong(recordClass, part, "is a map whose names are not texts");
    }
    return new ValueCodecs.Maps(new MapType(names.type(), value.type()), names, value);
  }

  private static ValueCodec codec(
      Class<?> recordClass, RecordComponent part, Class<?> plain, Setting about) {
    if (plain == String.class) {
      return new ValueCodecs.Strings(new StringType());
    }
    if (plain == Boolean.class) {
      return new ValueCodecs.Booleans(new BooleanType());
    }
    if (plain == Integer.class) {
      refuseEmptyRange(recordClass, part, about);
      return integers(about, Integer.MIN_VALUE, Integer.MAX_VALUE, false);
    }
    if (plain == Long.class) {
      refuseEmptyRange(recordClass, part, about);
      return integers(about, Long.MIN_VALUE, Long.MAX_VALUE, true);
    }
    if (plain == Double.class) {
      return new ValueCodecs.Numbers(new NumberType("f64", -Double.MAX_VALUE, Double.MAX_VALUE));
    }
    Object type = typeField(plain);
    if (type instanceof ScalarType<?> scalar && scalar.valueClass() == plain) {
      return new ValueCodecs.Scalars<>(scalar);
    }
    if (type instanceof UnionType union && UnionValue.class.isAssignableFrom(plain)) {
      return new ValueCodecs.Unions(union);
    }
    if (type == null && plain.isRecord()) {
      return RecordTypes.codec(plain.asSubclass(Record.class));
    }
    if (type == null && plain.isEnum()) {
      return new ValueCodecs.Scalars<>(enumType(plain));
    }
    throw wrong(recordClass, part, "is of a class that settings cannot hold: " + plain.getName());
  }

  private static void refuseEmptyRange(Class<?> recordClass, RecordComponent part, Setting about) {
    if (about.min() > about.max()) {
      throw wrong(recordClass, part, "has min " + about.min() + " above max " + about.max());
    }
  }

  private static ValueCodec integers(Setting about, long least, long greatest, boolean isLong) {
    long minimum = Math.max(about.min(), least);
    long maximum = Math.min(about.max(), greatest);
    String name = minimum == least && maximum == greatest ? (isLong ? "i64" : "i32") : "";
    if (name.isEmpty()) {
      boolean unsigned =
          minimum == 0 && (maximum == 0xff || maximum == 0xffff || maximum == 0xffffffffL);
      name = unsigned ? "u" + Long.bitCount(maximum) : "integer";
    }
    return new ValueCodecs.Integers(new IntegerType(name, minimum, maximum), isLong);
  }

  private static <T> ScalarType<T> enumType(Class<T> enumClass) {
    Map<String, T> constants = new LinkedHashMap<>();
    for (T constant : enumClass.getEnumConstants()) {
      constants.put(text(constant), constant);
    }
    return ScalarType.builder(
            enumClass.getSimpleName(),
            enumClass,
            text -> Objects.requireNonNull(constants.get(text)),
            RecordReflection::text)
        .choices(List.copyOf(constants.keySet()))
        .build();
  }

  private static String text(Object constant) {
    String name = ((Enum<?>) constant).name();
    String shown = constant.toString();
    return shown.equals(name) ? name.toLowerCase(Locale.ROOT).replace('_', '-') : shown;
  }

  private static @Nullable Object typeField(Class<?> holder) {
    try {
      java.lang.reflect.Field field = holder.getField("TYPE");
      if (!Modifier.isStatic(field.getModifiers()) || field.getDeclaringClass() != holder) {
        return null;
      }
      accessible(holder, field);
      return field.get(null);
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("cannot read TYPE of " + holder.getName(), e);
    }
  }

  private static Constructor<? extends Record> constructor(
      Class<? extends Record> recordClass, RecordComponent[] parts) {
    Class<?>[] classes =
        Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return accessible(recordClass, recordClass.getDeclaredConstructor(classes));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(recordClass.getName() + " is not a record", e);
    }
  }

  private static <T extends AccessibleObject> T accessible(Class<?> owner, T member) {
    if (!member.trySetAccessible()) {
      throw new IllegalArgumentException(
          owner.getName()
              + " is neither public in an exported package nor in a package open to "
              + RecordReflection.class.getModule().getName());
    }
    return member;
  }

  private static String kebab(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        text.append('-').append(Character.toLowerCase(c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static IllegalArgumentException wrong(
      Class<?> recordClass, RecordComponent part, String problem) {
    return new IllegalArgumentException(
        "component " + part.getName() + " of " + recordClass.getName() + " " + problem);
  }
}
