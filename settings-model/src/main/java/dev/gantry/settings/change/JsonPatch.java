// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON patches (RFC 6902): operations on places that JSON pointers (RFC 6901) name. All operations
 * succeed, or nothing is changed.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class JsonPatch {
  /** Most operations of one patch. */
  public static final int MAX_OPERATIONS = 10_000;

  /** Most values that the copies of one patch may add; copies of copies grow fast. */
  public static final int MAX_COPIED_VALUES = 1_000_000;

  private final List<JsonPatchOperation> operations;

  private JsonPatch(List<JsonPatchOperation> operations) {
    this.operations = List.copyOf(operations);
  }

  /**
   * Reads a patch.
   *
   * @param source what the text is, for messages
   * @param text a JSON array of operations
   * @return the patch
   * @throws MalformedDataException if the text is not JSON, or has null as a value, which settings
   *     cannot hold
   * @throws JsonPatchException if it is not a list of operations, or has too many
   */
  public static JsonPatch read(String source, String text)
      throws MalformedDataException, JsonPatchException {
    SettingValue document = SettingsJson.read(source, text).orElse(MapValue.EMPTY);
    if (!(document instanceof ListValue list)) {
      throw new JsonPatchException(0, "", document.kind(), "a list of operations (RFC 6902, 3)");
    }
    if (list.items().size() > MAX_OPERATIONS) {
      throw new JsonPatchException(
          MAX_OPERATIONS, "", list.items().size() + " operations", "at most " + MAX_OPERATIONS);
    }
    List<JsonPatchOperation> operations = new ArrayList<>();
    for (SettingValue item : list.items()) {
      operations.add(JsonPatchOperation.read(operations.size(), item));
    }
    return new JsonPatch(operations);
  }

  /**
   * Returns a patch that makes one tree of another.
   *
   * @param from the tree before
   * @param to the tree after
   * @return the patch
   */
  public static JsonPatch between(SettingsTree from, SettingsTree to) {
    List<JsonPatchOperation> operations = new ArrayList<>();
    between(List.of(), from.toMap(), to.toMap(), operations);
    return new JsonPatch(operations);
  }

  private static void between(
      List<String> at, MapValue from, MapValue to, List<JsonPatchOperation> operations) {
    from.entries()
        .forEach(
            (name, before) -> {
              List<String> place = SettingKey.of(at).child(name).names();
              SettingValue after = to.entries().get(name);
              if (after == null) {
                operations.add(JsonPatchOperation.remove(place));
              } else if (before instanceof MapValue one && after instanceof MapValue other) {
                between(place, one, other, operations);
              } else if (!before.equals(after)) {
                operations.add(JsonPatchOperation.replace(place, after));
              }
            });
    to.entries()
        .forEach(
            (name, after) -> {
              if (!from.entries().containsKey(name)) {
                operations.add(
                    JsonPatchOperation.add(SettingKey.of(at).child(name).names(), after));
              }
            });
  }

  /**
   * Applies this patch to settings.
   *
   * @param target the settings before
   * @return the settings after
   * @throws JsonPatchException if an operation does not fit; nothing is changed then
   */
  public SettingsTree applyTo(SettingsTree target) throws JsonPatchException {
    SettingValue result = applyTo(target.toMap());
    if (result instanceof MapValue map) {
      return SettingsTree.of(map);
    }
    throw new JsonPatchException(
        operations.size() - 1, "", result.kind(), "settings that are a table");
  }

  /**
   * Applies this patch to a document, empty maps and all.
   *
   * @param target any value
   * @return the value after
   * @throws JsonPatchException if an operation does not fit
   */
  public SettingValue applyTo(SettingValue target) throws JsonPatchException {
    SettingValue document = target;
    int copied = 0;
    for (int i = 0; i < operations.size(); i++) {
      Step step = new Step(i, operations.get(i));
      copied += step.countCopied(document, MAX_COPIED_VALUES - copied);
      step.checkDepth(document);
      document = step.applyTo(document);
    }
    return document;
  }

  /**
   * Returns what this patch does to settings.
   *
   * @param target the settings before
   * @return the change
   * @throws JsonPatchException if an operation does not fit
   */
  public SettingsChange toChange(SettingsTree target) throws JsonPatchException {
    return SettingsChange.between(target, applyTo(target));
  }

  /**
   * Writes this patch.
   *
   * @return a JSON array on one line
   */
  public String toJson() {
    List<SettingValue> items = new ArrayList<>();
    for (JsonPatchOperation operation : operations) {
      Map<String, SettingValue> members = new LinkedHashMap<>();
      members.put("op", SettingValue.of(operation.op()));
      members.put("path", SettingValue.of(JsonPointer.write(operation.path())));
      if (operation.value() != null) {
        members.put("value", operation.value());
      }
      if (operation.from() != null) {
        members.put("from", SettingValue.of(JsonPointer.write(operation.from())));
      }
      items.add(SettingValue.map(members));
    }
    return SettingsJson.write(new ListValue(items));
  }

  /** One operation at work. */
  private record Step(int index, JsonPatchOperation operation) {
    SettingValue applyTo(SettingValue document) throws JsonPatchException {
      List<String> path = operation.path();
      return switch (operation.op()) {
        case "add" -> change(document, path, 0, Change.ADD, operation.value());
        case "remove" -> change(document, path, 0, Change.REMOVE, null);
        case "replace" -> change(document, path, 0, Change.REPLACE, operation.value());
        case "copy" -> change(document, path, 0, Change.ADD, find(document, fromPath()));
        case "move" -> move(document, path);
        default -> test(document, path);
      };
    }

    /** Counts the values that a copy would add. */
    int countCopied(SettingValue document, int limit) throws JsonPatchException {
      if (!operation.op().equals("copy")) {
        return 0;
      }
      Deque<SettingValue> rest = new ArrayDeque<>();
      rest.add(find(document, fromPath()));
      int count = 0;
      while (!rest.isEmpty()) {
        SettingValue value = rest.remove();
        if (++count > limit || rest.size() > limit) {
          throw failure("too many copies", "at most " + MAX_COPIED_VALUES + " copied values");
        }
        if (value instanceof MapValue map) {
          rest.addAll(map.entries().values());
        } else if (value instanceof ListValue list) {
          rest.addAll(list.items());
        }
      }
      return count;
    }

    /** Sees to it that the document does not become deeper than one that can be read. */
    void checkDepth(SettingValue document) throws JsonPatchException {
      SettingValue value = operation.value();
      if (operation.from() != null) {
        value = find(document, operation.from());
      }
      int left = SettingsJson.MAX_DEPTH - operation.path().size();
      if (value != null && (left < 0 || isDeeper(value, left))) {
        throw failure("a deep place", "at most " + SettingsJson.MAX_DEPTH + " levels");
      }
    }

    private static boolean isDeeper(SettingValue value, int levels) {
      if (value instanceof MapValue map) {
        return levels == 0
            || map.entries().values().stream().anyMatch(inner -> isDeeper(inner, levels - 1));
      }
      if (value instanceof ListValue list) {
        return levels == 0 || list.items().stream().anyMatch(inner -> isDeeper(inner, levels - 1));
      }
      return false;
    }

    private List<String> fromPath() {
      return operation.from() == null ? List.of() : operation.from();
    }

    private SettingValue move(SettingValue document, List<String> path) throws JsonPatchException {
      List<String> from = fromPath();
      SettingValue moved = find(document, from);
      if (from.equals(path)) {
        return document;
      }
      if (path.size() > from.size() && path.subList(0, from.size()).equals(from)) {
        throw failure("a place inside the value that is moved", "a place outside (RFC 6902, 4.4)");
      }
      SettingValue without = change(document, from, 0, Change.REMOVE, null);
      return change(without, path, 0, Change.ADD, moved);
    }

    private SettingValue test(SettingValue document, List<String> path) throws JsonPatchException {
      SettingValue found = find(document, path);
      if (!isSame(found, operation.value())) {
        throw failure("another value", "the value that the operation tests for (RFC 6902, 4.6)");
      }
      return document;
    }

    /** Numbers are equal here if their values are (RFC 6902, 4.6). */
    private static boolean isSame(@Nullable SettingValue one, @Nullable SettingValue other) {
      if (one instanceof SettingValue.NumberValue a
          && other instanceof SettingValue.NumberValue b) {
        return a.value().compareTo(b.value()) == 0;
      }
      if (one instanceof ListValue a && other instanceof ListValue b) {
        boolean same = a.items().size() == b.items().size();
        for (int i = 0; same && i < a.items().size(); i++) {
          same = isSame(a.items().get(i), b.items().get(i));
        }
        return same;
      }
      if (one instanceof MapValue a && other instanceof MapValue b) {
        return a.entries().keySet().equals(b.entries().keySet())
            && a.entries().entrySet().stream()
                .allMatch(entry -> isSame(entry.getValue(), b.entries().get(entry.getKey())));
      }
      return one != null && one.equals(other);
    }

    private SettingValue find(SettingValue document, List<String> path) throws JsonPatchException {
      SettingValue value = document;
      for (String name : path) {
        Optional<SettingValue> inner = Optional.empty();
        if (value instanceof MapValue map) {
          inner = Optional.ofNullable(map.entries().get(name));
        } else if (value instanceof ListValue list) {
          int at = JsonPointer.index(name, list.items().size());
          inner = at < 0 ? Optional.empty() : Optional.of(list.items().get(at));
        }
        value = inner.orElseThrow(() -> failure("nothing at a place it names", "a value there"));
      }
      return value;
    }

    private SettingValue change(
        @Nullable SettingValue document,
        List<String> path,
        int depth,
        Change change,
        @Nullable SettingValue value)
        throws JsonPatchException {
      if (depth == path.size()) {
        if (value == null) {
          throw failure("the whole document", "a place inside it");
        }
        return value;
      }
      String name = path.get(depth);
      boolean last = depth + 1 == path.size();
      if (document instanceof MapValue map) {
        TreeMap<String, SettingValue> entries = new TreeMap<>(map.entries());
        SettingValue before = entries.get(name);
        if (before == null && !(last && change == Change.ADD)) {
          throw failure("nothing", "a value to " + operation.op());
        }
        if (last && change == Change.REMOVE) {
          entries.remove(name);
        } else {
          entries.put(name, change(before, path, depth + 1, change, value));
        }
        return new MapValue(entries);
      }
      if (document instanceof ListValue list) {
        return new ListValue(changed(list, path, depth, change, value));
      }
      throw failure(document == null ? "nothing" : document.kind(), "a table or a list at " + name);
    }

    private List<SettingValue> changed(
        ListValue list, List<String> path, int depth, Change change, @Nullable SettingValue value)
        throws JsonPatchException {
      List<SettingValue> items = new ArrayList<>(list.items());
      String name = path.get(depth);
      boolean last = depth + 1 == path.size();
      boolean adding = last && change == Change.ADD;
      int at =
          adding && name.equals("-")
              ? items.size()
              : JsonPointer.index(name, items.size() + (adding ? 1 : 0));
      if (at < 0) {
        throw failure("a list of " + items.size(), "an index into it");
      }
      if (adding) {
        items.add(at, change(null, path, depth + 1, change, value));
      } else if (last && change == Change.REMOVE) {
        items.remove(at);
      } else {
        items.set(at, change(items.get(at), path, depth + 1, change, value));
      }
      return items;
    }

    private JsonPatchException failure(String found, String expected) {
      return new JsonPatchException(index, JsonPointer.write(operation.path()), found, expected);
    }
  }

  private enum Change {
    ADD,
    REMOVE,
    REPLACE
  }

  /** Reads a text member; the kinds of others are named in the failure. */
  static String textOf(@Nullable SettingValue value, int index, String member)
      throws JsonPatchException {
    if (value instanceof StringValue text) {
      return text.value();
    }
    throw new JsonPatchException(
        index, "", member + " is " + (value == null ? "missing" : value.kind()), "a string");
  }
}
