// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.tuf.internal.client.ContentCheck;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hashes what is read, and does not give out the last bytes before all of them were right. */
final class VerifyingStream extends InputStream {
  private final InputStream in;
  private final ContentCheck check;
  private boolean finished;
  private @Nullable Exception failure;

  VerifyingStream(InputStream in, ContentCheck check) {
    this.in = in;
    this.check = check;
  }

  /** Says whether all was read, and was right. */
  boolean isVerified() {
    return finished;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (length == 0) {
      return 0;
    }
    if (finished) {
      return -1;
    }
    try {
      return readAndCheck(buffer, offset, length);
    } catch (IOException | RuntimeException e) {
      failure = e;
      // The caller must not find there what was refused.
      Arrays.fill(buffer, offset, offset + length, (byte) 0);
      throw e;
    }
  }

  private int readAndCheck(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count >= 0) {
      check.update(buffer, offset, count);
    }
    if (count < 0 || check.isComplete()) {
      byte[] excess = in.readNBytes(1);
      check.update(excess, 0, excess.length);
      check.finish();
      finished = true;
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return finished || failure != null ? 0 : in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
