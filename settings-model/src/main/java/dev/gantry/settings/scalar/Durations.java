// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.List;
import java.util.Optional;

/** Durations as Go writes them, with the units in one order. */
final class Durations {
  /** A unit, and how many digits before the dot keep the sum of all units below 292 years. */
  record Unit(String name, int digits) {}

  static final List<Unit> KUBERNETES_UNITS =
      List.of(new Unit("h", 6), new Unit("m", 7), new Unit("s", 9), new Unit("ms", 12));
  static final List<Unit> ECS_UNITS =
      List.of(
          new Unit("h", 6),
          new Unit("m", 7),
          new Unit("s", 9),
          new Unit("ms", 12),
          new Unit("us", 15),
          new Unit("ns", 18));

  private Durations() {}

  static String pattern(boolean strict, List<Unit> units) {
    StringBuilder pattern = new StringBuilder("^(?=[0-9])");
    for (Unit unit : units) {
      String name = unit.name().equals("us") ? "[u\u00b5]s" : unit.name();
      pattern.append(
          strict
              ? "([0-9]{1," + unit.digits() + "}(\\.[0-9]{1,9})?" + name + ")?"
              : "([0-9]+(\\.[0-9]+)?" + name + ")?");
    }
    return pattern.append('$').toString();
  }

  static Optional<String> problem(String text, boolean strict, List<Unit> units) {
    int at = 0;
    int next = 0;
    while (at < text.length()) {
      int dot = digits(text, at);
      int end = dot < text.length() && text.charAt(dot) == '.' ? digits(text, dot + 1) : dot;
      int unitEnd = end;
      while (unitEnd < text.length() && !Chars.isDigit(text.charAt(unitEnd)) && unitEnd < end + 3) {
        unitEnd++;
      }
      String name = text.substring(end, unitEnd).replace('\u00b5', 'u');
      while (next < units.size() && !units.get(next).name().equals(name)) {
        next++;
      }
      boolean bad = next == units.size() || dot == at || end == dot + 1;
      bad |= !bad && strict && (dot - at > units.get(next).digits() || end - dot > 10);
      if (bad) {
        return expected(units);
      }
      at = unitEnd;
      next++;
    }
    return at == 0 ? expected(units) : Optional.empty();
  }

  private static Optional<String> expected(List<Unit> units) {
    return Optional.of(
        "expected numbers with the units "
            + String.join(", ", units.stream().map(Unit::name).toList())
            + " in this order, for example 1h30m");
  }

  private static int digits(String text, int start) {
    int at = start;
    while (at < text.length() && Chars.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
