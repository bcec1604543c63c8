// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TestClockTest {
  @Test
  void standsUntilMoved() {
    TestClock clock = TestClock.at("2030-01-01T00:00:00Z");
    assertEquals(Instant.parse("2030-01-01T00:00:00Z"), clock.instant());
    assertEquals(Instant.parse("2030-01-02T00:00:00Z"), clock.advance(Duration.ofDays(1)));
    clock.advance(Duration.ofDays(-2));
    assertEquals(Instant.parse("2029-12-31T00:00:00Z"), clock.instant());
    clock.set(Instant.EPOCH);
    assertEquals(0, clock.millis());
    assertEquals(Instant.EPOCH, TestClock.at(Instant.EPOCH).instant());
  }
}
