// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Refuses what the store could write but not read back, or would hide as soon as it is written. */
final class StorableValues {
  private static final int MAX_DEPTH = 48;
  private static final int MAX_DIGITS = 180;
  private static final int MAX_NAMES = 64;
  private static final int MAX_EXPONENT = 400;

  private StorableValues() {}

  static void check(SettingsEdit edit, KnownSettings known) throws GantryException {
    List<Violation> unknown = new ArrayList<>();
    for (var entry : edit.sets().entrySet()) {
      SettingKey key = entry.getKey();
      SettingValue value = entry.getValue().value();
      checkLeaf(key, value);
      if (!known.knows(key, value)) {
        unknown.add(
            Violation.of("unknown-key", key, "the model does not have this key")
                .at(entry.getValue().origin().place()));
      }
    }
    if (!unknown.isEmpty()) {
      throw new InvalidSettingsException(unknown);
    }
  }

  /** Checks all that a rewrite brings, so that what is written can be read again. */
  static void check(StoreContents contents) throws GantryException {
    for (var layer : contents.layers().values()) {
      for (var leaf : layer.entrySet()) {
        checkLeaf(leaf.getKey(), leaf.getValue().value());
      }
    }
    for (PendingTransaction transaction : contents.pending().values()) {
      checkText(SettingKey.root(), transaction.name());
      for (SettingsEdit edit : transaction.edits().values()) {
        for (var set : edit.sets().entrySet()) {
          checkLeaf(set.getKey(), set.getValue().value());
        }
      }
    }
  }

  private static void checkLeaf(SettingKey key, SettingValue value) throws GantryException {
    LimitExceededException.check("names of a settings key", MAX_NAMES, key.depth());
    for (String name : key.names()) {
      checkText(key, name);
    }
    check(key, value, 1);
  }

  static void checkText(SettingKey key, String text) throws MalformedDataException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new MalformedDataException(
            "SETTINGS_TEXT",
            key.toString(),
            MalformedDataException.UNKNOWN_OFFSET,
            "text",
            "half a surrogate pair at character " + i,
            "text that UTF-8 can hold");
      }
    }
  }

  private static void check(SettingKey key, SettingValue value, int depth) throws GantryException {
    LimitExceededException.check("depth of a settings value", MAX_DEPTH, depth);
    if (value instanceof StringValue string) {
      checkText(key, string.value());
    } else if (value instanceof NumberValue number) {
      int digits = number.value().precision();
      LimitExceededException.check("digits of a number", MAX_DIGITS, digits);
      long scale = Math.abs((long) number.value().scale());
      LimitExceededException.check("exponent of a number", MAX_EXPONENT, scale);
    } else if (value instanceof ListValue list) {
      for (SettingValue item : list.items()) {
        check(key, item, depth + 1);
      }
    } else if (value instanceof MapValue map) {
      for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
        checkText(key, entry.getKey());
        check(key, entry.getValue(), depth + 1);
      }
    }
  }
}
