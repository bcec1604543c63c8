// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON pointers (RFC 6901). */
final class JsonPointer {
  private JsonPointer() {}

  /** Reads a pointer; empty if it is malformed. */
  static Optional<List<String>> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(List.of());
    }
    if (text.charAt(0) != '/' || hasBadEscape(text)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (String name : text.substring(1).split("/", -1)) {
      names.add(name.replace("~1", "/").replace("~0", "~"));
    }
    return Optional.of(List.copyOf(names));
  }

  private static boolean hasBadEscape(String text) {
    for (int at = text.indexOf('~'); at >= 0; at = text.indexOf('~', at + 1)) {
      if (at + 1 == text.length() || (text.charAt(at + 1) != '0' && text.charAt(at + 1) != '1')) {
        return true;
      }
    }
    return false;
  }

  static String write(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append('/').append(name.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }

  /** Reads an index into a list of a size; -1 if it is malformed or too large. */
  static int index(String name, int size) {
    boolean digits =
        !name.isEmpty()
            && name.length() <= 9
            && name.chars().allMatch(c -> c >= '0' && c <= '9')
            && (name.length() == 1 || name.charAt(0) != '0');
    int index = digits ? Integer.parseInt(name) : -1;
    return index < size ? index : -1;
  }
}
