// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;

/**
 * Makes parity, byte for byte as {@code veritysetup format --fec-device} does.
 *
 * <p>Memory does not grow with the data. Stateless and thread-safe.
 */
public final class FecFormatter {
  private FecFormatter() {}

  /**
   * Computes the parity of data and tree, writes it, and makes it durable.
   *
   * <p>The tree must be complete. What lies before and behind the parity is left as it is. No
   * device is closed.
   *
   * @param data the data device; must not change meanwhile
   * @param hash the hash device with the tree; may be the data device as well
   * @param parity the device to write; may be one of the others, as the layout says
   * @param layout what is covered, and where the parity goes
   * @param options threads, progress and cancellation
   * @throws dev.gantry.core.LengthMismatchException if the data or the hash device is smaller than
   *     the layout says
   * @throws LimitExceededException if the device for the parity is too small; nothing is written
   *     then
   * @throws java.util.concurrent.CancellationException if the token asks for it; the parity is in
   *     an undefined state then
   * @throws IOException if a device fails; the parity is in an undefined state then
   */
  public static void format(
      BlockSource data,
      BlockSource hash,
      BlockDevice parity,
      FecLayout layout,
      VerityOptions options)
      throws IOException {
    Message message = new Message(data, hash, layout);
    LimitExceededException.check(
        "bytes of parity on " + parity.description(), parity.sizeBytes(), layout.endBytes());
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(), "fec format", message.coveredBytes(), Progress.Unit.BYTES);
    new TilePlan(layout)
        .run(
            message,
            options,
            meter,
            () -> (offset, bytes) -> parity.writeFully(layout.offsetBytes() + offset, bytes));
    parity.flush();
  }
}
