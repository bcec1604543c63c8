// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

/** Finds its way in canonical text, which {@link CanonicalBuffer} has written: no checks. */
final class CanonicalScan {
  private CanonicalScan() {}

  /** Returns the index after the value that starts at an index. */
  static int end(byte[] text, int start) {
    return switch (text[start]) {
      case '"' -> endOfString(text, start);
      case '{', '[' -> endOfContainer(text, start);
      default -> endOfScalar(text, start);
    };
  }

  private static int endOfString(byte[] text, int start) {
    int at = start + 1;
    while (text[at] != '"') {
      at += text[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int endOfContainer(byte[] text, int start) {
    int depth = 0;
    int at = start;
    do {
      switch (text[at]) {
        case '"' -> at = endOfString(text, at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
    return at;
  }

  private static int endOfScalar(byte[] text, int start) {
    int at = start;
    while (at < text.length && text[at] != ',' && text[at] != '}' && text[at] != ']') {
      at++;
    }
    return at;
  }
}
