// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.input.ViolationCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads keys: bare, quoted and dotted. */
final class TomlKeys {
  private final Cursor in;
  private final TomlStrings strings;

  TomlKeys(Cursor in, TomlStrings strings) {
    this.in = in;
    this.strings = strings;
  }

  /** One of the names that dots join. */
  record Part(String name, SourceSpan span) {}

  /**
   * Reads a key and the blanks behind it.
   *
   * @return its parts, at least one, or null if it is not well written, which has been told
   */
  @Nullable List<Part> read() {
    List<Part> parts = new ArrayList<>(2);
    while (true) {
      Part part = part();
      if (part == null) {
        return null;
      }
      parts.add(part);
      in.skipBlanks();
      if (in.peek() != '.') {
        break;
      }
      in.at++;
      in.skipBlanks();
    }
    if (in.path.size() + parts.size() > in.limits.maxDepth()) {
      in.report(
          ViolationCodes.LIMIT_EXCEEDED,
          in.at,
          in.at,
          "the key has more than " + in.limits.maxDepth() + " names");
      return null;
    }
    return parts;
  }

  private @Nullable Part part() {
    int start = in.at;
    int c = in.peek();
    if (c == '"' || c == '\'') {
      if (in.looksAt("\"\"\"") || in.looksAt("\'\'\'")) {
        in.report(
            ViolationCodes.MALFORMED_KEY, start, start + 3, "a key must be written in one line");
        return null;
      }
      String name = strings.line();
      return name == null ? null : new Part(name, in.span(start, in.at));
    }
    while (isBare(in.peek())) {
      in.at++;
    }
    int behind = in.peek();
    boolean ends = in.atLineEnd() || " \t.=]#,}".indexOf(behind) >= 0;
    if (in.at == start || !ends) {
      boolean missing = in.at == start && (in.atLineEnd() || "=.]#,}".indexOf(c) >= 0);
      in.report(
          ViolationCodes.MALFORMED_KEY,
          in.at,
          in.atLineEnd() ? in.at : in.at + Character.charCount(in.text.codePointAt(in.at)),
          missing
              ? "there is no key"
              : "a key without quotes has only the characters A-Z, a-z, 0-9, - and _");
      return null;
    }
    if (in.at - start > in.limits.maxStringLength()) {
      in.report(ViolationCodes.LIMIT_EXCEEDED, start, in.at, "the key is too long");
      return null;
    }
    return new Part(in.text.substring(start, in.at), in.span(start, in.at));
  }

  static boolean isBare(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
