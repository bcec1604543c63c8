// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.core.Text;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.MapValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One operation of a patch (RFC 6902, section 4), already checked. */
record JsonPatchOperation(
    String op, List<String> path, @Nullable List<String> from, @Nullable SettingValue value) {
  private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
  private static final Set<String> WITH_FROM = Set.of("move", "copy");

  static JsonPatchOperation add(List<String> path, SettingValue value) {
    return new JsonPatchOperation("add", path, null, value);
  }

  static JsonPatchOperation remove(List<String> path) {
    return new JsonPatchOperation("remove", path, null, null);
  }

  static JsonPatchOperation replace(List<String> path, SettingValue value) {
    return new JsonPatchOperation("replace", path, null, value);
  }

  static JsonPatchOperation read(int index, SettingValue item) throws JsonPatchException {
    if (!(item instanceof MapValue map)) {
      throw new JsonPatchException(index, "", item.kind(), "an object with op and path");
    }
    Map<String, SettingValue> members = map.entries();
    String op = JsonPatch.textOf(members.get("op"), index, "op");
    if (!WITH_VALUE.contains(op) && !WITH_FROM.contains(op) && !op.equals("remove")) {
      throw new JsonPatchException(
          index, "", Text.quote(op), "add, remove, replace, move, copy or test");
    }
    List<String> path = pointer(members, "path", index);
    if (WITH_FROM.contains(op)) {
      return new JsonPatchOperation(op, path, pointer(members, "from", index), null);
    }
    if (op.equals("remove")) {
      return remove(path);
    }
    SettingValue value = members.get("value");
    if (value == null) {
      throw new JsonPatchException(
          index, JsonPointer.write(path), "no value", "a value for " + op + " (RFC 6902, 4)");
    }
    return new JsonPatchOperation(op, path, null, value);
  }

  private static List<String> pointer(Map<String, SettingValue> members, String name, int index)
      throws JsonPatchException {
    String text = JsonPatch.textOf(members.get(name), index, name);
    return JsonPointer.parse(text)
        .orElseThrow(
            () -> new JsonPatchException(index, text, name, "a JSON pointer (RFC 6901, 3)"));
  }
}
