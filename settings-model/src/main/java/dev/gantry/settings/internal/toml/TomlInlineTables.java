// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.input.DocumentNode;
import dev.gantry.settings.input.ViolationCodes;
import java.util.List;

/** Reads inline tables. */
final class TomlInlineTables {
  /** How far a closing brace is looked for in later lines, which TOML 1.0 does not allow. */
  private static final int LOOK_AHEAD = 2_000;

  private final Cursor in;
  private final TomlKeys keys;
  private final TomlValues values;

  TomlInlineTables(Cursor in, TomlKeys keys, TomlValues values) {
    this.in = in;
    this.keys = keys;
    this.values = values;
  }

  /** What stands before the place of the cursor in an inline table. */
  private enum Before {
    BRACE,
    COMMA,
    ENTRY,
    BROKEN_ENTRY
  }

  /** Reads a table whose brace is here. */
  DocumentNode read(int start) {
    Table table = new Table(Table.Kind.INLINE, in.span(start, start + 1));
    Before before = Before.BRACE;
    boolean overLines = false;
    int comma = start;
    int entryEnd = start;
    in.at++;
    while (true) {
      in.skipBlanks();
      if (overLines) {
        skipLines();
      }
      int c = in.peek();
      if (in.atLineEnd() || c == '#') {
        if (!overLines && before != Before.BROKEN_ENTRY) {
          reportLineEnd(start);
        }
        if (overLines || !closesLater()) {
          values.setFailed(true);
          break;
        }
        overLines = true;
      } else if (c == '}') {
        if (before == Before.COMMA && !overLines) {
          in.report(
              ViolationCodes.UNEXPECTED_COMMA,
              comma,
              comma + 1,
              "an inline table must not end with a comma");
        }
        in.at++;
        values.setFailed(false);
        break;
      } else if (c == ',') {
        if (before == Before.BRACE || before == Before.COMMA) {
          in.report(
              ViolationCodes.UNEXPECTED_COMMA,
              in.at,
              in.at + 1,
              "there is no key before this comma");
        }
        comma = in.at++;
        before = Before.COMMA;
      } else if (before == Before.ENTRY && !TomlKeys.isBare(c) && c != '"' && c != '\'') {
        reportSeparator(entryEnd);
        values.skipItem();
        before = Before.BROKEN_ENTRY;
      } else {
        if (before == Before.ENTRY) {
          reportSeparator(entryEnd);
        }
        boolean good = before != Before.BROKEN_ENTRY && entry(table);
        entryEnd = in.at;
        before = good ? Before.ENTRY : Before.BROKEN_ENTRY;
        if (!good) {
          values.skipItem();
          // A bracket that closes nothing would hold the parser here.
          in.at += in.peek() == ']' ? 1 : 0;
        }
      }
    }
    SourceSpan span = in.span(start, in.at);
    return table.close(span);
  }

  private void skipLines() {
    while (!in.atEnd() && (in.atLineEnd() || in.peek() == '#')) {
      in.skipComment();
      if (!in.atEnd()) {
        in.skipLineEnd();
      }
      in.skipBlanks();
    }
  }

  private void reportLineEnd(int start) {
    in.report(
        ViolationCodes.UNTERMINATED_TABLE,
        start,
        start + 1,
        "the inline table has no closing } in its line");
  }

  private void reportSeparator(int behind) {
    in.report(
        ViolationCodes.MISSING_SEPARATOR,
        behind,
        behind,
        "there is no comma or } behind this value");
  }

  /** Tells whether one of the next lines starts with a closing brace, and none with a bracket. */
  private boolean closesLater() {
    int end = Math.min(in.text.length(), in.at + LOOK_AHEAD);
    boolean lineStart = false;
    for (int i = in.at; i < end; i++) {
      char c = in.text.charAt(i);
      if (c == '\n') {
        lineStart = true;
      } else if (lineStart && c != ' ' && c != '\t' && c != '\r') {
        if (c == '}' || c == '[') {
          return c == '}';
        }
        lineStart = false;
      }
    }
    return false;
  }

  /** Reads a key, its equals sign and its value; gives whether what follows can be judged. */
  private boolean entry(Table table) {
    List<TomlKeys.Part> key = keys.read();
    if (key == null) {
      return false;
    }
    int outside = in.path.size();
    key.forEach(part -> in.path.add(part.name()));
    boolean good = value(table, key);
    in.path.subList(outside, in.path.size()).clear();
    return good;
  }

  private boolean value(Table table, List<TomlKeys.Part> key) {
    if (in.peek() != '=') {
      in.report(
          ViolationCodes.MISSING_EQUALS, in.at, in.at, "there is no equals sign behind this key");
      table.define(key, in.broken(in.at, in.at), in);
      return false;
    }
    in.at++;
    in.skipBlanks();
    if (in.atLineEnd() || ",}#".indexOf(in.peek()) >= 0) {
      in.report(ViolationCodes.MISSING_VALUE, in.at, in.at, "there is no value for this key");
      table.define(key, in.broken(in.at, in.at), in);
      return !in.atLineEnd() && in.peek() != '#';
    }
    DocumentNode value = values.read();
    boolean good = !values.failed();
    table.define(key, value, in);
    return good;
  }
}
