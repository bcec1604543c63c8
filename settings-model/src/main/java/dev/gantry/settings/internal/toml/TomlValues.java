// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.toml;

import dev.gantry.settings.input.DocumentNode;
import dev.gantry.settings.input.DocumentNode.ArrayNode;
import dev.gantry.settings.input.DocumentNode.StringNode;
import dev.gantry.settings.input.ViolationCodes;
import java.util.ArrayList;
import java.util.List;

/** Reads values, lists and inline tables among them. */
final class TomlValues {
  private final Cursor in;
  private final TomlStrings strings;
  private final TomlScalars scalars;
  private final TomlInlineTables tables;
  private int depth;
  private int inlineTables;
  private boolean failed;

  TomlValues(Cursor in, TomlStrings strings, TomlKeys keys) {
    this.in = in;
    this.strings = strings;
    this.scalars = new TomlScalars(in);
    this.tables = new TomlInlineTables(in, keys, this);
  }

  /**
   * Tells whether the value that was read last leaves it open what the text behind it is, so that
   * nothing should be said about that.
   */
  boolean failed() {
    return failed;
  }

  /** Reads a value that starts here. */
  DocumentNode read() {
    int start = in.at;
    failed = false;
    int c = in.peek();
    if (c == '"' || c == '\'') {
      return string(start);
    }
    if (c == '[' || c == '{') {
      return nested(start, c == '[');
    }
    DocumentNode value = scalars.read();
    failed = value == null;
    return value == null ? in.broken(start, Math.max(in.at, start)) : value;
  }

  private DocumentNode string(int start) {
    String value = strings.any();
    if (value == null) {
      failed = !strings.ended();
      return in.broken(start, in.at);
    }
    in.countNode(start);
    return new StringNode(in.span(start, in.at), value);
  }

  private DocumentNode nested(int start, boolean list) {
    if (in.path.size() + depth >= in.limits.maxDepth()) {
      in.report(
          ViolationCodes.LIMIT_EXCEEDED,
          start,
          start + 1,
          "the value lies deeper than " + in.limits.maxDepth() + " levels");
      in.skipToLineEnd();
      failed = true;
      return in.broken(start, in.at);
    }
    depth++;
    in.countNode(start);
    inlineTables += list ? 0 : 1;
    DocumentNode value = list ? list(start) : tables.read(start);
    inlineTables -= list ? 0 : 1;
    depth--;
    return value;
  }

  void setFailed(boolean newFailed) {
    failed = newFailed;
  }

  private DocumentNode list(int start) {
    List<DocumentNode> items = new ArrayList<>();
    boolean itemFailed = false;
    int unseparated = -1;
    in.at++;
    while (true) {
      int line = skipSpace();
      boolean brace = in.peek() == '}';
      if (brace && inlineTables == 0) {
        if (!itemFailed) {
          in.report(
              ViolationCodes.UNEXPECTED_TEXT,
              in.at,
              in.at + 1,
              "there is no inline table that this brace could close");
        }
        in.at++;
        itemFailed = true;
        continue;
      }
      if (in.atEnd() || brace || (line >= 0 && endsList(unseparated >= 0))) {
        if (!itemFailed) {
          in.report(
              ViolationCodes.UNTERMINATED_LIST, start, start + 1, "the list has no closing ]");
        }
        in.at = line >= 0 && !brace ? line : in.at;
        failed = true;
        break;
      }
      int c = in.peek();
      if (c == ']') {
        in.at++;
        failed = false;
        break;
      }
      if (c == ',') {
        if (unseparated < 0 && !itemFailed) {
          in.report(
              ViolationCodes.UNEXPECTED_COMMA,
              in.at,
              in.at + 1,
              "there is no item before this comma");
        }
        in.at++;
        unseparated = -1;
        itemFailed = false;
        continue;
      }
      if (unseparated >= 0 && !itemFailed) {
        reportSeparator(unseparated);
        itemFailed = !opensValue(c);
      }
      if (!itemFailed || (line >= 0 && opensValue(c))) {
        items.add(read());
        itemFailed = failed;
        unseparated = in.at;
      }
      if (itemFailed) {
        skipItem();
      }
    }
    return new ArrayNode(in.span(start, in.at), items);
  }

  /** Tells whether a line starts here that cannot go on with a list. */
  private boolean endsList(boolean behindItem) {
    return Statements.startAt(in.text, in.at)
        || (behindItem && Statements.isNoItem(in.text, in.at));
  }

  private void reportSeparator(int behind) {
    in.report(
        ViolationCodes.MISSING_SEPARATOR,
        behind,
        behind,
        "there is no comma or ] behind this item");
  }

  private static boolean opensValue(int c) {
    return c == '"' || c == '\'' || c == '[' || c == '{';
  }

  /**
   * Steps over blanks, comments and line ends.
   *
   * @return where the last line before this place ends, or -1 if no line ended
   */
  private int skipSpace() {
    int line = -1;
    while (true) {
      in.skipBlanks();
      in.skipComment();
      if (in.atEnd() || !in.atLineEnd()) {
        return line;
      }
      line = in.at;
      in.skipLineEnd();
    }
  }

  /** Steps over what is left of an item that cannot be read. */
  void skipItem() {
    while (!in.atLineEnd() && ",]}#".indexOf(in.peek()) < 0) {
      in.at++;
    }
  }
}
