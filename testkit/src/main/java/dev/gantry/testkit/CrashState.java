// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;

/**
 * What a power cut might have left on a disk.
 *
 * <p>As safe for use by several threads as the initial source is.
 */
public final class CrashState {
  private final OverlayDevice disk;
  private final int eventsIssued;

  CrashState(OverlayDevice disk, int eventsIssued) {
    this.disk = disk;
    this.eventsIssued = eventsIssued;
  }

  /**
   * Says which writes are on the disk and which of them is torn, in one line.
   *
   * @return text for messages, for example {@code "after 2 events, of 2 unflushed writes 1 on disk;
   *     write 0+1024 torn: all but sector 1"}
   */
  public String description() {
    return disk.description();
  }

  /**
   * Returns how many events of the log had been issued when the power failed. Where several moments
   * may leave the same disk this is the earliest.
   *
   * @return 0 to the length of the log
   */
  public int eventsIssued() {
    return eventsIssued;
  }

  /**
   * Returns the disk as the power cut left it.
   *
   * @return a read-only view that needs no closing
   */
  public BlockSource disk() {
    return BlockDevices.readOnly(disk);
  }

  /**
   * Returns a copy of the disk that can be written, as a repair after the restart does.
   *
   * @return a new copy-on-write device at every call; writes to it change neither {@link #disk()}
   *     nor other states
   */
  public BlockDevice device() {
    return new OverlayDevice(disk, disk.logicalBlockSizeBytes(), disk.description());
  }

  /** Returns the description. */
  @Override
  public String toString() {
    return description();
  }
}
