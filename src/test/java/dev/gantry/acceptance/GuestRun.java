// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import java.util.List;

/**
 * What a guest said before it was off.
 *
 * @param console all that came over the serial line
 */
record GuestRun(String console) {
  private static final String PREFIX = "GUEST ";

  /** Returns what lines with a keyword say after it. */
  List<String> said(String keyword) {
    String start = PREFIX + keyword;
    return console
        .lines()
        .map(String::strip)
        .filter(line -> line.equals(start) || line.startsWith(start + " "))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  /** Whether the guest came to the end of its scenario and switched itself off. */
  boolean ended() {
    return !said("end").isEmpty();
  }

  /** Returns the names of the files that were found to be as a word says. */
  List<String> files(String word) {
    return said("file " + word);
  }

  boolean logHas(String text) {
    return said("log").stream().anyMatch(line -> line.contains(text));
  }
}
