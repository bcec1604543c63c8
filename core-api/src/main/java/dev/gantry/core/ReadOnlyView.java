// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A source that hides whatever else its delegate can do; does not own it. */
final class ReadOnlyView implements BlockSource {
  private final BlockSource delegate;

  ReadOnlyView(BlockSource delegate) {
    this.delegate = delegate;
  }

  @Override
  public long sizeBytes() {
    return delegate.sizeBytes();
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    delegate.readFully(offsetBytes, target);
  }

  @Override
  public String description() {
    return delegate.description();
  }

  /** Does nothing: the delegate stays open. */
  @Override
  public void close() {}
}
