// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.BooleanValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object that a host sent; its members are read with their kinds checked. */
final class Answer {
  private final String source;
  private final MapValue map;

  private Answer(String source, MapValue map) {
    this.source = source;
    this.map = map;
  }

  /** Reads an object in which members that are null count as missing. */
  static Answer read(String source, String text) throws MalformedDataException {
    return new Answer(source, SettingsJson.readMapWithNulls(source, text).map());
  }

  static List<SettingValue> readList(String source, String text) throws MalformedDataException {
    Optional<SettingValue> value = SettingsJson.read(source, text);
    if (value.isPresent() && value.get() instanceof ListValue list) {
      return list.items();
    }
    throw malformed(source, "answer", value.orElse(null), "a list");
  }

  static List<String> readTexts(String source, String text) throws MalformedDataException {
    return texts(source, "answer", new ListValue(readList(source, text)));
  }

  static Answer of(String source, String field, SettingValue value) throws MalformedDataException {
    if (value instanceof MapValue map) {
      return new Answer(source, map);
    }
    throw malformed(source, field, value, "an object");
  }

  MapValue map() {
    return map;
  }

  boolean has(String name) {
    return map.entries().containsKey(name);
  }

  @Nullable String textOrNull(String name) throws MalformedDataException {
    return has(name) ? text(name) : null;
  }

  String text(String name) throws MalformedDataException {
    if (map.entries().get(name) instanceof StringValue value) {
      return value.value();
    }
    throw malformed(name, "a string");
  }

  boolean truth(String name) throws MalformedDataException {
    if (map.entries().get(name) instanceof BooleanValue value) {
      return value.value();
    }
    throw malformed(name, "a boolean");
  }

  int integer(String name) throws MalformedDataException {
    long value = count(name);
    if (value != (int) value) {
      throw malformed(name, "an integer of 32 bits");
    }
    return (int) value;
  }

  long count(String name) throws MalformedDataException {
    if (map.entries().get(name) instanceof NumberValue number && number.isInteger()) {
      try {
        return number.value().longValueExact();
      } catch (ArithmeticException e) {
        throw malformed(name, "an integer of 64 bits");
      }
    }
    throw malformed(name, "an integer");
  }

  List<String> texts(String name) throws MalformedDataException {
    return texts(source, name, map.entries().get(name));
  }

  Optional<Answer> object(String name) throws MalformedDataException {
    SettingValue value = map.entries().get(name);
    return value == null ? Optional.empty() : Optional.of(of(source, name, value));
  }

  /** Reads all members as objects. */
  Map<String, Answer> objects() throws MalformedDataException {
    Map<String, Answer> all = new LinkedHashMap<>();
    for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
      all.put(entry.getKey(), of(source, entry.getKey(), entry.getValue()));
    }
    return all;
  }

  /** Reads a member whose text is one of some names. */
  <E extends Enum<E>> E choice(String name, E[] choices, Function<E, String> names)
      throws MalformedDataException {
    String text = text(name);
    for (E choice : choices) {
      if (names.apply(choice).equals(text)) {
        return choice;
      }
    }
    List<String> known = new ArrayList<>();
    for (E choice : choices) {
      known.add(names.apply(choice));
    }
    throw new MalformedDataException(
        "HOST_API_ANSWER",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        name,
        Text.quote(text),
        "one of " + String.join(", ", known));
  }

  static List<SettingKey> keys(String source, List<String> names) throws MalformedDataException {
    List<SettingKey> keys = new ArrayList<>();
    for (String name : names) {
      try {
        SettingKey key = SettingKey.parse(name);
        keys.add(
            key.startsWith(SettingKey.of("settings"))
                ? key.relativeTo(SettingKey.of("settings"))
                : key);
      } catch (MalformedKeyException e) {
        throw new MalformedDataException(
            "HOST_API_ANSWER",
            source,
            MalformedDataException.UNKNOWN_OFFSET,
            "key",
            Text.quote(name),
            "the key of a setting",
            e);
      }
    }
    return keys;
  }

  private static List<String> texts(String source, String field, @Nullable SettingValue value)
      throws MalformedDataException {
    List<String> all = new ArrayList<>();
    if (value instanceof ListValue list) {
      for (SettingValue item : list.items()) {
        if (!(item instanceof StringValue text)) {
          throw malformed(source, field, item, "a list of strings");
        }
        all.add(text.value());
      }
      return all;
    }
    throw malformed(source, field, value, "a list of strings");
  }

  private MalformedDataException malformed(String name, String expected) {
    return malformed(source, name, map.entries().get(name), expected);
  }

  private static MalformedDataException malformed(
      String source, String field, @Nullable SettingValue found, String expected) {
    return new MalformedDataException(
        "HOST_API_ANSWER",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        field,
        found == null ? "missing" : found.kind(),
        expected);
  }
}
