// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A read-only window on a source; does not own it. */
final class SourceSlice implements BlockSource {
  private final BlockSource whole;
  private final long startBytes;
  private final long sizeBytes;

  SourceSlice(BlockSource whole, long startBytes, long sizeBytes) {
    Objects.checkFromIndexSize(startBytes, sizeBytes, whole.sizeBytes());
    this.whole = whole;
    this.startBytes = startBytes;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) target.remaining(), sizeBytes);
    whole.readFully(startBytes + offsetBytes, target);
  }

  @Override
  public String description() {
    return whole.description() + "[" + startBytes + "+" + sizeBytes + "]";
  }

  /** Does nothing: the whole stays open. */
  @Override
  public void close() {}
}
