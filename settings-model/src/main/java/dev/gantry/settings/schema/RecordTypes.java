// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.Violation;
import dev.gantry.settings.schema.SettingType.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes types of records whose components have {@link Setting}, and turns settings into such
 * records and back. Each class is looked at once.
 *
 * <p>Tables are only the way to their values, so in a record a map or another record is never null:
 * where nothing is set it is empty. Anything else that is not set is null. A record with required
 * components can only be an item of a list or a value of a map.
 *
 * <p>A record must be public in a package that its module exports, or in a package that is open to
 * this module.
 */
public final class RecordTypes {
  private static final ClassValue<RecordCodec> CODECS =
      new ClassValue<>() {
        @Override
        protected RecordCodec computeValue(Class<?> type) {
          return RecordReflection.codec(type.asSubclass(Record.class));
        }
      };

  private RecordTypes() {}

  /**
   * Returns the type that a record describes.
   *
   * @param recordClass the class of the record
   * @return its type
   * @throws IllegalArgumentException if a component has no {@link Setting} or is of a class that
   *     settings cannot hold
   */
  public static ObjectType of(Class<? extends Record> recordClass) {
    return codec(recordClass).type();
  }

  /**
   * Returns the namespace that a record describes.
   *
   * @param recordClass the class of a record with {@link SettingsNamespace}
   * @return the namespace
   * @throws IllegalArgumentException as for {@link #of}, or if the record has no {@link
   *     SettingsNamespace}
   */
  public static Namespace namespace(Class<? extends Record> recordClass) {
    SettingsNamespace about = annotation(recordClass);
    RecordCodec codec = codec(recordClass);
    SettingType type = about.inline() ? codec.inlined().type() : codec.type();
    return new Namespace(about.value(), type, about.doc(), about.since());
  }

  /**
   * Reads the settings of a namespace. What the record does not have is passed over.
   *
   * @param <R> the class of the record
   * @param settings settings of all namespaces
   * @param recordClass the class of a record with {@link SettingsNamespace}
   * @return the record
   * @throws InvalidSettingsException if values are not what the record's components say, with all
   *     of them
   */
  public static <R extends Record> R read(SettingsTree settings, Class<R> recordClass)
      throws InvalidSettingsException {
    SettingsNamespace about = annotation(recordClass);
    SettingKey key = SettingKey.of(about.value());
    Optional<SettingValue> value = settings.get(key);
    SettingValue table =
        about.inline()
            ? codec(recordClass).outlined(value)
            : value.orElse(SettingValue.MapValue.EMPTY);
    return read(key, table, recordClass);
  }

  /**
   * Reads a value. What the record does not have is passed over.
   *
   * @param <R> the class of the record
   * @param key the value's place, for violations
   * @param value a table
   * @param recordClass the class of the record
   * @return the record
   * @throws InvalidSettingsException if values are not what the record's components say, with all
   *     of them
   */
  public static <R extends Record> R read(SettingKey key, SettingValue value, Class<R> recordClass)
      throws InvalidSettingsException {
    List<Violation> violations = new ArrayList<>();
    Object read = codec(recordClass).read(Objects.requireNonNull(value, "value"), key, violations);
    if (!violations.isEmpty() || read == null) {
      throw new InvalidSettingsException(violations);
    }
    return recordClass.cast(read);
  }

  /**
   * Reads a list of tables.
   *
   * @param <R> the class of the records
   * @param key the list's place, for violations
   * @param value a list
   * @param recordClass the class of the records
   * @return the records
   * @throws InvalidSettingsException if the value is not a list, or an item is not what the
   *     record's components say, with all violations
   */
  public static <R extends Record> List<R> readList(
      SettingKey key, SettingValue value, Class<R> recordClass) throws InvalidSettingsException {
    List<Violation> violations = new ArrayList<>();
    List<R> records = new ArrayList<>();
    if (value instanceof SettingValue.ListValue list) {
      for (SettingValue item : list.items()) {
        Object read = codec(recordClass).read(item, key, violations);
        if (read != null) {
          records.add(recordClass.cast(read));
        }
      }
    } else {
      ValueCodec.mismatch(value, "a list", key, violations);
    }
    if (!violations.isEmpty()) {
      throw new InvalidSettingsException(violations);
    }
    return List.copyOf(records);
  }

  /**
   * Returns the settings of a namespace.
   *
   * @param namespace a record whose class has {@link SettingsNamespace}
   * @return what is set in it
   */
  public static SettingsTree write(Record namespace) {
    SettingsNamespace about = annotation(namespace.getClass());
    RecordCodec codec = codec(namespace.getClass());
    SettingValue.MapValue value = codec.write(namespace);
    SettingKey key = SettingKey.of(about.value());
    return about.inline()
        ? codec
            .inlinedValue(value)
            .map(set -> SettingsTree.empty().with(key, set))
            .orElse(SettingsTree.empty())
        : SettingsTree.empty().with(key, value);
  }

  /**
   * Returns the table of a record.
   *
   * @param settings a record
   * @return what is set in it
   */
  public static SettingValue.MapValue valueOf(Record settings) {
    return codec(settings.getClass()).write(settings);
  }

  static RecordCodec codec(Class<? extends Record> recordClass) {
    return CODECS.get(Objects.requireNonNull(recordClass, "recordClass"));
  }

  private static SettingsNamespace annotation(Class<? extends Record> recordClass) {
    SettingsNamespace about = recordClass.getAnnotation(SettingsNamespace.class);
    if (about == null) {
      throw new IllegalArgumentException(recordClass.getName() + " has no @SettingsNamespace");
    }
    return about;
  }
}
