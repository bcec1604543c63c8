// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A device in an array. */
final class MemoryDevice implements BlockDevice {
  private final byte[] content;
  private final int logicalBlockSizeBytes;

  MemoryDevice(byte[] content, int logicalBlockSizeBytes) {
    this.content = content;
    this.logicalBlockSizeBytes = logicalBlockSizeBytes;
  }

  @Override
  public long sizeBytes() {
    return content.length;
  }

  @Override
  public int logicalBlockSizeBytes() {
    return logicalBlockSizeBytes;
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) {
    Objects.checkFromIndexSize(offsetBytes, (long) target.remaining(), sizeBytes());
    target.put(content, (int) offsetBytes, target.remaining());
  }

  @Override
  public void writeFully(long offsetBytes, ByteBuffer source) {
    Objects.checkFromIndexSize(offsetBytes, (long) source.remaining(), sizeBytes());
    source.get(content, (int) offsetBytes, source.remaining());
  }

  @Override
  public void flush() {}

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public void close() {}
}
