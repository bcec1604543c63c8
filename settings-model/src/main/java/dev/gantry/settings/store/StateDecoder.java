// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Version;
import dev.gantry.settings.LayerKind;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsLayer.Definition;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.store.RevisionInfo.Action;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads states that {@link StateEncoder} wrote. */
final class StateDecoder {
  private final String source;

  private StateDecoder(String source) {
    this.source = source;
  }

  static StoreState decode(String source, String text) throws MalformedDataException {
    StateDecoder decoder = new StateDecoder(source);
    MapValue state = SettingsJson.readMap(source, text);
    try {
      return decoder.state(state);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw decoder.broken("state", e);
    }
  }

  static StoredLeaf decodeLeaf(String source, SettingValue value) throws MalformedDataException {
    StateDecoder decoder = new StateDecoder(source);
    try {
      return decoder.leaf(decoder.map(value, "leaf"));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw decoder.broken("leaf", e);
    }
  }

  private MalformedDataException broken(String field, RuntimeException cause) {
    return new MalformedDataException(
        "SETTINGS_STORE",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        field,
        String.valueOf(cause.getMessage()),
        "what this release writes",
        cause);
  }

  private StoreState state(MapValue state) throws MalformedDataException {
    StoreContents contents =
        StoreContents.empty(version(state, "model"))
            .withRevision(number(state, "revision"))
            .withNotes(map(member(state, "notes"), "notes").entries());
    for (SettingValue each : list(state, "layers")) {
      MapValue layer = map(each, "layers");
      LayerId id = new LayerId(kind(layer), string(layer, "name"));
      SortedMap<SettingKey, StoredLeaf> leaves = new TreeMap<>();
      for (SettingValue leaf : list(layer, "leaves")) {
        MapValue members = map(leaf, "leaves");
        leaves.put(key(member(members, "key")), leaf(members));
      }
      contents = contents.withLayer(id, leaves);
    }
    List<PendingTransaction> pending = new ArrayList<>();
    for (SettingValue each : list(state, "pending")) {
      pending.add(pending(map(each, "pending")));
    }
    contents = contents.withPending(pending);
    List<HistoryEntry> history = new ArrayList<>();
    long expected = contents.revision();
    for (SettingValue each : list(state, "history")) {
      HistoryEntry entry = entry(map(each, "history"));
      if (entry.revision() != expected || expected < 1) {
        throw malformed("history", "revision " + entry.revision(), "revision " + expected);
      }
      expected--;
      history.add(entry);
    }
    return new StoreState(contents, history);
  }

  private StoredLeaf leaf(MapValue members) throws MalformedDataException {
    return StoredLeaf.of(definition(members), version(members, "model"));
  }

  private Definition definition(MapValue members) throws MalformedDataException {
    SettingValue value = member(members, "value");
    if (value instanceof MapValue) {
      throw malformed("value", value.kind(), "a leaf");
    }
    return new Definition(value, origin(map(member(members, "origin"), "origin")));
  }

  private Origin origin(MapValue members) throws MalformedDataException {
    SettingValue place = members.entries().get("place");
    SettingValue time = members.entries().get("time");
    SettingValue transaction = members.entries().get("transaction");
    return new Origin(
        string(members, "source"),
        place == null ? null : span(items(place, "place")),
        transaction == null ? null : string(transaction, "transaction"),
        time == null ? null : Instant.parse(string(time, "time")));
  }

  private SourceSpan span(List<SettingValue> place) throws MalformedDataException {
    if (place.size() != 5) {
      throw malformed("place", place.size() + " items", "5");
    }
    int[] numbers = new int[4];
    for (int i = 0; i < 4; i++) {
      numbers[i] = Math.toIntExact(number(place.get(i + 1), "place"));
    }
    return new SourceSpan(
        string(place.get(0), "place"), numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  private PendingTransaction pending(MapValue members) throws MalformedDataException {
    SortedMap<LayerId, SettingsEdit> edits = new TreeMap<>();
    for (SettingValue each : list(members, "edits")) {
      MapValue edit = map(each, "edits");
      LayerId id = new LayerId(kind(edit), string(edit, "name"));
      List<SettingKey> unsets = new ArrayList<>();
      for (SettingValue key : list(edit, "unset")) {
        unsets.add(key(key));
      }
      SortedMap<SettingKey, Definition> sets = new TreeMap<>();
      for (SettingValue set : list(edit, "set")) {
        MapValue leaf = map(set, "set");
        sets.put(key(member(leaf, "key")), definition(leaf));
      }
      edits.put(id, SettingsEdit.of(id).unset(unsets).setAll(sets));
    }
    return new PendingTransaction(string(members, "name"), number(members, "base"), edits);
  }

  private HistoryEntry entry(MapValue members) throws MalformedDataException {
    List<HistoryEntry.Undo> undo = new ArrayList<>();
    for (SettingValue each : list(members, "undo")) {
      MapValue leaf = map(each, "undo");
      undo.add(
          new HistoryEntry.Undo(
              new LayerId(kind(leaf), string(leaf, "layer")),
              key(member(leaf, "key")),
              leaf.entries().containsKey("value") ? leaf(leaf) : null));
    }
    return new HistoryEntry(
        number(members, "revision"),
        Instant.parse(string(members, "time")),
        Action.valueOf(string(members, "action")),
        string(members, "transaction"),
        version(members, "model"),
        version(members, "modelBefore"),
        undo);
  }

  private LayerKind kind(MapValue members) throws MalformedDataException {
    return LayerKind.valueOf(string(members, "kind"));
  }

  private Version version(MapValue members, String name) throws MalformedDataException {
    return Version.parse(string(members, name));
  }

  private SettingKey key(SettingValue value) throws MalformedDataException {
    List<String> names = new ArrayList<>();
    for (SettingValue name : items(value, "key")) {
      names.add(string(name, "key"));
    }
    return SettingKey.of(names);
  }

  private SettingValue member(MapValue map, String name) throws MalformedDataException {
    SettingValue value = map.entries().get(name);
    if (value == null) {
      throw malformed(name, "absent", "a value");
    }
    return value;
  }

  private String string(MapValue map, String name) throws MalformedDataException {
    return string(member(map, name), name);
  }

  private String string(SettingValue value, String name) throws MalformedDataException {
    if (value instanceof StringValue string) {
      return string.value();
    }
    throw malformed(name, value.kind(), "a string");
  }

  private long number(MapValue map, String name) throws MalformedDataException {
    return number(member(map, name), name);
  }

  private long number(SettingValue value, String name) throws MalformedDataException {
    if (value instanceof NumberValue number && number.isInteger()) {
      long exact = number.value().longValueExact();
      if (exact >= 0) {
        return exact;
      }
    }
    throw malformed(name, value.kind(), "an integer of 0 or more");
  }

  private List<SettingValue> list(MapValue map, String name) throws MalformedDataException {
    return items(member(map, name), name);
  }

  private List<SettingValue> items(SettingValue value, String name) throws MalformedDataException {
    if (value instanceof ListValue list) {
      return list.items();
    }
    throw malformed(name, value.kind(), "a list");
  }

  private MapValue map(@Nullable SettingValue value, String name) throws MalformedDataException {
    if (value instanceof MapValue map) {
      return map;
    }
    throw malformed(name, value == null ? "absent" : value.kind(), "an object");
  }

  private MalformedDataException malformed(String field, String found, String expected) {
    return new MalformedDataException(
        "SETTINGS_STORE", source, MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }
}
