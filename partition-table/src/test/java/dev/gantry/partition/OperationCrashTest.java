// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.testkit.CrashState;
import dev.gantry.testkit.CrashStates;
import dev.gantry.testkit.RecordingDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The power fails at every moment of every operation on a table, and {@link LoaderModel} boots. */
class OperationCrashTest {
  private static final Guid TYPE = PartitionTypes.BOTTLEROCKET.data();

  /** Ends before the disk does, so that there is something to cut. */
  private static GptTable base(int sectorSize) throws IOException {
    GptTable table = Tables.table(sectorSize);
    long mib = (1L << 20) / sectorSize;
    return table.forDisk(table.sectorCount() + mib).toBuilder()
        .remove(9)
        .build()
        .withSwapped(1, 100);
  }

  private interface Change {
    GptTable apply(GptTable table) throws IOException;
  }

  private record Operation(String name, Change change) {}

  private static List<Operation> inPlace() {
    List<Operation> all = new ArrayList<>();
    all.add(
        new Operation(
            "add",
            t -> {
              GptTable.Builder builder = t.toBuilder();
              builder.place(PartitionRequest.builder(TYPE, new Guid(7, 7)).name("new").build());
              return builder.build();
            }));
    all.add(new Operation("delete", t -> t.toBuilder().remove(7).build()));
    all.add(
        new Operation(
            "resize",
            t -> {
              GptPartition last = data(t);
              return t.withPartition(last.withRange(last.firstLba(), t.maxLastLba(8)));
            }));
    all.add(new Operation("type", t -> t.withPartition(data(t).withTypeGuid(new Guid(1, 2)))));
    all.add(new Operation("name", t -> t.withPartition(first(t).withName("other"))));
    all.add(new Operation("GUID", t -> t.withPartition(first(t).withUniqueGuid(new Guid(1, 2)))));
    all.add(new Operation("attribute", t -> t.withPartition(first(t).withAttribute(63, true))));
    all.add(new Operation("disk GUID", t -> t.toBuilder().diskGuid(new Guid(5, 5)).build()));
    all.add(new Operation("swap", t -> t.withSwapped(2, 50)));
    all.add(new Operation("sort", GptTable::sorted));
    all.add(new Operation("random GUIDs", t -> t.withRandomGuids(new Random(1))));
    all.add(
        new Operation(
            "usable range",
            t -> t.toBuilder().usable(t.firstUsableLba() + 5, t.lastUsableLba() - 9).build()));
    all.add(new Operation("256 entries", t -> t.toBuilder().entries(256, 128).build()));
    all.add(new Operation("larger entries", t -> t.toBuilder().entries(128, 256).build()));
    return all;
  }

  private static GptPartition data(GptTable table) {
    return table.partition(8).orElseThrow();
  }

  private static GptPartition first(GptTable table) {
    return table.partitions().get(0);
  }

  @ParameterizedTest
  @CsvSource({"512, 0", "4096, 0", "512, 7", "4096, 7", "512, 200", "4096, 200"})
  void everyCrashStateOfEveryOperationBoots(int sectorSize, int grownBy) throws IOException {
    GptTable before = base(sectorSize);
    long states = 0;
    for (Operation operation : inPlace()) {
      GptTable after = operation.change.apply(before);
      assertFalse(after.equals(before), operation.name);
      states += run(operation.name, disk(before, grownBy), before, after);
    }
    // Back to small arrays, which leaves sectors to clear.
    GptTable wide = before.toBuilder().entries(256, 256).build();
    states += run("fewer entries", disk(wide, grownBy), wide, before);
    System.out.println(
        "GPT operations, "
            + sectorSize
            + "-byte sectors, backup "
            + (grownBy == 0 ? "at the end" : grownBy + " sectors before the end")
            + ": "
            + states
            + " crash states of "
            + (inPlace().size() + 1)
            + " operations, 0 fail");
  }

