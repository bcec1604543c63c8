// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Compares the walk with the definition of its states, written down as plainly as can be. */
class CrashStatesPropertyTest {
  private static final int SECTOR = 512;
  private static final int SIZE_BYTES = 4 * SECTOR - 100;

  @Provide
  Arbitrary<List<DeviceEvent>> logs() {
    Arbitrary<Integer> edge = Arbitraries.integers().between(0, 15).map(n -> n * SECTOR / 4);
    Arbitrary<Integer> any = Arbitraries.integers().between(0, SIZE_BYTES - 1);
    Arbitrary<Integer> offset = Arbitraries.oneOf(edge, any).filter(n -> n < SIZE_BYTES);
    Arbitrary<DeviceEvent> write =
        Combinators.combine(offset, offset, Arbitraries.integers().between(0, 3))
            .as(
                (from, to, value) -> {
                  int start = Math.min(from, to);
                  byte[] content = new byte[Math.max(1, Math.max(from, to) - start)];
                  for (int i = 0; i < content.length; i++) {
                    content[i] = (byte) (value == 0 ? 0 : value * 50 + i % 47);
                  }
                  return new DeviceEvent.Write(start, Bytes.of(content));
                });
    Arbitrary<DeviceEvent> flush = Arbitraries.just(new DeviceEvent.Flush());
    return Arbitraries.frequencyOf(Tuple.of(3, write), Tuple.of(1, flush)).list().ofMaxSize(5);
  }

  private static Bytes content(BlockSource disk) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) disk.sizeBytes());
    disk.readFully(0, content);
    return Bytes.copyOf(content.flip());
  }

  private static void apply(byte[] disk, DeviceEvent.Write write, IntPredicate arrives) {
    for (int i = 0; i < write.content().size(); i++) {
      int at = (int) write.offsetBytes() + i;
      if (arrives.test(at)) {
        disk[at] = write.content().get(i);
      }
    }
  }

  private static List<IntPredicate> tornForms(DeviceEvent.Write write) {
    List<IntPredicate> forms = new ArrayList<>();
    int first = (int) write.offsetBytes() / SECTOR;
    int last = (int) (write.endBytes() - 1) / SECTOR;
    for (int sector = first; sector <= last; sector++) {
      int number = sector;
      forms.add(at -> at / SECTOR <= number);
      forms.add(at -> at / SECTOR >= number);
      forms.add(at -> at / SECTOR == number);
      forms.add(at -> at / SECTOR != number);
      forms.add(at -> at / SECTOR != number || at % SECTOR < SECTOR / 2);
      forms.add(at -> at / SECTOR != number || at % SECTOR >= SECTOR / 2);
    }
    return forms;
  }

  private static void addStates(List<DeviceEvent> issued, Set<Bytes> states) {
    byte[] durable = new byte[SIZE_BYTES];
    List<DeviceEvent.Write> pending = new ArrayList<>();
    for (DeviceEvent event : issued) {
      if (event instanceof DeviceEvent.Write write) {
        pending.add(write);
      } else {
        pending.forEach(write -> apply(durable, write, at -> true));
        pending.clear();
      }
    }
    for (int set = 0; set < 1 << pending.size(); set++) {
      for (int torn = -1; torn < pending.size(); torn++) {
        List<IntPredicate> forms = torn < 0 ? List.of(at -> true) : tornForms(pending.get(torn));
        for (IntPredicate form : forms) {
          byte[] disk = durable.clone();
          for (int index = 0; index < pending.size(); index++) {
            if ((set >> index & 1) == 1) {
              apply(disk, pending.get(index), index == torn ? form : at -> true);
            }
          }
          states.add(Bytes.of(disk));
        }
      }
    }
  }

  private static Set<Bytes> walked(List<DeviceEvent> events, boolean atEndOnly) throws IOException {
    Set<Bytes> walked = new HashSet<>();
    BlockSource initial = BlockDevices.inMemory(SIZE_BYTES);
    CrashVisitor visitor =
        state -> assertTrue(walked.add(content(state.disk())), "a disk was visited twice");
    long count =
        atEndOnly
            ? CrashStates.forEachAtEnd(initial, events, SECTOR, visitor)
            : CrashStates.forEach(initial, events, SECTOR, visitor);
    assertEquals(walked.size(), count);
    return walked;
  }

  @Property(tries = 100)
  void visitsExactlyTheStatesOfTheDefinition(@ForAll("logs") List<DeviceEvent> events)
      throws IOException {
    Set<Bytes> expected = new HashSet<>();
    for (int issued = 0; issued <= events.size(); issued++) {
      addStates(events.subList(0, issued), expected);
    }
    assertEquals(expected, walked(events, false));
  }

  @Property(tries = 100)
  void visitsExactlyTheStatesAfterTheLastEvent(@ForAll("logs") List<DeviceEvent> events)
      throws IOException {
    Set<Bytes> expected = new HashSet<>();
    addStates(events, expected);
    assertEquals(expected, walked(events, true));
  }
}
