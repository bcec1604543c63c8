// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.ProgressMeter;
import dev.gantry.tuf.internal.client.ContentCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies the content of a target and hashes it on the way. Not thread-safe. */
final class CheckedCopy {
  private static final int BUFFER_BYTES = 1 << 17;

  private final ContentCheck check;
  private final ProgressMeter meter;
  private final CancellationToken cancellation;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  CheckedCopy(ContentCheck check, ProgressMeter meter, CancellationToken cancellation) {
    this.check = check;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /**
   * Copies to the end, in large blocks however small the pieces are that come.
   *
   * @throws dev.gantry.core.LengthMismatchException as soon as more has come than is trusted; the
   *     excess is not written
   */
  void copy(InputStream in, OutputStream out) throws IOException {
    boolean more = true;
    while (more) {
      int filled = 0;
      try {
        while (more && filled < buffer.length && filled <= check.missingBytes()) {
          cancellation.throwIfCancelled();
          int count = in.read(buffer, filled, roomFor(filled));
          more = count >= 0;
          filled += Math.max(count, 0);
          meter.advance(Math.max(0, Math.min(count, check.missingBytes() - filled + count)));
        }
      } catch (IOException | RuntimeException cut) {
        // What came before the cut is good to go on with.
        take(filled, out);
        throw cut;
      }
      take(filled, out);
    }
  }

  /** Reads no more than what is missing and one byte, which there should not be. */
  private int roomFor(int filled) {
    int free = buffer.length - filled;
    long missing = check.missingBytes() - filled;
    return missing < free ? (int) missing + 1 : free;
  }

  private void take(int count, OutputStream out) throws IOException {
    check.update(buffer, 0, count);
    out.write(buffer, 0, count);
  }

  /** Reads what is known already, from a source that cannot start behind it. */
  void skip(InputStream in, long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      cancellation.throwIfCancelled();
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        // Too short: the check of the whole says so.
        return;
      }
      left -= count;
    }
  }
}
