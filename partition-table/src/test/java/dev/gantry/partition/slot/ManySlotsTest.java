// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManySlotsTest {
  private static final SlotId C = SlotId.of(2);

  private static SlotAttributes attributes(int priority, int tries, boolean successful) {
    return new SlotAttributes(priority, tries, successful);
  }

  /** What differs to the rules: no, low, equal and high priority; none, last, more tries. */
  private static List<SlotAttributes> some() {
    List<SlotAttributes> some = new ArrayList<>();
    for (int priority : new int[] {0, 1, 2, 15}) {
      for (int tries : new int[] {0, 1, 15}) {
        some.add(attributes(priority, tries, false));
        some.add(attributes(priority, tries, true));
      }
    }
    return some;
  }

  /** 13,824 states of three slots, each slot running, each other one the target, both rules. */
  @ParameterizedTest
  @EnumSource(SlotOperation.class)
  void threeSlotsEndWithAGoodOneWhereTheyDidBefore(SlotOperation operation) throws GantryException {
    for (SlotScheme scheme : List.of(SlotScheme.BOTTLEROCKET, SlotScheme.CHROMEOS)) {
      SlotTable blank = SlotTables.of(scheme, 3, 512);
      long done = 0;
      long refused = 0;
      for (SlotAttributes a : some()) {
        SlotTable first = blank.withAttributes(SlotId.A, a);
        for (SlotAttributes b : some()) {
          SlotTable second = first.withAttributes(SlotId.B, b);
          for (SlotAttributes c : some()) {
            SlotTable before = second.withAttributes(C, c);
            for (Slot running : before.slots()) {
              for (Slot target : before.idleSlots(running.id())) {
                try {
                  check(operation, before, running.id(), target.id());
                  done++;
                } catch (StateConflictException e) {
                  assertTrue(!e.code().equals("WOULD_NOT_BOOT"), () -> operation + ": " + before);
                  refused++;
                }
              }
            }
          }
        }
      }
      assertEquals(13_824 * 6, done + refused);
      assertTrue(done > 0);
      System.out.println(
          operation.commandName()
              + ", three slots, "
              + scheme.bootRule()
              + ": "
              + done
              + " done, "
              + refused
              + " refused");
    }
  }

  private static void check(
      SlotOperation operation, SlotTable before, SlotId running, SlotId target)
      throws StateConflictException {
    SlotTable after =
        operation.hasTarget()
            ? operation.apply(before, running, target)
            : operation.apply(before, running);
    if (before.nextBoot().isPresent()) {
      assertTrue(after.nextBoot().isPresent(), () -> operation + ": " + before + " to " + after);
    }
    Optional<SlotId> end = before.lastResort();
    if (end.isPresent() && before.slot(end.get()).attributes().successful()) {
      SlotAttributes now = after.slot(after.lastResort().orElseThrow()).attributes();
      assertTrue(now.successful(), () -> operation + ": " + before + " to " + after);
    }
    switch (operation) {
      case UPGRADE_TO_INACTIVE, ROLLBACK_TO_INACTIVE ->
          assertEquals(Optional.of(target), after.nextBoot());
      case CANCEL_UPGRADE -> assertEquals(Optional.of(running), after.nextBoot());
      case CLEAR_INACTIVE -> assertEquals(SlotAttributes.EMPTY, after.slot(target).attributes());
      case MARK_INACTIVE_VALID ->
          assertEquals(before.scheme().tries(), after.slot(target).attributes().tries());
      case MARK_SUCCESSFUL_BOOT -> {
        assertTrue(after.slot(running).attributes().successful());
        assertTrue(after.hasBootEverSucceeded());
      }
      default -> throw new AssertionError(operation);
    }
  }

  @Test
  void theThirdSlotKeepsItsPlace() throws Exception {
    SlotTable before =
        SlotTables.with(
            SlotTables.of(SlotScheme.BOTTLEROCKET, 5, 512),
            List.of(
                attributes(7, 0, true),
                attributes(0, 1, false),
                attributes(3, 0, true),
                attributes(0, 0, true),
                attributes(3, 0, true)));
    SlotTable after = SlotOperation.UPGRADE_TO_INACTIVE.apply(before, SlotId.A, SlotId.B);
    assertEquals(
        List.of(3, 4, 2, 0, 1),
        after.slots().stream().map(slot -> slot.attributes().priority()).toList());
    assertEquals(Optional.of(SlotId.A), after.lastResort());
    SlotTable back = SlotOperation.CANCEL_UPGRADE.apply(after, SlotId.A, SlotId.B);
    assertEquals(
        List.of(4, 0, 2, 0, 1),
        back.slots().stream().map(slot -> slot.attributes().priority()).toList());
  }

  @Test
  void namesTheSlotsThatAnUpdateMayOverwriteByUse() throws Exception {
    SlotTable table =
        SlotTables.with(
            SlotTables.of(SlotScheme.BOTTLEROCKET, 5, 512),
            List.of(
                attributes(7, 0, true),
                attributes(3, 0, true),
                attributes(9, 1, false),
                attributes(0, 0, true),
                attributes(2, 0, false)));
    assertEquals(
        List.of(SlotId.of(4), SlotId.of(3), C, SlotId.B),
        table.idleSlots(SlotId.A).stream().map(Slot::id).toList());
    assertThrows(IllegalArgumentException.class, () -> table.idleSlots(SlotId.of(5)));
  }

  @Test
  void needsToKnowWhichOfManySlots() throws Exception {
    SlotTable table = SlotTables.of(SlotScheme.BOTTLEROCKET, 3, 512);
    StateConflictException needed =
        assertThrows(
            StateConflictException.class,
            () -> SlotOperation.CLEAR_INACTIVE.apply(table, SlotId.A));
    assertEquals("SLOT_TARGET_NEEDED", needed.code());
    StateConflictException running =
        assertThrows(
            StateConflictException.class,
            () -> SlotOperation.CLEAR_INACTIVE.apply(table, SlotId.A, SlotId.A));
    assertEquals("SLOT_RUNNING", running.code());
    assertThrows(
        IllegalArgumentException.class,
        () -> SlotOperation.CLEAR_INACTIVE.apply(table, SlotId.A, SlotId.of(3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> SlotOperation.MARK_SUCCESSFUL_BOOT.apply(table, SlotId.A, SlotId.B));
    assertTrue(SlotOperation.MARK_SUCCESSFUL_BOOT.apply(table, SlotId.A).hasBootEverSucceeded());
  }

  @Test
  void asManySlotsAsPriorities() throws Exception {
    SlotTable table = SlotTables.of(SlotScheme.BOTTLEROCKET, SlotId.COUNT, 512);
    List<SlotAttributes> all = new ArrayList<>();
    for (int i = 0; i < SlotId.COUNT; i++) {
      all.add(attributes(i + 1, 0, true));
    }
    table = SlotTables.with(table, all);
    SlotId first = SlotId.A;
    SlotTable after = SlotOperation.ROLLBACK_TO_INACTIVE.apply(table, SlotId.of(7), first);
    assertEquals(15, after.slot(first).attributes().priority());
    assertEquals(14, after.slot(SlotId.of(7)).attributes().priority());
    assertEquals(13, after.slot(SlotId.of(14)).attributes().priority());
    assertEquals(1, after.slot(SlotId.B).attributes().priority());
  }

  @Test
  void refusesWhatARuleOfAVendorWouldNotBoot() throws Exception {
    // A rule that boots nothing but the slot with priority 1, so that every new order stops it.
    BootRule rule =
        new BootRule() {
          @Override
          public Optional<Pick> pick(List<SlotAttributes> slots) {
            for (int i = 0; i < slots.size(); i++) {
              if (slots.get(i).priority() == 1 && slots.get(i).successful()) {
                return Optional.of(new Pick(i, slots.get(i)));
              }
            }
            return Optional.empty();
          }
        };
    SlotScheme scheme =
        SlotScheme.builder(SlotScheme.CHROMEOS.bootType()).bootRule(rule).tries(3).build();
    SlotTable table = SlotTables.of(scheme, 2, 4096);
    StateConflictException refused =
        assertThrows(
            StateConflictException.class,
            () -> SlotOperation.CANCEL_UPGRADE.apply(table, SlotId.A));
    assertEquals("WOULD_NOT_BOOT", refused.code());
  }

  @Test
  void namesSlots() {
    assertEquals("O", SlotId.of(14).toString());
    assertEquals(SlotId.B, SlotId.parse("b"));
    assertEquals(
        List.of(SlotId.A, SlotId.B), List.of(SlotId.B, SlotId.A).stream().sorted().toList());
    for (String bad : List.of("", "P", "AB", "1", "@", "ｂ")) {
      assertThrows(IllegalArgumentException.class, () -> SlotId.parse(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> SlotId.of(15));
    assertThrows(IllegalArgumentException.class, () -> SlotId.of(-1));
    assertThrows(IllegalStateException.class, C::other);
  }

  /** One partition of any type for each slot, as distributions with a /usr per slot have it. */
  @Test
  void slotsMayBeSinglePartitionsOfAnyType() throws Exception {
    SlotScheme scheme =
        SlotScheme.builder(dev.gantry.core.Guid.parse("5dfbf5f4-2848-4bac-aa5e-0d9a20b745a6"))
            .build();
    SlotTable table = SlotTables.of(scheme, 2, 512);
    assertEquals(Optional.empty(), table.privatePartition());
    assertTrue(table.hasBootEverSucceeded());
    assertThrows(IllegalStateException.class, () -> table.slot(SlotId.A).root());
    SlotTable after = SlotOperation.MARK_INACTIVE_VALID.apply(table, SlotId.A);
    after = SlotOperation.UPGRADE_TO_INACTIVE.apply(after, SlotId.A);
    GptPartition second = after.table().partition(3).orElseThrow();
    assertEquals(0x0012_0000_0000_0000L, second.attributes());
  }
}
