// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SlotSequencePropertyTest {
  /** A reboot, or an operation with a target by its number modulo the number of slots. */
  record Step(Optional<SlotOperation> operation, int target) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Optional<SlotOperation>> operation =
        Arbitraries.of(SlotOperation.values()).optional(0.7);
    return Combinators.combine(operation, Arbitraries.integers().between(0, 14))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /**
   * Whatever is done in whatever order, with boots in between of which some are never confirmed:
   * the machine boots next time, and ends with a slot that was successful.
   */
  @Property(tries = 2000)
  void aMachineThatBootsNeverStopsDoingSo(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 15) int count,
      @ForAll boolean chromeOs)
      throws GantryException {
    SlotScheme scheme = chromeOs ? SlotScheme.CHROMEOS : SlotScheme.BOTTLEROCKET;
    SlotTable table = SlotTables.of(scheme, count, 512);
    SlotId running = SlotId.A;
    for (Step step : steps) {
      SlotId target = SlotId.of(step.target() % count);
      SlotTable before = table;
      if (step.operation().isEmpty()) {
        BootChoice choice = BootSelector.select(table.table(), scheme).orElseThrow();
        running = choice.slot().orElseThrow();
        table = SlotTable.of(choice.after(), scheme);
      } else {
        SlotOperation operation = step.operation().get();
        try {
          table =
              operation.hasTarget()
                  ? operation.apply(table, running, target)
                  : operation.apply(table, running);
        } catch (StateConflictException refused) {
          assertEquals(before, table);
        }
      }
      SlotTable now = table;
      assertTrue(now.nextBoot().isPresent(), () -> step + ": " + before + " to " + now);
      SlotId last = now.lastResort().orElseThrow(() -> new AssertionError(step + ": " + now));
      assertTrue(now.slot(last).attributes().successful(), () -> step + ": " + now);
      // What is in memory is what the bits say.
      assertEquals(now, SlotTable.of(now.table(), scheme));
    }
  }
}
