// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ProgressMeterTest {
  private static final int MOST_REPORTS = 500;

  private static ProgressMeter meter(List<Progress> reports, long total, Progress.Unit unit) {
    return new ProgressMeter(reports::add, "phase", total, unit);
  }

  private static void assertMonotonic(List<Progress> reports) {
    for (int i = 1; i < reports.size(); i++) {
      assertTrue(reports.get(i - 1).done() <= reports.get(i).done(), reports::toString);
    }
  }

  @Test
  void reportsTheStartAndTheEnd() {
    List<Progress> reports = new ArrayList<>();
    ProgressMeter meter = meter(reports, 10, Progress.Unit.ITEMS);
    assertEquals(List.of(new Progress("phase", 0, 10, Progress.Unit.ITEMS)), reports);
    meter.advance(10);
    assertEquals(new Progress("phase", 10, 10, Progress.Unit.ITEMS), reports.get(1));
    assertTrue(reports.get(1).isComplete());
    meter.finish();
    meter.advance(0);
    assertEquals(2, reports.size());
  }

  @Test
  void anEmptyPhaseIsCompleteAtOnce() {
    List<Progress> reports = new ArrayList<>();
    ProgressMeter meter = meter(reports, 0, Progress.Unit.BYTES);
    meter.advance(0);
    meter.finish();
    assertEquals(1, reports.size());
    assertTrue(reports.get(0).isComplete());
  }

  @Test
  void anUnknownTotalIsKnownAtTheEnd() {
    List<Progress> reports = new ArrayList<>();
    ProgressMeter meter = meter(reports, Progress.UNKNOWN, Progress.Unit.BYTES);
    meter.advance(123);
    assertFalse(reports.get(reports.size() - 1).isComplete());
    meter.finish();
    assertEquals(new Progress("phase", 123, 123, Progress.Unit.BYTES), reports.get(1));
  }

  @Test
  void itemsOfAnUnknownTotalAreHeardOfSoon() {
    List<Progress> reports = new ArrayList<>();
    ProgressMeter meter = meter(reports, Progress.UNKNOWN, Progress.Unit.ITEMS);
    meter.advance(1);
    assertEquals(1, reports.get(1).done());
  }

  @Test
  void theNumberOfReportsIsBoundedWhateverTheSize() {
    for (Progress.Unit unit : Progress.Unit.values()) {
      for (long total : new long[] {Progress.UNKNOWN, 1, 199, 399, 400, 1_000_003, 1L << 40}) {
        List<Progress> reports = new ArrayList<>();
        ProgressMeter meter = meter(reports, total, unit);
        long all = total == Progress.UNKNOWN ? 1L << 42 : total;
        long unitsEach = Math.max(1, all / 1_000_000);
        for (long done = 0; done < all; done += unitsEach) {
          meter.advance(Math.min(unitsEach, all - done));
        }
        meter.finish();
        assertTrue(reports.size() <= MOST_REPORTS, total + " " + unit + ": " + reports.size());
        assertEquals(all, reports.get(reports.size() - 1).done());
        assertMonotonic(reports);
      }
    }
  }

  @Test
  void refusesToGoBackOrOverTheEdge() {
    ProgressMeter meter = meter(new ArrayList<>(), Progress.UNKNOWN, Progress.Unit.BYTES);
    assertThrows(IllegalArgumentException.class, () -> meter.advance(-1));
    meter.advance(Long.MAX_VALUE);
    assertThrows(ArithmeticException.class, () -> meter.advance(1));
    assertThrows(
        IllegalArgumentException.class, () -> meter(new ArrayList<>(), -2, Progress.Unit.BYTES));
    assertThrows(
        IllegalArgumentException.class, () -> new Progress("p", -1, 1, Progress.Unit.BYTES));
  }

  @Property
  void neverGoesBackAndEndsWithAll(@ForAll @Size(max = 50) List<@LongRange(max = 1000) Long> work) {
    long total = work.stream().mapToLong(Long::longValue).sum();
    List<Progress> reports = new ArrayList<>();
    ProgressMeter meter = meter(reports, total, Progress.Unit.BLOCKS);
    work.forEach(meter::advance);
    assertMonotonic(reports);
    assertTrue(reports.get(reports.size() - 1).isComplete());
    assertEquals(1, reports.stream().filter(Progress::isComplete).count());
  }

  @Test
  void countsTheWorkOfManyThreads() throws Exception {
    int threads = 4;
    int each = 50_000;
    List<Progress> reports = new ArrayList<>(); // the meter makes one report at a time
    ProgressMeter meter = meter(reports, (long) threads * each, Progress.Unit.BLOCKS);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        results.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    meter.advance(1);
                  }
                }));
      }
      for (Future<?> result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
    assertMonotonic(reports);
    assertTrue(reports.size() <= MOST_REPORTS);
    assertEquals((long) threads * each, reports.get(reports.size() - 1).done());
  }
}
