// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Two parity symbols: the generator is x^2 + 3x + 2, so that doubling is all there is to multiply.
 *
 * <p>Eight columns are in a {@code long}, and the loop is plain enough for the compiler to use
 * vector instructions.
 */
final class TwoRootsTile extends ParityTile {
  static final int ROOTS = 2;

  /** State and row fit in the second-level cache, and reads are large. */
  static final int BEST_COLUMNS = 64 * 1024;

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long LOW_SEVEN = 0x7f7f7f7f7f7f7f7fL;

  private final long[] high;
  private final long[] low;
  private final long[] row;
  private int words;

  TwoRootsTile(int maxColumns) {
    this.high = new long[maxColumns / Long.BYTES];
    this.low = new long[high.length];
    this.row = new long[high.length];
  }

  @Override
  void start(int columns) {
    words = columns / Long.BYTES;
    Arrays.fill(high, 0, words, 0);
    Arrays.fill(low, 0, words, 0);
  }

  @Override
  void addRow(ByteBuffer source) {
    source.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(row, 0, words);
    shiftIn(row, high, low, words);
  }

  private static void shiftIn(long[] row, long[] high, long[] low, int words) {
    for (int i = 0; i < words; i++) {
      long carry = row[i] ^ high[i];
      long top = (carry >>> 7) & LOW_BITS;
      // Doubled, and reduced by 0x1d where a top bit fell out.
      long twice = ((carry & LOW_SEVEN) << 1) ^ top ^ (top << 2) ^ (top << 3) ^ (top << 4);
      high[i] = low[i] ^ twice ^ carry;
      low[i] = twice;
    }
  }

  @Override
  void finish(ByteBuffer parity) {
    parity.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < words; i++) {
      parity.putLong(spread((int) high[i]) | (spread((int) low[i]) << 8));
      parity.putLong(spread((int) (high[i] >>> 32)) | (spread((int) (low[i] >>> 32)) << 8));
    }
  }

  /** Puts four bytes at the even places of eight. */
  private static long spread(int bytes) {
    long x = bytes & 0xffffffffL;
    x = (x | (x << 16)) & 0x0000ffff0000ffffL;
    return (x | (x << 8)) & 0x00ff00ff00ff00ffL;
  }
}
