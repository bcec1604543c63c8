// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import dev.gantry.core.LimitExceededException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of an object in the canonical form of a document, in the order of their names, four
 * bytes of memory for each.
 *
 * <p>Immutable and thread-safe; keeps the form of the whole document in memory.
 */
public final class CanonicalObject {
  private final CanonicalValue object;
  private final byte[] text;

  /** Index of the opening quote of each name, counted from the start of the object. */
  private final int[] members;

  CanonicalObject(CanonicalValue object, int... members) {
    this.object = object;
    this.text = object.text();
    this.members = members;
  }

  /** Reads an object to find its members. */
  static CanonicalObject scan(CanonicalValue object) {
    byte[] text = object.text();
    int[] members = new int[16];
    int count = 0;
    int at = object.start() + 1;
    if (text[at] == '"') {
      do {
        if (count == members.length) {
          members = Arrays.copyOf(members, 2 * count);
        }
        members[count++] = at - object.start();
        at = CanonicalScan.end(text, CanonicalScan.end(text, at) + 1) + 1;
      } while (text[at - 1] == ',');
    }
    return new CanonicalObject(object, Arrays.copyOf(members, count));
  }

  private int memberAt(int index) {
    return object.start() + members[index];
  }

  /** Returns how many members there are. */
  public int size() {
    return members.length;
  }

  /**
   * Returns a name.
   *
   * @param index 0 to {@code size() - 1}
   */
  public String name(int index) {
    return CanonicalValue.at(text, memberAt(index)).string();
  }

  /**
   * Returns a value.
   *
   * @param index 0 to {@code size() - 1}
   */
  public CanonicalValue value(int index) {
    int start = CanonicalScan.end(text, memberAt(index)) + 1;
    int end = index + 1 < members.length ? memberAt(index + 1) : object.end();
    return new CanonicalValue(text, start, end - 1);
  }

  /** Returns all names in order; each is made when it is asked for. */
  public List<String> names() {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return name(index);
      }

      @Override
      public int size() {
        return members.length;
      }
    };
  }

  /**
   * Finds a member.
   *
   * @param name its name, any text
   * @return its value, or empty if there is none
   */
  public Optional<CanonicalValue> find(String name) {
    byte[] key = quoted(name);
    if (key.length == 0) {
      return Optional.empty();
    }
    int low = 0;
    int high = members.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = MemberOrder.compare(key, 0, text, memberAt(middle));
      if (order == 0) {
        return Optional.of(value(middle));
      }
      low = order > 0 ? middle + 1 : low;
      high = order < 0 ? middle - 1 : high;
    }
    return Optional.empty();
  }

  boolean isNamed(int index, String name) {
    return MemberOrder.compare(quoted(name), 0, text, memberAt(index)) == 0;
  }

  /** Returns the canonical form of a name; nothing if it is no Unicode text. */
  private static byte[] quoted(String name) {
    char[] characters = name.toCharArray();
    CanonicalBuffer quoted = new CanonicalBuffer(3 * characters.length + 2, false);
    return quoted.string(characters, 0, characters.length) ? quoted.finish().text() : new byte[0];
  }

  /**
   * Returns a new tree of some members of the object.
   *
   * @param names their names; those that are absent stay so
   * @param source what the object is, for error messages
   * @throws LimitExceededException as for {@link CanonicalValue#tree}
   */
  public ObjectNode tree(Set<String> names, String source) throws LimitExceededException {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      Optional<CanonicalValue> value = find(name);
      if (value.isPresent()) {
        tree.set(name, value.get().tree(source + "." + name));
      }
    }
    return tree;
  }

  /**
   * Compares the name of a member with that of a member of another object, in the order of both.
   *
   * @return negative, zero or positive, as comparators do
   */
  public int compareName(int index, CanonicalObject other, int otherIndex) {
    return MemberOrder.compare(text, memberAt(index), other.text, other.memberAt(otherIndex));
  }
}
