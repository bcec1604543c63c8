// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A writable device over a source that stays as it is: only sectors that were written are held in
 * memory, by sector number. Thread-safe; does not own the source.
 */
final class OverlayDevice implements BlockDevice {
  private final BlockSource base;
  private final int sectorSizeBytes;
  private final String description;
  private final TreeMap<Long, byte[]> changed = new TreeMap<>();

  OverlayDevice(BlockSource base, int sectorSizeBytes, String description) {
    this.base = Objects.requireNonNull(base, "base");
    this.sectorSizeBytes = checkSectorSize(sectorSizeBytes);
    this.description = description;
  }

  static int checkSectorSize(int sectorSizeBytes) {
    if (sectorSizeBytes < 512 || Integer.bitCount(sectorSizeBytes) != 1) {
      throw new IllegalArgumentException(
          "sector size is " + sectorSizeBytes + ", expected a power of two from 512 on");
    }
    return sectorSizeBytes;
  }

  @Override
  public long sizeBytes() {
    return base.sizeBytes();
  }

  @Override
  public int logicalBlockSizeBytes() {
    return sectorSizeBytes;
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    int length = target.remaining();
    Objects.checkFromIndexSize(offsetBytes, (long) length, sizeBytes());
    int start = target.position();
    synchronized (changed) {
      base.readFully(offsetBytes, target);
      if (length == 0) {
        return;
      }
      long first = offsetBytes / sectorSizeBytes;
      long last = (offsetBytes + length - 1) / sectorSizeBytes;
      changed
          .subMap(first, true, last, true)
          .forEach(
              (sector, content) -> {
                long sectorStart = sector * sectorSizeBytes;
                long from = Math.max(sectorStart, offsetBytes);
                long to = Math.min(sectorStart + content.length, offsetBytes + length);
                target.put(
                    start + (int) (from - offsetBytes),
                    content,
                    (int) (from - sectorStart),
                    (int) (to - from));
              });
    }
  }

  @Override
  public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) source.remaining(), sizeBytes());
    synchronized (changed) {
      long position = offsetBytes;
      while (source.hasRemaining()) {
        long sector = position / sectorSizeBytes;
        int within = (int) (position % sectorSizeBytes);
        byte[] content = sector(sector);
        int count = Math.min(source.remaining(), content.length - within);
        source.get(content, within, count);
        position += count;
      }
    }
  }

  /** Returns the held copy of a sector, which the source's last sector may cut short. */
  private byte[] sector(long sector) throws IOException {
    byte[] held = changed.get(sector);
    if (held == null) {
      long start = sector * sectorSizeBytes;
      held = new byte[(int) Math.min(sectorSizeBytes, sizeBytes() - start)];
      base.readFully(start, ByteBuffer.wrap(held));
      changed.put(sector, held);
    }
    return held;
  }

  /** Returns the sectors held here, by number; for callers that no longer write. */
  Map<Long, byte[]> changedSectors() {
    return changed;
  }

  @Override
  public void flush() {}

  @Override
  public String description() {
    return description;
  }

  /** Does nothing: the source stays open. */
  @Override
  public void close() {}
}
