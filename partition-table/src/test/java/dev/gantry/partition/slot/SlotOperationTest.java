// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlotOperationTest {
  private static final GptTable TABLE = Tables.table(512);

  /** Slots without a table: the boot rule once more, for speed and as a second opinion. */
  private record State(SlotAttributes a, SlotAttributes b) {
    static State of(SlotTable table) {
      return new State(table.slot(SlotId.A).attributes(), table.slot(SlotId.B).attributes());
    }

    SlotAttributes get(SlotId id) {
      return id == SlotId.A ? a : b;
    }

    State with(SlotId id, SlotAttributes attributes) {
      return id == SlotId.A ? new State(attributes, b) : new State(a, attributes);
    }

    Optional<SlotId> next() {
      int left = (a.tries() > 0 || a.successful()) ? a.priority() : 0;
      int right = (b.tries() > 0 || b.successful()) ? b.priority() : 0;
      if (left == 0 && right == 0) {
        return Optional.empty();
      }
      return Optional.of(left >= right ? SlotId.A : SlotId.B);
    }

    /** Where boots end that all fail and are never confirmed. */
    Optional<SlotId> afterFailedBoots() {
      State state = this;
      Optional<SlotId> next = state.next();
      while (next.isPresent() && state.get(next.get()).tries() > 0) {
        SlotAttributes old = state.get(next.get());
        state =
            state.with(
                next.get(), new SlotAttributes(old.priority(), old.tries() - 1, old.successful()));
        next = state.next();
      }
      return next;
    }
  }

  private static List<SlotAttributes> all() {
    List<SlotAttributes> all = new ArrayList<>();
    for (int i = 0; i < 512; i++) {
      all.add(new SlotAttributes(i & 15, i >> 4 & 15, i >> 8 != 0));
    }
    return all;
  }

  private static SlotTable slots(SlotAttributes a, SlotAttributes b) throws GantryException {
    SlotTable table = SlotTable.of(TABLE);
    return table.withAttributes(SlotId.A, a).withAttributes(SlotId.B, b);
  }

  /** All 262,144 states, both running slots. */
  @ParameterizedTest
  @EnumSource(SlotOperation.class)
  void keepsAGoodSlotFromEveryState(SlotOperation operation) throws GantryException {
    long done = 0;
    long refused = 0;
    for (SlotAttributes a : all()) {
      SlotTable first = slots(a, SlotAttributes.EMPTY);
      for (SlotAttributes b : all()) {
        SlotTable before = first.withAttributes(SlotId.B, b);
        for (SlotId running : List.of(SlotId.A, SlotId.B)) {
          try {
            SlotTable after = operation.apply(before, running);
            check(operation, State.of(before), running, State.of(after));
            assertEquals(
                operation == SlotOperation.MARK_SUCCESSFUL_BOOT, after.hasBootEverSucceeded());
            done++;
          } catch (StateConflictException e) {
            checkRefusal(operation, State.of(before), running, e.code());
            refused++;
          }
        }
      }
    }
    assertEquals(2 * 262_144, done + refused);
    assertTrue(done > 0);
    System.out.println(operation.commandName() + ": " + done + " done, " + refused + " refused");
  }

  private static void check(SlotOperation operation, State before, SlotId running, State after) {
    Supplier<String> where = () -> operation + " of " + before + " running " + running;
    if (before.next().isPresent()) {
      assertTrue(after.next().isPresent(), where);
    }
    boolean goodBefore = before.a.isGood() || before.b.isGood();
    if (goodBefore) {
      SlotId end = after.afterFailedBoots().orElseThrow(() -> new AssertionError(where.get()));
      boolean confirmed = operation == SlotOperation.MARK_SUCCESSFUL_BOOT && end == running;
      assertTrue(before.get(end).successful() || confirmed, where);
    }
    SlotId idle = running.other();
    SlotAttributes wasIdle = before.get(idle);
    SlotAttributes was = before.get(running);
    State expected =
        switch (operation) {
          case CLEAR_INACTIVE -> before.with(idle, new SlotAttributes(0, 0, false));
          case MARK_INACTIVE_VALID -> before.with(idle, new SlotAttributes(0, 1, false));
          case UPGRADE_TO_INACTIVE ->
              before
                  .with(idle, new SlotAttributes(2, wasIdle.tries(), false))
                  .with(running, new SlotAttributes(1, was.tries(), was.successful()));
          case CANCEL_UPGRADE ->
              before
                  .with(
                      idle,
                      new SlotAttributes(
                          wasIdle.successful() ? 1 : 0, wasIdle.tries(), wasIdle.successful()))
                  .with(running, new SlotAttributes(2, was.tries(), was.successful()));
          case ROLLBACK_TO_INACTIVE ->
              before
                  .with(idle, new SlotAttributes(2, wasIdle.tries(), wasIdle.successful()))
                  .with(running, new SlotAttributes(1, was.tries(), was.successful()));
          case MARK_SUCCESSFUL_BOOT ->
              before.with(running, new SlotAttributes(was.priority(), was.tries(), true));
        };
    assertEquals(expected, after, where);
  }

  private static void checkRefusal(
      SlotOperation operation, State before, SlotId running, String code) {
    SlotAttributes was = before.get(running);
    SlotAttributes idle = before.get(running.other());
    boolean marked = idle.priority() != 0 || idle.successful();
    boolean right =
        switch (operation) {
          case CLEAR_INACTIVE ->
              was.successful()
                  ? was.priority() == 0 && code.equals("RUNNING_SLOT_NOT_SELECTABLE")
                  : code.equals("RUNNING_SLOT_NOT_CONFIRMED");
          case MARK_INACTIVE_VALID -> marked && code.equals("SLOT_ALREADY_MARKED");
          case UPGRADE_TO_INACTIVE ->
              marked
                  ? code.equals("SLOT_ALREADY_MARKED")
                  : idle.tries() == 0
                      ? code.equals("SLOT_NOT_VALID")
                      : !was.successful() && code.equals("RUNNING_SLOT_NOT_CONFIRMED");
          case CANCEL_UPGRADE -> !was.successful() && code.equals("RUNNING_SLOT_NOT_CONFIRMED");
          case ROLLBACK_TO_INACTIVE ->
              !idle.successful() && code.equals("ROLLBACK_TARGET_NOT_GOOD");
          case MARK_SUCCESSFUL_BOOT -> false;
        };
    assertTrue(right, () -> operation + " of " + before + " running " + running + ": " + code);
  }

  @Test
  void walksThroughAnUpdateThatSucceeds() throws Exception {
    SlotTable table = slots(new SlotAttributes(1, 0, true), SlotAttributes.EMPTY);
    table = SlotOperation.CLEAR_INACTIVE.apply(table, SlotId.A);
    table = SlotOperation.MARK_INACTIVE_VALID.apply(table, SlotId.A);
    assertEquals(SlotId.A, State.of(table).next().orElseThrow());
    table = SlotOperation.UPGRADE_TO_INACTIVE.apply(table, SlotId.A);
    BootChoice choice = BootSelector.select(table.table()).orElseThrow();
    assertEquals(Optional.of(SlotId.B), choice.slot());
    assertTrue(choice.writesTable());
    table = SlotTable.of(choice.after());
    assertEquals(new SlotAttributes(2, 0, false), table.slot(SlotId.B).attributes());
    assertFalse(table.hasBootEverSucceeded());
    table = SlotOperation.MARK_SUCCESSFUL_BOOT.apply(table, SlotId.B);
    assertEquals(new SlotAttributes(2, 0, true), table.slot(SlotId.B).attributes());
    assertEquals(new SlotAttributes(1, 0, true), table.slot(SlotId.A).attributes());
    assertTrue(table.hasBootEverSucceeded());
    table = SlotOperation.ROLLBACK_TO_INACTIVE.apply(table, SlotId.B);
    assertEquals(Optional.of(SlotId.A), BootSelector.select(table.table()).orElseThrow().slot());
    table = SlotOperation.CANCEL_UPGRADE.apply(table, SlotId.B);
    assertEquals(Optional.of(SlotId.B), BootSelector.select(table.table()).orElseThrow().slot());
  }

  @Test
  void unconfirmedSlotCanOnlyBeConfirmedOrRolledBack() throws Exception {
    SlotTable table = slots(new SlotAttributes(1, 0, true), new SlotAttributes(2, 0, false));
    for (SlotOperation operation :
        List.of(
            SlotOperation.CLEAR_INACTIVE,
            SlotOperation.MARK_INACTIVE_VALID,
            SlotOperation.UPGRADE_TO_INACTIVE,
            SlotOperation.CANCEL_UPGRADE)) {
      assertThrows(StateConflictException.class, () -> operation.apply(table, SlotId.B));
    }
    SlotTable back = SlotOperation.ROLLBACK_TO_INACTIVE.apply(table, SlotId.B);
    assertEquals(Optional.of(SlotId.A), BootSelector.select(back.table()).orElseThrow().slot());
  }

  @Test
  void singleSlotCanOnlyBeConfirmed() throws Exception {
    GptTable.Builder builder = TABLE.toBuilder();
    TABLE.partitions().stream()
        .filter(p -> p.name().endsWith("-B"))
        .forEach(p -> builder.remove(p.number()));
    SlotTable single = SlotTable.of(builder.build());
    for (SlotOperation operation : SlotOperation.values()) {
      if (operation == SlotOperation.MARK_SUCCESSFUL_BOOT) {
        assertTrue(operation.apply(single, SlotId.A).hasBootEverSucceeded());
      } else {
        StateConflictException refused =
            assertThrows(StateConflictException.class, () -> operation.apply(single, SlotId.A));
        assertEquals("SINGLE_SLOT", refused.code());
        assertEquals(operation.commandName(), refused.operation());
      }
      assertThrows(IllegalArgumentException.class, () -> operation.apply(single, SlotId.B));
    }
  }

  @Test
  void keepsAllOtherBitsAndPartitions() throws Exception {
    GptTable.Builder builder = TABLE.toBuilder();
    TABLE.partitions().forEach(p -> builder.replace(p.withAttributes(-1)));
    SlotTable before = SlotTable.of(builder.build());
    before = before.withAttributes(SlotId.A, new SlotAttributes(1, 0, true));
    SlotTable after = SlotOperation.CLEAR_INACTIVE.apply(before, SlotId.A);
    long slotBits = 0x01ff000000000000L;
    for (GptPartition partition : TABLE.partitions()) {
      GptPartition now = after.table().partition(partition.number()).orElseThrow();
      long kept = now.attributes() | slotBits;
      assertEquals(-1, kept);
      assertEquals(partition.withAttributes(now.attributes()), now);
    }
    assertEquals(~slotBits, after.slot(SlotId.B).boot().attributes());
    assertEquals(after, SlotTable.of(after.table()));
  }
}
