// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.document;

import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects violations up to a number. Not safe for use by many threads. */
public final class Problems {
  private final LineIndex lines;
  private final int limit;
  private final List<Violation> found = new ArrayList<>();
  private final Set<Integer> muted = new HashSet<>();

  /**
   * Creates an empty collection.
   *
   * @param lines finds places
   * @param limit most violations that are kept
   */
  public Problems(LineIndex lines, int limit) {
    this.lines = lines;
    this.limit = limit;
  }

  /**
   * Adds a violation, unless its line is muted or there are enough.
   *
   * @param violation the violation, with a place
   */
  public void add(Violation violation) {
    int line = violation.span().map(SourceSpan::line).orElse(0);
    if (found.size() < limit && !muted.contains(line)) {
      found.add(violation);
    }
  }

  /**
   * Adds a violation.
   *
   * @param code its code
   * @param key names around it
   * @param from where it starts, in UTF-16 units
   * @param to where it ends
   * @param message what is wrong
   */
  public void add(String code, List<String> key, int from, int to, String message) {
    add(Violation.of(code, SettingKey.of(key), message).at(lines.span(from, to)));
  }

  /**
   * Adds a violation and lets no other be added in its line, where all others would follow from it.
   *
   * @param violation the violation, with a place
   */
  public void addAndMute(Violation violation) {
    int line = violation.span().map(SourceSpan::line).orElse(0);
    add(violation);
    muted.add(line);
  }

  /**
   * Returns a mark to go back to.
   *
   * @return the number of violations
   */
  public int mark() {
    return found.size();
  }

  /**
   * Forgets what was added since a mark.
   *
   * @param mark the mark
   */
  public void backTo(int mark) {
    found.subList(mark, found.size()).clear();
  }

  /**
   * Returns all violations.
   *
   * @return sorted by place
   */
  public List<Violation> all() {
    return found.stream().sorted(Violation.BY_PLACE).toList();
  }
}
