// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.CancellationToken;
import dev.gantry.core.ProgressMeter;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a target as it comes from the source: handed out before it is verified as a whole.
 * Only {@link TufClient#stream} opens one.
 *
 * <p><b>Until the end, nothing is known of what was read</b>, but that it is no longer than the
 * target. The read that would return the last bytes throws a {@link
 * dev.gantry.core.VerificationException} instead unless the length and every digest of the whole
 * are the target's; so whoever has read to the end without a failure has read the target, and
 * {@link #verified()} proves it. Before, a consumer may do what it can undo: write to a place that
 * nobody reads yet, hash, count, decompress with bounds of its own. It must not act on the content:
 * run, parse into decisions, or pass it on to someone who does. After a failure it must discard all
 * that it has read. A consumer that cannot, wants {@link TufClient#download} or {@link
 * TufClient#read}.
 *
 * <p>A failure is final: every later read throws it again. A stream that is closed early proves
 * nothing. It is not buffered. For one thread.
 */
public final class TargetStream extends InputStream {
  private final Target target;
  private final VerifyingStream in;
  private final ProgressMeter meter;
  private final CancellationToken cancellation;

  TargetStream(
      Target target, VerifyingStream in, ProgressMeter meter, CancellationToken cancellation) {
    this.target = target;
    this.in = in;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  /**
   * Returns the target that the content should be.
   *
   * @return what trusted metadata says of it
   */
  public Target target() {
    return target;
  }

  /**
   * Returns the proof that what was read is the target.
   *
   * @return the proof, the same content however often it is asked for
   * @throws IllegalStateException if the last bytes have not been read, or were refused; of an
   *     empty target, the end must have been read
   */
  public VerifiedContent verified() {
    if (!in.isVerified()) {
      throw new IllegalStateException(
          "target " + target + " was not read to its end, so nothing is known of it");
    }
    return new VerifiedContent(target);
  }

  /**
   * Reads a byte.
   *
   * @throws dev.gantry.core.VerificationException instead of the last byte, if the content is not
   *     the target's
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  /**
   * Reads bytes. What a read that fails has put into the buffer is overwritten with zeros.
   *
   * @throws dev.gantry.core.VerificationException instead of the last bytes, if the content is not
   *     the target's
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    cancellation.throwIfCancelled();
    int count = in.read(buffer, offset, length);
    meter.advance(Math.max(count, 0));
    return count;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  /** Closes the connection; does not read on to the end. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
