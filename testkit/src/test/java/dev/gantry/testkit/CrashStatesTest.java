// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CrashStatesTest {
  private static final int SECTOR = 512;

  private static ByteBuffer filled(int sizeBytes, int value) {
    byte[] content = new byte[sizeBytes];
    Arrays.fill(content, (byte) value);
    return ByteBuffer.wrap(content);
  }

  private static DeviceEvent write(long offsetBytes, int sizeBytes, int value) {
    return new DeviceEvent.Write(offsetBytes, Bytes.copyOf(filled(sizeBytes, value)));
  }

  /** Reads a disk as one digit for each half sector. */
  private static String halves(BlockSource disk) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) disk.sizeBytes());
    disk.readFully(0, content);
    StringBuilder text = new StringBuilder();
    for (int offset = 0; offset < content.capacity(); offset += SECTOR / 2) {
      text.append(content.get(offset));
      assertEquals(content.get(offset), content.get(offset + SECTOR / 2 - 1));
    }
    return text.toString();
  }

  private static List<String> disks(int sizeBytes, DeviceEvent... events) throws IOException {
    List<String> disks = new ArrayList<>();
    BlockDevice initial = BlockDevices.inMemory(sizeBytes);
    long count =
        CrashStates.forEach(
            initial, List.of(events), SECTOR, state -> disks.add(halves(state.disk())));
    assertEquals(disks.size(), count);
    assertEquals(count, new HashSet<>(disks).size(), "a disk was visited twice");
    return disks;
  }

  @Test
  void oneSectorTearsInItsMiddle() throws IOException {
    assertEquals(List.of("00", "11", "10", "01"), disks(SECTOR, write(0, SECTOR, 1)));
  }

  @Test
  void threeSectorsTearInEveryWay() throws IOException {
    assertEquals(
        Set.of(
            "000000", "111111", // nothing, everything
            "110000", "111100", // first sectors
            "001111", "000011", // last sectors
            "110011", "001100", // all but the middle one, only the middle one
            "101111", "011111", // sectors torn in halves
            "111011", "110111", "111110", "111101"),
        Set.copyOf(disks(3 * SECTOR, write(0, 3 * SECTOR, 1))));
  }

  @Test
  void twoUnflushedWritesComeInAnyOrderAndOneIsTorn() throws IOException {
    assertEquals(
        Set.of(
            "0000", "1100", "1000", "0100", // the first alone
            "0022", "0020", "0002", // the second alone
            "1122", "1022", "0122", "1120", "1102"),
        Set.copyOf(disks(2 * SECTOR, write(0, SECTOR, 1), write(SECTOR, SECTOR, 2))));
  }

  @Test
  void whatIsFlushedStays() throws IOException {
    assertEquals(
        Set.of("0000", "1100", "1000", "0100", "1122", "1120", "1102"),
        Set.copyOf(
            disks(
                2 * SECTOR,
                write(0, SECTOR, 1),
                new DeviceEvent.Flush(),
                write(SECTOR, SECTOR, 2))));
  }

  @Test
  void overlappingWritesKeepTheirOrder() throws IOException {
    assertEquals(
        Set.of("00", "11", "10", "01", "22", "20", "02", "21", "12"),
        Set.copyOf(disks(SECTOR, write(0, SECTOR, 1), write(0, SECTOR, 2))));
  }

  @Test
  void aWriteThatChangesNothingAddsNoState() throws IOException {
    assertEquals(List.of("0000"), disks(2 * SECTOR, write(0, SECTOR, 0), write(SECTOR, SECTOR, 0)));
  }

  @Test
  void unalignedWritesTearAtSectorBoundariesAndInSectors() throws IOException {
    assertEquals(
        Set.of("0000", "0110", "0100", "0010"),
        Set.copyOf(disks(2 * SECTOR, write(SECTOR / 2, SECTOR, 1))));
    assertEquals(
        Set.of("0000", "0100"), Set.copyOf(disks(2 * SECTOR, write(SECTOR / 2, SECTOR / 2, 1))));
  }

  @Test
  void theStateKnowsItsMomentAndItsWrites() throws IOException {
    List<Integer> moments = new ArrayList<>();
    List<DeviceEvent> events =
        List.of(write(0, SECTOR, 1), new DeviceEvent.Flush(), write(SECTOR, SECTOR, 2));
    Set<String> descriptions = new HashSet<>();
    CrashStates.forEach(
        BlockDevices.inMemory(2 * SECTOR),
        events,
        SECTOR,
        state -> {
          moments.add(state.eventsIssued());
          descriptions.add(state.description());
        });
    assertEquals(List.of(0, 1, 1, 1, 3, 3, 3), moments);
    assertEquals(7, descriptions.size());
  }

  @Test
  void atTheEndOnlyWhatIsUnflushedIsInDoubt() throws IOException {
    BlockDevice initial = BlockDevices.inMemory(2 * SECTOR);
    List<DeviceEvent> events =
        new ArrayList<>(
            List.of(write(0, SECTOR, 1), new DeviceEvent.Flush(), write(SECTOR, SECTOR, 2)));
    Set<String> disks = new HashSet<>();
    long doubtful =
        CrashStates.forEachAtEnd(initial, events, SECTOR, state -> disks.add(halves(state.disk())));
    assertEquals(Set.of("1100", "1122", "1120", "1102"), disks);
    assertEquals(4, doubtful);

    events.add(new DeviceEvent.Flush());
    disks.clear();
    CrashStates.forEachAtEnd(initial, events, SECTOR, state -> disks.add(halves(state.disk())));
    assertEquals(Set.of("1122"), disks);
  }

  @Test
  void writesOfTheVisitorDoNotLeak() throws IOException {
    BlockDevice initial = BlockDevices.inMemory(SECTOR);
    List<String> disks = new ArrayList<>();
    CrashStates.forEach(
        initial,
        List.of(write(0, SECTOR, 1)),
        SECTOR,
        state -> {
          BlockDevice device = state.device();
          String before = halves(device);
          device.writeFully(0, filled(SECTOR, 7));
          assertEquals("77", halves(device));
          assertEquals(before, halves(state.disk()));
          assertEquals(before, halves(state.device()));
          assertFalse(state.disk() instanceof BlockDevice);
          disks.add(before);
        });
    assertEquals(List.of("00", "11", "10", "01"), disks);
    assertEquals("00", halves(initial));
  }

  @Test
  void aFailureOfTheVisitorNamesTheState() {
    AssertionError failure = new AssertionError("wanted");
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () ->
                CrashStates.forEach(
                    BlockDevices.inMemory(SECTOR),
                    List.of(),
                    SECTOR,
                    state -> {
                      throw failure;
                    }));
    assertEquals(failure, thrown);
    assertEquals(1, thrown.getSuppressed().length);
  }

  @Test
  void refusesLogsThatAreTooWideOrDoNotFit() throws IOException {
    BlockDevice initial = BlockDevices.inMemory(16 * SECTOR);
    List<DeviceEvent> fourteen = new ArrayList<>();
    for (int i = 0; i < CrashStates.MAX_UNFLUSHED_WRITES; i++) {
      fourteen.add(write(0, 1, 0));
    }
    List<DeviceEvent> fifteen = new ArrayList<>(fourteen);
    fifteen.add(write(0, 1, 0));
    List<DeviceEvent> flushed = new ArrayList<>(fourteen);
    flushed.add(new DeviceEvent.Flush());
    flushed.add(write(0, 1, 0));
    CrashVisitor nothing = state -> {};

    assertThrows(
        IllegalArgumentException.class,
        () -> CrashStates.forEach(initial, fifteen, SECTOR, nothing));
    assertThrows(
        IllegalArgumentException.class,
        () -> CrashStates.forEach(initial, List.of(write(16 * SECTOR, 1, 0)), SECTOR, nothing));
    assertThrows(
        IllegalArgumentException.class,
        () -> CrashStates.forEach(initial, List.of(), 500, nothing));
    assertEquals(1, CrashStates.forEach(initial, flushed, SECTOR, nothing));
  }

  /** A value in sector 0 that counts only while sector 1 says so. */
  private static List<DeviceEvent> twoWriteProtocol(boolean barrier) throws IOException {
    RecordingDevice device = new RecordingDevice(BlockDevices.inMemory(2 * SECTOR), SECTOR);
    device.writeFully(0, filled(SECTOR, 1));
    if (barrier) {
      device.flush();
    }
    device.writeFully(SECTOR, filled(1, 1));
    device.flush();
    return device.events();
  }

  private static boolean survives(List<DeviceEvent> events) throws IOException {
    boolean[] survives = {true};
    CrashStates.forEach(
        BlockDevices.inMemory(2 * SECTOR),
        events,
        SECTOR,
        state -> {
          ByteBuffer content = ByteBuffer.allocate(2 * SECTOR);
          state.disk().readFully(0, content);
          boolean committed = content.get(SECTOR) == 1;
          boolean whole = content.get(0) == 1 && content.get(SECTOR - 1) == 1;
          survives[0] &= !committed || whole;
        });
    return survives[0];
  }

  @Test
  void findsTheMissingBarrierOfATwoWriteProtocol() throws IOException {
    assertTrue(survives(twoWriteProtocol(true)));
    assertFalse(survives(twoWriteProtocol(false)));
    assertFalse(survives(CrashStates.withoutBarriers(twoWriteProtocol(true))));
  }
}
