// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.input.DocumentNode;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.ViolationCodes;
import dev.gantry.settings.internal.document.LimitReached;
import dev.gantry.settings.internal.document.LineIndex;
import dev.gantry.settings.internal.document.Problems;
import dev.gantry.settings.internal.document.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads TOML 1.0. After an error it goes on with the next item, the next line or the next table, so
 * that each error is told once. It looks at each character a fixed number of times.
 */
public final class TomlDocumentReader {
  private final Cursor in;
  private final TomlStrings strings;
  private final TomlKeys keys;
  private final TomlValues values;
  private final Table root;
  private Table current;
  private boolean complete = true;

  /** Whether the keys that are being read belong nowhere. */
  private boolean lost;

  /** Names of the table whose keys are being read. */
  private List<String> section = List.of();

  private TomlDocumentReader(Cursor in) {
    this.in = in;
    this.strings = new TomlStrings(in);
    this.keys = new TomlKeys(in, strings);
    this.values = new TomlValues(in, strings, keys);
    this.root = new Table(Table.Kind.HEADER, in.span(0, 0));
    this.current = root;
  }

  /**
   * Reads a text.
   *
   * @param text the text, without a byte order mark
   * @param lines finds places in the text
   * @param problems takes what is wrong
   * @param limits how much the text may ask for
   * @return what can be read
   */
  public static Reading read(String text, LineIndex lines, Problems problems, InputLimits limits) {
    TomlDocumentReader reader = new TomlDocumentReader(new Cursor(text, lines, problems, limits));
    try {
      reader.statements();
    } catch (LimitReached stop) {
      reader.complete = false;
    }
    return new Reading(
        reader.root.close(lines.span(0, text.length())), reader.complete, text.length());
  }

  private void statements() {
    while (!in.atEnd()) {
      in.skipBlanks();
      boolean good = true;
      if (in.peek() == '[') {
        good = header();
      } else if (!in.atLineEnd() && in.peek() != '#') {
        good = keyValue();
      }
      finishLine(good);
      skipLost(strings.takeLost());
    }
  }

  private void finishLine(boolean good) {
    in.skipBlanks();
    if (good) {
      in.skipComment();
      if (!in.atLineEnd()) {
        in.report(
            ViolationCodes.UNEXPECTED_TEXT,
            in.at,
            in.trimmedLineEnd(),
            "there is text behind the end of the statement");
      }
    }
    if (good || !strings.skipOpened()) {
      in.skipToLineEnd();
    }
    in.skipLineEnd();
    in.path.clear();
  }

  /**
   * Steps over lines that seem to belong to a string without an end, so that they are not taken for
   * keys: they may be parts of a secret.
   */
  private void skipLost(TomlStrings.Lost lost) {
    while (lost != TomlStrings.Lost.NOTHING && !in.atEnd()) {
      int line = in.at;
      in.skipBlanks();
      int start = in.at;
      in.skipToLineEnd();
      boolean word = in.at > start && in.text.substring(start, in.at).matches("[^\\s\\[]+");
      if (Statements.surelyStartAt(in.text, start) || (lost == TomlStrings.Lost.LINE && !word)) {
        in.at = line;
        return;
      }
      in.skipLineEnd();
    }
  }

  private boolean header() {
    int start = in.at;
    boolean list = in.peek(1) == '[';
    in.at += list ? 2 : 1;
    in.skipBlanks();
    in.path.clear();
    List<TomlKeys.Part> key = keys.read();
    if (key == null) {
      loseTable();
      return false;
    }
    key.forEach(part -> in.path.add(part.name()));
    boolean closed = in.looksAt(list ? "]]" : "]");
    if (closed) {
      in.at += list ? 2 : 1;
    } else {
      in.report(
          ViolationCodes.MALFORMED_HEADER,
          in.at,
          in.at,
          "the header of the table has no closing " + (list ? "]]" : "]"));
      // A header that only lacks its end still says which table is meant.
      if (!in.atLineEnd() && in.peek() != '#' && in.peek() != ']') {
        loseTable();
        return false;
      }
    }
    Table table = root.header(key, list, in.span(start, in.at), in);
    if (table == null) {
      loseTable();
    } else {
      current = table;
      section = new ArrayList<>(in.path);
      lost = false;
    }
    return closed;
  }

  /** Lets the keys of the next lines belong nowhere. */
  private void loseTable() {
    current = new Table(Table.Kind.HEADER, in.span(in.at, in.at));
    section = new ArrayList<>(in.path);
    lost = true;
  }

  private boolean keyValue() {
    in.path.clear();
    in.path.addAll(section);
    complete &= !lost;
    List<TomlKeys.Part> key = keys.read();
    if (key == null) {
      return false;
    }
    key.forEach(part -> in.path.add(part.name()));
    if (in.peek() != '=') {
      in.report(
          ViolationCodes.MISSING_EQUALS, in.at, in.at, "there is no equals sign behind this key");
      current.define(key, in.broken(in.at, in.at), in);
      return false;
    }
    in.at++;
    in.skipBlanks();
    if (in.atLineEnd() || in.peek() == '#') {
      in.report(ViolationCodes.MISSING_VALUE, in.at, in.at, "there is no value for this key");
      current.define(key, in.broken(in.at, in.at), in);
      return true;
    }
    DocumentNode value = values.read();
    boolean good = !values.failed();
    current.define(key, value, in);
    return good;
  }
}
