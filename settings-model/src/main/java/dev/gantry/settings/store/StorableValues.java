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
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.SourceSpan;
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

  /** Notes lie three levels deep in the file, of 64 that can be read. */
  private static final int MAX_NOTE_DEPTH = 60;

  private StorableValues() {}

  static void check(SettingsEdit edit, KnownSettings known) throws GantryException {
    List<Violation> unknown = new ArrayList<>();
    checkParts(edit);
    for (var entry : edit.sets().entrySet()) {
      SettingKey key = entry.getKey();
      SettingValue value = entry.getValue().value();
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
    for (var layer : contents.layers().entrySet()) {
      checkText(SettingKey.root(), layer.getKey().name());
      for (var leaf : layer.getValue().entrySet()) {
        checkLeaf(leaf.getKey(), leaf.getValue().definition());
      }
    }
    for (PendingTransaction transaction : contents.pending().values()) {
      checkText(SettingKey.root(), transaction.name());
      for (SettingsEdit edit : transaction.edits().values()) {
        checkParts(edit);
      }
    }
    check(SettingKey.root(), contents.notes(), 1, MAX_NOTE_DEPTH);
  }

  private static void checkParts(SettingsEdit edit) throws GantryException {
    checkText(SettingKey.root(), edit.layer().name());
    for (SettingKey key : edit.unsets()) {
      checkKey(key);
    }
    for (var set : edit.sets().entrySet()) {
      checkLeaf(set.getKey(), set.getValue());
    }
  }

  private static void checkLeaf(SettingKey key, Definition definition) throws GantryException {
    SettingValue value = definition.value();
    if (key.isRoot() || value instanceof MapValue) {
      throw new IllegalArgumentException(value.kind() + " at \"" + key + "\" is no leaf");
    }
    checkKey(key);
    checkText(key, definition.origin().source());
    SourceSpan place = definition.origin().place();
    checkText(key, place == null ? "" : place.document());
    check(key, value, 1, MAX_DEPTH);
  }

  private static void checkKey(SettingKey key) throws GantryException {
    LimitExceededException.check("names of a settings key", MAX_NAMES, key.depth());
    for (String name : key.names()) {
      checkText(key, name);
    }
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

  private static void check(SettingKey key, SettingValue value, int depth, int maxDepth)
      throws GantryException {
    LimitExceededException.check("depth of a settings value", maxDepth, depth);
    if (value instanceof StringValue string) {
      checkText(key, string.value());
    } else if (value instanceof NumberValue number) {
      int digits = number.value().precision();
      LimitExceededException.check("digits of a number", MAX_DIGITS, digits);
      long scale = Math.abs((long) number.value().scale());
      LimitExceededException.check("exponent of a number", MAX_EXPONENT, scale);
    } else if (value instanceof ListValue list) {
      for (SettingValue item : list.items()) {
        check(key, item, depth + 1, maxDepth);
      }
    } else if (value instanceof MapValue map) {
      for (Map.Entry<String, SettingValue> entry : map.entries().entrySet()) {
        checkText(key, entry.getKey());
        check(key, entry.getValue(), depth + 1, maxDepth);
      }
    }
  }
}
