// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document in canonical form but for the order of its own members, and where the members of its
 * large objects start.
 *
 * <p>Immutable and thread-safe.
 */
public final class CanonicalDocument {
  private final CanonicalValue value;
  private final int @Nullable [] members;
  private final String exactMember;
  private final Map<String, int[]> indexes;

  CanonicalDocument(
      CanonicalValue value,
      int @Nullable [] members,
      String exactMember,
      Map<String, int[]> indexes) {
    this.value = value;
    this.members = members;
    this.exactMember = exactMember;
    this.indexes = indexes;
  }

  /** Returns the document itself. */
  public CanonicalValue value() {
    return value;
  }

  /**
   * Finds a member of the document.
   *
   * @param name its name
   * @return its value, or empty if there is none or the document is no object
   */
  public Optional<CanonicalValue> member(String name) {
    if (members == null) {
      return Optional.empty();
    }
    CanonicalObject object = new CanonicalObject(value, members);
    for (int i = 0; i < object.size(); i++) {
      if (object.isNamed(i, name)) {
        return Optional.of(object.value(i));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the members of the member that has to be exact, which must be an object.
   *
   * @return its members; no part of it is read again for that
   */
  public CanonicalObject exactObject() {
    CanonicalValue exact = member(exactMember).orElseThrow();
    return indexed(exact, "");
  }

  /**
   * Returns the members of one of its members, which must be an object.
   *
   * @param name name of an object within it
   * @return the members; a large one is not read again if its name was given to the reader
   */
  public Optional<CanonicalObject> object(String name) {
    return exactObject().find(name).filter(CanonicalValue::isObject).map(v -> indexed(v, name));
  }

  private CanonicalObject indexed(CanonicalValue object, String name) {
    int[] index = indexes.get(name);
    return index == null ? object.object() : new CanonicalObject(object, index);
  }
}
