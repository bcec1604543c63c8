// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void oneBrokenExpectationFailsTheDemo() {
    List<String> lines = new ArrayList<>();
    Report report = new Report(lines::add);
    report.step("1. x");
    report.expect("holds", true);
    assertTrue(report.allHeld());
    report.expect("does not", false);
    assertFalse(report.allHeld());
    assertEquals("1 of 2 expectations held; THE DEMO FAILED", report.summary());
    assertTrue(lines.contains("   [FAILED] does not"), lines.toString());
  }
}
