// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SourceSpan;
import java.time.Instant;
import java.util.Map;

/**
 * Writes states as JSON: members sorted by name, no blanks. Leaves and history keep their text, so
 * that a commit writes anew only what it changes.
 */
final class StateEncoder {
  private final StringBuilder text = new StringBuilder(4096);

  private StateEncoder() {}

  static String encode(StoreState state) {
    return new StateEncoder().state(state);
  }

  private String state(StoreState state) {
    StoreContents contents = state.contents();
    text.append("{\"history\":[");
    for (HistoryEntry entry : state.history()) {
      comma();
      text.append(entry.json());
    }
    text.append("],\"layers\":[");
    contents.layers().forEach(this::layer);
    text.append("],\"model\":").append(string(contents.modelVersion().toString()));
    text.append(",\"notes\":").append(SettingsJson.write(contents.notes()));
    text.append(",\"pending\":[");
    contents.pending().values().forEach(this::pending);
    return text.append("],\"revision\":").append(contents.revision()).append('}').toString();
  }

  private void layer(LayerId id, Map<SettingKey, StoredLeaf> leaves) {
    comma();
    text.append("{\"kind\":").append(string(id.kind().name())).append(",\"leaves\":[");
    leaves.forEach(
        (key, leaf) -> {
          comma();
          text.append("{\"key\":").append(key(key)).append(',').append(leaf.json()).append('}');
        });
    text.append("],\"name\":").append(string(id.name())).append('}');
  }

  private void pending(PendingTransaction transaction) {
    comma();
    text.append("{\"base\":").append(transaction.baseRevision()).append(",\"edits\":[");
    transaction.edits().values().forEach(this::edit);
    text.append("],\"name\":").append(string(transaction.name())).append('}');
  }

  private void edit(SettingsEdit edit) {
    comma();
    text.append("{\"kind\":").append(string(edit.layer().kind().name()));
    text.append(",\"name\":").append(string(edit.layer().name())).append(",\"set\":[");
    edit.sets()
        .forEach(
            (key, definition) -> {
              comma();
              text.append("{\"key\":").append(key(key)).append(",\"origin\":");
              text.append(origin(definition.origin())).append(",\"value\":");
              text.append(SettingsJson.write(definition.value())).append('}');
            });
    text.append("],\"unset\":[");
    for (SettingKey key : edit.unsets()) {
      comma();
      text.append(key(key));
    }
    text.append("]}");
  }

  private void comma() {
    if (text.charAt(text.length() - 1) != '[') {
      text.append(',');
    }
  }

  /** The members of a leaf that come after its key. */
  static String leafMembers(StoredLeaf leaf) {
    return "\"model\":"
        + string(leaf.writtenBy().toString())
        + ",\"origin\":"
        + origin(leaf.definition().origin())
        + ",\"value\":"
        + SettingsJson.write(leaf.value());
  }

  static String entry(HistoryEntry entry) {
    StateEncoder encoder = new StateEncoder();
    StringBuilder text = encoder.text;
    text.append("{\"action\":").append(string(entry.action().name()));
    text.append(",\"model\":").append(string(entry.modelVersion().toString()));
    text.append(",\"modelBefore\":").append(string(entry.modelBefore().toString()));
    text.append(",\"revision\":").append(entry.revision());
    text.append(",\"time\":").append(string(entry.time().toString()));
    text.append(",\"transaction\":").append(string(entry.transaction()));
    text.append(",\"undo\":[");
    for (HistoryEntry.Undo undo : entry.undo()) {
      encoder.comma();
      text.append("{\"key\":").append(key(undo.key()));
      text.append(",\"kind\":").append(string(undo.layer().kind().name()));
      text.append(",\"layer\":").append(string(undo.layer().name()));
      StoredLeaf before = undo.before();
      if (before != null) {
        text.append(',').append(before.json());
      }
      text.append('}');
    }
    return text.append("]}").toString();
  }

  private static String origin(Origin origin) {
    StringBuilder text = new StringBuilder("{");
    SourceSpan place = origin.place();
    if (place != null) {
      text.append("\"place\":[").append(string(place.document()));
      text.append(',').append(place.line()).append(',').append(place.column());
      text.append(',').append(place.endLine()).append(',').append(place.endColumn()).append("],");
    }
    text.append("\"source\":").append(string(origin.source()));
    Instant time = origin.time();
    if (time != null) {
      text.append(",\"time\":").append(string(time.toString()));
    }
    String transaction = origin.transaction();
    if (transaction != null) {
      text.append(",\"transaction\":").append(string(transaction));
    }
    return text.append('}').toString();
  }

  private static String key(SettingKey key) {
    StringBuilder text = new StringBuilder("[");
    for (String name : key.names()) {
      text.append(text.length() == 1 ? "" : ",").append(string(name));
    }
    return text.append(']').toString();
  }

  private static String string(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        return SettingsJson.write(SettingValue.of(value));
      }
    }
    return '"' + value + '"';
  }
}