  /** The backup goes to the end of a grown disk, alone and together with each other operation. */
  @ParameterizedTest
  @CsvSource({"512, 7", "4096, 2", "512, 40", "4096, 40", "512, 3000"})
  void everyCrashStateOfGrowingBoots(int sectorSize, int grownBy) throws IOException {
    GptTable before = base(sectorSize);
    long sectors = before.sectorCount() + grownBy;
    List<Operation> operations = inPlace();
    operations.add(new Operation("nothing else", t -> t));
    long states = 0;
    for (Operation operation : operations) {
      GptTable after = operation.change.apply(before.forDisk(sectors));
      states += run("grow, " + operation.name, disk(before, grownBy), before, after);
    }
    System.out.println(
        "GPT grown by "
            + grownBy
            + " sectors of "
            + sectorSize
            + " bytes: "
            + states
            + " crash states of "
            + operations.size()
            + " operations, 0 fail");
  }

  /** The backup goes inwards: before the disk is cut, or afterwards, where it is lost. */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void everyCrashStateOfShrinkingBoots(int sectorSize) throws IOException {
    GptTable before = base(sectorSize);
    long states = 0;
    for (long by : new long[] {1, 20, 33, (1 << 19) / sectorSize}) {
      GptTable after = before.forDisk(before.sectorCount() - by);
      states += run("shrink", disk(before, 0), before, after);
      states += run("shrink a cut disk", disk(before, -by), before, after);
      GptTable more = after.toBuilder().entries(256, 128).diskGuid(new Guid(4, 4)).build();
      states += run("shrink and more", disk(before, -by), before, more);
    }
    System.out.println(
        "GPT shrunk, " + sectorSize + "-byte sectors: " + states + " crash states, 0 fail");
  }

  private static BlockDevice disk(GptTable table, long grownBy) throws IOException {
    int sectorSize = table.sectorSizeBytes();
    int old = (int) table.sectorCount() * sectorSize;
    byte[] content = Tables.bytes(Tables.disk(table), 0, old);
    return BlockDevices.inMemory(
        Arrays.copyOf(content, (int) (old + grownBy * sectorSize)), sectorSize);
  }

  private static long run(String name, BlockDevice disk, GptTable before, GptTable after)
      throws IOException {
    int sectorSize = before.sectorSizeBytes();
    Optional<Bytes> old = Optional.of(entries(before));
    Optional<Bytes> next = Optional.of(entries(after));
    RecordingDevice recorder = new RecordingDevice(disk, sectorSize);
    GptCommitter.commit(recorder, before, after);
    assertEquals(next, booted(recorder, sectorSize), name);
    boolean cut = GptReader.read(disk).has(GptIssue.Kind.BACKUP_UNREACHABLE);
    return CrashStates.forEach(
        recorder.initial(),
        recorder.events(),
        sectorSize,
        state -> {
          Optional<Bytes> booted = booted(state.disk(), sectorSize);
          assertTrue(booted.equals(old) || booted.equals(next), name);
          GptReadResult found = GptReader.read(state.disk());
          // Where entries do not change, what boots does not tell the tables apart.
          boolean isOld = old.equals(next) ? found.table().equals(before) : booted.equals(old);
          assertEquals(isOld ? before : after, found.table(), name);
          assertTrue(found.loaderAccepts(), name);
          assertRecovers(name, state, found.table(), after, cut && isOld);
        });
  }

  private static Optional<Bytes> booted(BlockSource disk, int sectorSize) throws IOException {
    return LoaderModel.boot(disk, sectorSize).map(LoaderModel.Boot::entries);
  }

  /** A repair keeps what the loader sees, and whoever tries again gets there. */
  private static void assertRecovers(
      String name, CrashState state, GptTable found, GptTable after, boolean cut)
      throws IOException {
    BlockDevice device = state.device();
    if (!cut) {
      GptReadResult repaired = GptCommitter.repair(device);
      assertEquals(found, repaired.table(), name);
      assertFalse(repaired.needsRepair(), name);
    }
    GptCommitter.commit(device, found, after);
    GptReadResult done = GptReader.read(device);
    assertEquals(after, done.table(), name);
    assertFalse(done.needsRepair(), name);
  }

  private static Bytes entries(GptTable table) throws IOException {
    int sectorSize = table.sectorSizeBytes();
    int bytes = table.entryCount() * table.entrySizeBytes();
    return Bytes.of(Tables.bytes(Tables.disk(table), 2L * sectorSize, bytes));
  }
}
