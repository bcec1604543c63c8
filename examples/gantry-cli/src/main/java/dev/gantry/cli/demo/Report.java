// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The demo's words: steps, evidence, and expectations that held or did not. */
final class Report {
  /**
   * One expectation.
   *
   * @param step the step it belongs to
   * @param what what was expected
   * @param held whether it came true
   */
  record Expectation(String step, String what, boolean held) {}

  private final Consumer<String> lines;
  private final List<Expectation> expectations = new ArrayList<>();
  private String step = "";

  Report(Consumer<String> lines) {
    this.lines = lines;
  }

  void step(String title) {
    step = title;
    lines.accept("");
    lines.accept("== " + title);
  }

  void say(String text) {
    text.lines().forEach(line -> lines.accept("   " + line));
  }

  void expect(String what, boolean held) {
    expectations.add(new Expectation(step, what, held));
    lines.accept((held ? "   [ok]     " : "   [FAILED] ") + what);
  }

  List<Expectation> expectations() {
    return List.copyOf(expectations);
  }

  boolean allHeld() {
    return expectations.stream().allMatch(Expectation::held);
  }

  String summary() {
    long held = expectations.stream().filter(Expectation::held).count();
    return held
        + " of "
        + expectations.size()
        + " expectations held"
        + (allHeld() ? "" : "; THE DEMO FAILED");
  }
}
