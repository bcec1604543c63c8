// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Any number of parity symbols: eight rows at a time by table, as fast CRCs are computed.
 *
 * <p>The remainder of a column is one to three words, the highest power in the top byte. Eight rows
 * shift it by a word, and each of the eight symbols that fall out is worth a remainder of its own,
 * which is looked up. The tables are the same for all columns and stay in the first-level cache.
 */
final class TableTile extends ParityTile {
  /** The eight rows and the state fit in the second-level cache. */
  static final int BEST_COLUMNS = 16 * 1024;

  private static final int ROWS = Long.BYTES;

  private final int roots;
  private final long[][] tables;
  private final long[][] state;
  private final byte[][] rows;
  private int columns;
  private int rowCount;

  TableTile(int roots, int maxColumns) {
    this.roots = roots;
    int words = (roots + Long.BYTES - 1) / Long.BYTES;
    this.tables = tables(roots, words);
    this.state = new long[words][maxColumns];
    this.rows = new byte[ROWS][maxColumns];
  }

  /** For each word: for each of eight symbols and each value, that word of the remainder. */
  private static long[][] tables(int roots, int words) {
    long[][] tables = new long[words][ROWS << 8];
    for (int symbol = 0; symbol < ROWS; symbol++) {
      int[] remainder = ReedSolomon.remainder(roots, roots + ROWS - 1 - symbol);
      for (int value = 0; value < 256; value++) {
        for (int t = 0; t < roots; t++) {
          long product = GaloisField.multiply(remainder[t], value);
          tables[t / Long.BYTES][(symbol << 8) | value] |=
              product << (Long.SIZE - Byte.SIZE * (1 + t % Long.BYTES));
        }
      }
    }
    return tables;
  }

  @Override
  void start(int count) {
    columns = count;
    for (long[] word : state) {
      Arrays.fill(word, 0, count, 0);
    }
    // Zeros before the message change nothing, and make its rows a multiple of eight.
    rowCount = Math.floorMod(-(ReedSolomon.SYMBOLS - roots), ROWS);
    for (int i = 0; i < rowCount; i++) {
      Arrays.fill(rows[i], 0, count, (byte) 0);
    }
  }

  @Override
  void addRow(ByteBuffer source) {
    source.get(rows[rowCount++], 0, columns);
    if (rowCount == ROWS) {
      rowCount = 0;
      switch (tables.length) {
        case 1 -> shiftIn(rows, state[0], tables[0], columns);
        case 2 -> shiftIn(rows, state[0], state[1], tables[0], tables[1], columns);
        default ->
            shiftIn(rows, state[0], state[1], state[2], tables[0], tables[1], tables[2], columns);
      }
    }
  }

  private static void shiftIn(byte[][] rows, long[] state, long[] table, int columns) {
    byte[] r0 = rows[0];
    byte[] r1 = rows[1];
    byte[] r2 = rows[2];
    byte[] r3 = rows[3];
    byte[] r4 = rows[4];
    byte[] r5 = rows[5];
    byte[] r6 = rows[6];
    byte[] r7 = rows[7];
    for (int i = 0; i < columns; i++) {
      int high = (int) (state[i] >>> 32);
      int low = (int) state[i];
      state[i] =
          table[((high >>> 24) ^ r0[i]) & 0xff]
              ^ table[(((high >>> 16) ^ r1[i]) & 0xff) | 0x100]
              ^ table[(((high >>> 8) ^ r2[i]) & 0xff) | 0x200]
              ^ table[((high ^ r3[i]) & 0xff) | 0x300]
              ^ table[(((low >>> 24) ^ r4[i]) & 0xff) | 0x400]
              ^ table[(((low >>> 16) ^ r5[i]) & 0xff) | 0x500]
              ^ table[(((low >>> 8) ^ r6[i]) & 0xff) | 0x600]
              ^ table[((low ^ r7[i]) & 0xff) | 0x700];
    }
  }

