// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import java.util.ArrayList;
import java.util.List;

/** Shows the difference of two texts in the unified format, with three lines around it. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final int MAX_CELLS = 4_000_000;

  /** A line and what happened to it: a space, a minus or a plus. */
  private record Edit(char sign, String line) {}

  private UnifiedDiff() {}

  static String of(String path, String before, String after) {
    List<Edit> edits = edits(lines(before), lines(after));
    StringBuilder out = new StringBuilder();
    int oldLine = 1;
    int newLine = 1;
    for (int at = 0; at < edits.size(); ) {
      if (edits.get(at).sign() == ' ') {
        at++;
        oldLine++;
        newLine++;
        continue;
      }
      int start = Math.max(0, at - CONTEXT);
      int end = endOfHunk(edits, at);
      if (out.isEmpty()) {
        out.append("--- ").append(before.isEmpty() ? "/dev/null" : path).append('\n');
        out.append("+++ ").append(after.isEmpty() ? "/dev/null" : path).append('\n');
      }
      List<Edit> hunk = edits.subList(start, end);
      int oldCount = (int) hunk.stream().filter(each -> each.sign() != '+').count();
      int newCount = (int) hunk.stream().filter(each -> each.sign() != '-').count();
      out.append("@@ -")
          .append(range(oldLine - (at - start), oldCount))
          .append(" +")
          .append(range(newLine - (at - start), newCount))
          .append(" @@\n");
      hunk.forEach(each -> out.append(each.sign()).append(each.line()).append('\n'));
      List<Edit> rest = edits.subList(at, end);
      oldLine += (int) rest.stream().filter(each -> each.sign() != '+').count();
      newLine += (int) rest.stream().filter(each -> each.sign() != '-').count();
      at = end;
    }
    return out.toString();
  }

  private static int endOfHunk(List<Edit> edits, int at) {
    int last = at;
    for (int i = at; i < edits.size() && i <= last + 2 * CONTEXT; i++) {
      last = edits.get(i).sign() == ' ' ? last : i;
    }
    return Math.min(edits.size(), last + CONTEXT + 1);
  }

  private static String range(int start, int count) {
    int shown = count == 0 ? start - 1 : start;
    return count == 1 ? String.valueOf(shown) : shown + "," + count;
  }

  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int last = lines.size() - 1;
    if (lines.get(last).isEmpty()) {
      lines.remove(last);
    } else {
      lines.set(last, lines.get(last) + "\n\\ No newline at end of file");
    }
    return lines;
  }

  private static List<Edit> edits(List<String> before, List<String> after) {
    int head = 0;
    int most = Math.min(before.size(), after.size());
    while (head < most && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Edit> edits = new ArrayList<>();
    before.subList(0, head).forEach(line -> edits.add(new Edit(' ', line)));
    middle(
        before.subList(head, before.size() - tail),
        after.subList(head, after.size() - tail),
        edits);
    before.subList(before.size() - tail, before.size()).forEach(l -> edits.add(new Edit(' ', l)));
    return edits;
  }

  private static void middle(List<String> before, List<String> after, List<Edit> edits) {
    int rows = before.size() + 1;
    int columns = after.size() + 1;
    boolean small = (long) rows * columns <= MAX_CELLS;
    int[] common = small ? common(before, after) : new int[0];
    int i = 0;
    int j = 0;
    while (small && i < before.size() && j < after.size()) {
      if (before.get(i).equals(after.get(j))) {
        edits.add(new Edit(' ', before.get(i)));
        i++;
        j++;
      } else if (common[(i + 1) * columns + j] >= common[i * columns + j + 1]) {
        edits.add(new Edit('-', before.get(i++)));
      } else {
        edits.add(new Edit('+', after.get(j++)));
      }
    }
    before.subList(i, before.size()).forEach(line -> edits.add(new Edit('-', line)));
    after.subList(j, after.size()).forEach(line -> edits.add(new Edit('+', line)));
  }

  /** Counts for each pair of places how many lines what comes behind them has in common. */
  private static int[] common(List<String> before, List<String> after) {
    int columns = after.size() + 1;
    int[] common = new int[(before.size() + 1) * columns];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i * columns + j] =
            before.get(i).equals(after.get(j))
                ? common[(i + 1) * columns + j + 1] + 1
                : Math.max(common[(i + 1) * columns + j], common[i * columns + j + 1]);
      }
    }
    return common;
  }
}
