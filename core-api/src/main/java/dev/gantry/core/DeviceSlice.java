// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A window on a device; does not own it. */
final class DeviceSlice implements BlockDevice {
  private final BlockDevice whole;
  private final SourceSlice source;
  private final long startBytes;

  DeviceSlice(BlockDevice whole, long startBytes, long sizeBytes) {
    this.whole = whole;
    this.source = new SourceSlice(whole, startBytes, sizeBytes);
    this.startBytes = startBytes;
  }

  @Override
  public long sizeBytes() {
    return source.sizeBytes();
  }

  @Override
  public int logicalBlockSizeBytes() {
    return whole.logicalBlockSizeBytes();
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    source.readFully(offsetBytes, target);
  }

  @Override
  public void writeFully(long offsetBytes, ByteBuffer content) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) content.remaining(), sizeBytes());
    whole.writeFully(startBytes + offsetBytes, content);
  }

  @Override
  public void flush() throws IOException {
    whole.flush();
  }

  @Override
  public String description() {
    return source.description();
  }

  /** Does nothing: the whole stays open. */
  @Override
  public void close() {}
}
