// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Replays a recorded log with the power cut at every moment, and shows every disk that the cut may
 * leave.
 *
 * <p>The model is that of {@link dev.gantry.core.BlockDevice}. At each position in the log,
 * everything before the last flush is on the disk. Of the writes since then any set may be, and of
 * that set each write in turn may be torn: only its first or its last sectors arrived, or all but
 * one sector, or one sector only, or all but one half of one sector. Writes of one set keep their
 * order where they overlap. At most one write of a set is torn.
 *
 * <p>Equal disks are visited once. The cost grows with 2 to the number of unflushed writes, times
 * the square of their sectors, so keep the writes of a protocol under test small.
 *
 * <p>Stateless.
 */
public final class CrashStates {
  /** Most writes between two flushes that are accepted. */
  public static final int MAX_UNFLUSHED_WRITES = 14;

  private CrashStates() {}

  /**
   * Visits every disk that a power cut during the log may leave, the initial disk first.
   *
   * <p>An exception of the visitor ends the walk and is thrown on; the description of the state is
   * added to it as a suppressed exception.
   *
   * @param initial the disk before the first event, see {@link RecordingDevice#initial()}; it is
   *     only read
   * @param events the log, see {@link RecordingDevice#events()}
   * @param sectorSizeBytes what tears, a power of two from 512 on
   * @param visitor checks one state
   * @return the number of distinct disks visited, at least 1
   * @throws IOException if the initial disk cannot be read, or as the visitor throws
   * @throws IllegalArgumentException if a write is not within the disk, the sector size is wrong,
   *     or more than {@value #MAX_UNFLUSHED_WRITES} writes are unflushed at some moment; nothing is
   *     visited then
   */
  public static long forEach(
      BlockSource initial, List<DeviceEvent> events, int sectorSizeBytes, CrashVisitor visitor)
      throws IOException {
    check(initial, events, sectorSizeBytes);
    return new CrashWalk(initial, sectorSizeBytes, Objects.requireNonNull(visitor, "visitor"))
        .everyMoment(events);
  }

  /**
   * Visits every disk that a power cut after the last event may leave: what the caller of a
   * protocol may rely on once the protocol has returned. There is one if the log ends with a flush.
   *
   * @param initial the disk before the first event; it is only read
   * @param events the log
   * @param sectorSizeBytes what tears, a power of two from 512 on
   * @param visitor checks one state
   * @return the number of distinct disks visited, at least 1
   * @throws IOException if the initial disk cannot be read, or as the visitor throws
   * @throws IllegalArgumentException as in {@link #forEach}
   */
  public static long forEachAtEnd(
      BlockSource initial, List<DeviceEvent> events, int sectorSizeBytes, CrashVisitor visitor)
      throws IOException {
    check(initial, events, sectorSizeBytes);
    return new CrashWalk(initial, sectorSizeBytes, Objects.requireNonNull(visitor, "visitor"))
        .lastMoment(events);
  }

  /**
   * Drops the flushes from a log. A protocol that needs its barriers must fail on the result; if it
   * does not, the test proves nothing.
   *
   * @param events a log
   * @return its writes, in order
   */
  public static List<DeviceEvent> withoutBarriers(List<DeviceEvent> events) {
    return events.stream().filter(DeviceEvent.Write.class::isInstance).toList();
  }

  private static void check(BlockSource initial, List<DeviceEvent> events, int sectorSizeBytes) {
    OverlayDevice.checkSectorSize(sectorSizeBytes);
    int unflushed = 0;
    for (DeviceEvent event : events) {
      if (event instanceof DeviceEvent.Write write) {
        unflushed++;
        if (write.endBytes() > initial.sizeBytes()) {
          throw new IllegalArgumentException(
              write + " is not within a disk of " + initial.sizeBytes() + " bytes");
        }
      } else {
        unflushed = 0;
      }
      if (unflushed > MAX_UNFLUSHED_WRITES) {
        throw new IllegalArgumentException(
            "more than " + MAX_UNFLUSHED_WRITES + " writes without a flush before " + event);
      }
    }
  }
}
