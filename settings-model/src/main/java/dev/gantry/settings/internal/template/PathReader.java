// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.settings.internal.template.Expression.Path;
import dev.gantry.settings.internal.template.Expression.Start;
import dev.gantry.settings.template.MalformedTemplateException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads paths. What they mean in odd cases is what Bottlerocket's engine makes of them: {@code
 * this} counts for nothing wherever it stands, and behind {@code @} only the first name counts.
 */
final class PathReader {
  private static final String THIS = "this";
  private static final String ROOT = "@root";

  private final Cursor cursor;

  PathReader(Cursor cursor) {
    this.cursor = cursor;
  }

  Path read() throws MalformedTemplateException {
    int start = cursor.at();
    takeStart();
    boolean root = takeWithSeparator(ROOT);
    boolean local = cursor.take("@");
    int up = takeUps();
    List<String> names = new ArrayList<>();
    addName(names);
    while (seesNextName()) {
      cursor.next();
      addName(names);
    }
    String text = cursor.since(start);
    Start origin = root ? Start.ROOT : Start.CURRENT;
    if (local && !root && !names.isEmpty()) {
      origin = Start.LOCAL;
      names = names.subList(0, 1);
    } else if (root || local) {
      up = 0;
    }
    return new Path(origin, up, names, text, cursor.spanSince(start));
  }

  /** Tells whether a path comes next. */
  boolean sees() {
    int start = cursor.at();
    takeStart();
    takeWithSeparator(ROOT);
    cursor.take("@");
    takeUps();
    boolean sees = seesName();
    cursor.moveTo(start);
    return sees;
  }

  private void takeStart() {
    if (!takeWithSeparator(THIS)) {
      cursor.take("./");
    }
  }

  private int takeUps() {
    int up = 0;
    while (takeWithSeparator("..")) {
      up++;
    }
    return up;
  }

  private boolean takeWithSeparator(String word) {
    int start = cursor.at();
    if (cursor.take(word) && (cursor.take(".") || cursor.take("/"))) {
      return true;
    }
    cursor.moveTo(start);
    return false;
  }

  private boolean seesNextName() {
    if (!cursor.sees(".") && !cursor.sees("/")) {
      return false;
    }
    int start = cursor.at();
    cursor.next();
    boolean sees = seesName();
    cursor.moveTo(start);
    return sees;
  }

  private boolean seesName() {
    return cursor.seesSymbol() || (cursor.sees("[") && cursor.find(']') >= 0);
  }

  private void addName(List<String> names) throws MalformedTemplateException {
    String name;
    if (cursor.sees("[")) {
      int end = cursor.find(']');
      if (end < 0) {
        throw cursor.unexpected("a name with its closing bracket");
      }
      int start = cursor.at() + 1;
      cursor.moveTo(end);
      name = cursor.since(start);
      cursor.next();
    } else {
      name = cursor.symbols();
      if (name.isEmpty()) {
        throw cursor.unexpected("a name");
      }
    }
    if (!name.equals(THIS)) {
      names.add(name);
    }
  }
}
