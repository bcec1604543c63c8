// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.ProgressMeter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read. */
final class MeteredStream extends FilterInputStream {
  private final ProgressMeter meter;

  MeteredStream(InputStream in, ProgressMeter meter) {
    super(in);
    this.meter = meter;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      meter.advance(1);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count > 0) {
      meter.advance(count);
    }
    return count;
  }
}