  private static void shiftIn(
      byte[][] rows, long[] state0, long[] state1, long[] table0, long[] table1, int columns) {
    byte[] r0 = rows[0];
    byte[] r1 = rows[1];
    byte[] r2 = rows[2];
    byte[] r3 = rows[3];
    byte[] r4 = rows[4];
    byte[] r5 = rows[5];
    byte[] r6 = rows[6];
    byte[] r7 = rows[7];
    for (int i = 0; i < columns; i++) {
      int high = (int) (state0[i] >>> 32);
      int low = (int) state0[i];
      int a = ((high >>> 24) ^ r0[i]) & 0xff;
      int b = (((high >>> 16) ^ r1[i]) & 0xff) | 0x100;
      int c = (((high >>> 8) ^ r2[i]) & 0xff) | 0x200;
      int d = ((high ^ r3[i]) & 0xff) | 0x300;
      int e = (((low >>> 24) ^ r4[i]) & 0xff) | 0x400;
      int f = (((low >>> 16) ^ r5[i]) & 0xff) | 0x500;
      int g = (((low >>> 8) ^ r6[i]) & 0xff) | 0x600;
      int h = ((low ^ r7[i]) & 0xff) | 0x700;
      long first = table0[a] ^ table0[b] ^ table0[c] ^ table0[d];
      long second = table1[a] ^ table1[b] ^ table1[c] ^ table1[d];
      state0[i] = state1[i] ^ first ^ table0[e] ^ table0[f] ^ table0[g] ^ table0[h];
      state1[i] = second ^ table1[e] ^ table1[f] ^ table1[g] ^ table1[h];
    }
  }

  private static void shiftIn(
      byte[][] rows,
      long[] state0,
      long[] state1,
      long[] state2,
      long[] table0,
      long[] table1,
      long[] table2,
      int columns) {
    byte[] r0 = rows[0];
    byte[] r1 = rows[1];
    byte[] r2 = rows[2];
    byte[] r3 = rows[3];
    byte[] r4 = rows[4];
    byte[] r5 = rows[5];
    byte[] r6 = rows[6];
    byte[] r7 = rows[7];
    for (int i = 0; i < columns; i++) {
      int high = (int) (state0[i] >>> 32);
      int low = (int) state0[i];
      int a = ((high >>> 24) ^ r0[i]) & 0xff;
      int b = (((high >>> 16) ^ r1[i]) & 0xff) | 0x100;
      int c = (((high >>> 8) ^ r2[i]) & 0xff) | 0x200;
      int d = ((high ^ r3[i]) & 0xff) | 0x300;
      int e = (((low >>> 24) ^ r4[i]) & 0xff) | 0x400;
      int f = (((low >>> 16) ^ r5[i]) & 0xff) | 0x500;
      int g = (((low >>> 8) ^ r6[i]) & 0xff) | 0x600;
      int h = ((low ^ r7[i]) & 0xff) | 0x700;
      long first = table0[a] ^ table0[b] ^ table0[c] ^ table0[d];
      long second = table1[a] ^ table1[b] ^ table1[c] ^ table1[d];
      long third = table2[a] ^ table2[b] ^ table2[c] ^ table2[d];
      state0[i] = state1[i] ^ first ^ table0[e] ^ table0[f] ^ table0[g] ^ table0[h];
      state1[i] = state2[i] ^ second ^ table1[e] ^ table1[f] ^ table1[g] ^ table1[h];
      state2[i] = third ^ table2[e] ^ table2[f] ^ table2[g] ^ table2[h];
    }
  }

  @Override
  void finish(ByteBuffer parity) {
    for (int i = 0; i < columns; i++) {
      for (int t = 0; t < roots; t++) {
        int shift = Long.SIZE - Byte.SIZE * (1 + t % Long.BYTES);
        parity.put((byte) (state[t / Long.BYTES][i] >>> shift));
      }
    }
  }
}
