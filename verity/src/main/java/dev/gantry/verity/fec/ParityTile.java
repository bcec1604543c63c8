// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import java.nio.ByteBuffer;

/**
 * Computes the parity of neighbouring codewords together: row after row of their messages goes in.
 *
 * <p>Not thread-safe: one for each worker.
 */
abstract class ParityTile {
  /** A tile with room for at least this many columns is made if they are asked for. */
  static final int MIN_COLUMNS = 512;

  /** Makes a tile for a number of parity symbols and at most a number of columns. */
  static ParityTile of(int roots, int maxColumns) {
    return roots == TwoRootsTile.ROOTS
        ? new TwoRootsTile(maxColumns)
        : new TableTile(roots, maxColumns);
  }

  /** How many columns a tile should have to be fast. */
  static int bestColumns(int roots) {
    return roots == TwoRootsTile.ROOTS ? TwoRootsTile.BEST_COLUMNS : TableTile.BEST_COLUMNS;
  }

  /** About how much memory a tile takes. */
  static long memoryBytes(int roots, int columns) {
    return (long) columns * (roots == TwoRootsTile.ROOTS ? 3 : 8 + 3 * Long.BYTES) + (64 << 10);
  }

  /** Starts afresh with a number of columns, a multiple of 8. */
  abstract void start(int columns);

  /** Adds the next symbol of every codeword; there must be as many as columns. */
  abstract void addRow(ByteBuffer row);

  /**
   * Puts the parity of all codewords, those of each together; all rows of the message must have
   * been added. Ends the tile.
   */
  abstract void finish(ByteBuffer parity);
}
