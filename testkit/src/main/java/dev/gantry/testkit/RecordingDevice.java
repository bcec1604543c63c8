// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A device that remembers every write and every flush, in order, so that {@link CrashStates} can
 * replay what a power cut might have left of them.
 *
 * <p>It starts as any source, however large, and never writes to it: the sectors that change are
 * held in memory, as are the contents of all writes. The source must not change while the device is
 * in use. To record a second step by itself, put a new recorder over this one.
 *
 * <p>Thread-safe; the order of the log is the order in which the calls took the device's lock.
 */
public final class RecordingDevice implements BlockDevice {
  private final BlockSource initial;
  private final OverlayDevice overlay;
  private final List<DeviceEvent> log = new ArrayList<>();

  /**
   * Creates a recorder with sectors of 512 bytes.
   *
   * @param initial what the device holds at first; closed by the caller, after use
   */
  public RecordingDevice(BlockSource initial) {
    this(initial, DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
  }

  /**
   * Creates a recorder.
   *
   * @param initial what the device holds at first; closed by the caller, after use
   * @param logicalBlockSizeBytes a power of two from 512 on
   * @throws IllegalArgumentException if the block size is anything else
   */
  public RecordingDevice(BlockSource initial, int logicalBlockSizeBytes) {
    this.initial = Objects.requireNonNull(initial, "initial");
    this.overlay =
        new OverlayDevice(initial, logicalBlockSizeBytes, "recording of " + initial.description());
  }

  /**
   * Returns what the device held at first, for {@link CrashStates}.
   *
   * @return the source that was given
   */
  public BlockSource initial() {
    return initial;
  }

  /**
   * Returns what happened so far.
   *
   * @return a copy of the log, oldest first
   */
  public List<DeviceEvent> events() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  @Override
  public long sizeBytes() {
    return overlay.sizeBytes();
  }

  @Override
  public int logicalBlockSizeBytes() {
    return overlay.logicalBlockSizeBytes();
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    overlay.readFully(offsetBytes, target);
  }

  /** {@inheritDoc} A write of no bytes is not recorded. */
  @Override
  public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) source.remaining(), sizeBytes());
    Bytes content = Bytes.copyOf(source);
    if (content.size() == 0) {
      return;
    }
    synchronized (log) {
      overlay.writeFully(offsetBytes, content.asByteBuffer());
      log.add(new DeviceEvent.Write(offsetBytes, content));
    }
  }

  @Override
  public void flush() {
    synchronized (log) {
      log.add(new DeviceEvent.Flush());
    }
  }

  @Override
  public String description() {
    return overlay.description();
  }

  /** Does nothing: the log and the content stay readable, and the source stays open. */
  @Override
  public void close() {}
}
