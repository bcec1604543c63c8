// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.internal.json.CanonicalObject;
import dev.gantry.tuf.internal.json.CanonicalValue;
import java.util.List;
import java.util.Optional;

/**
 * A large object of metadata whose values are objects: each becomes {@link Fields} when it is asked
 * for, and only then.
 *
 * @param object its members
 * @param source the file
 * @param where path of the object in the file
 */
record Entries(CanonicalObject object, String source, String where) {
  int size() {
    return object.size();
  }

  /** Returns all names, as foreign text, sorted by their bytes. */
  List<String> names() {
    return object.names();
  }

  CanonicalValue value(int index) {
    return object.value(index);
  }

  Fields fields(int index) throws GantryException {
    return fields(object.name(index), object.value(index));
  }

  Optional<Fields> find(String name) throws GantryException {
    Optional<CanonicalValue> value = object.find(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(fields(name, value.get()));
  }

  private Fields fields(String name, CanonicalValue value) throws GantryException {
    String path = where + "." + name;
    if (!value.isObject()) {
      throw Fields.malformed(source, path, value, "an object");
    }
    return Fields.of(value.tree(source + " " + path), source, path);
  }

  MalformedDataException malformed(String name, String found, String expected) {
    return Fields.malformed(source, where + "." + name, found, expected);
  }
}
