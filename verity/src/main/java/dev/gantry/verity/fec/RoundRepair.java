// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockSource;
import dev.gantry.verity.BlockState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the right content of the corrupt blocks of one round.
 *
 * <p>The tree says which blocks are good, which are corrupt, and of which it cannot say anything.
 * Corrupt ones are erasures, of which the code repairs twice as many as of unknown errors. Where
 * that is too much, or parity is damaged as well, errors are looked for without this knowledge, and
 * unknown blocks are taken for erasures. All of these are guesses, which are only worth something
 * once the tree verifies a whole block; each verified block makes the next attempt easier.
 *
 * <p>Not thread-safe: one for each worker.
 */
final class RoundRepair {
  private static final int MAX_TILE_COLUMNS = 4096;

  /** Room for candidates; the rest waits for the next attempt. */
  private static final int CANDIDATE_BYTES = 4 << 20;

  private final Message message;
  private final BlockSource parity;
  private final FecLayout layout;
  private final BlockMap map;
  private final int rows;
  private final int blockSize;
  private final int columns;
  private final ParityTile tile;
  private final ColumnDecoder decoder;
  private final byte[][] symbols;
  private final ByteBuffer computed;
  private final byte[] difference;
  private final byte[] block;
  private final BlockState[] states;
  private final byte[] @Nullable [] repaired;
  private boolean parityDiffers;
  private long round;

  RoundRepair(Message message, BlockSource parity, FecLayout layout, BlockMap map) {
    this.message = message;
    this.parity = parity;
    this.layout = layout;
    this.map = map;
    this.rows = layout.messageBlocks();
    this.blockSize = layout.blockSizeBytes();
    this.columns = Math.min(blockSize, MAX_TILE_COLUMNS);
    this.tile = ParityTile.of(layout.roots(), columns);
    this.decoder = new ColumnDecoder(layout.roots());
    this.symbols = new byte[rows][columns];
    this.computed = ByteBuffer.allocate(columns * layout.roots());
    this.difference = new byte[columns * layout.roots()];
    this.block = new byte[blockSize];
    this.states = new BlockState[rows];
    this.repaired = new byte[rows][];
  }

  static long memoryBytes(FecLayout layout) {
    int columns = Math.min(layout.blockSizeBytes(), MAX_TILE_COLUMNS);
    return (long) columns * (layout.messageBlocks() + 2 * layout.roots())
        + ParityTile.memoryBytes(layout.roots(), columns)
        + 2 * Math.max(CANDIDATE_BYTES, layout.roots() * (long) layout.blockSizeBytes());
  }

  /** Knows what the tree says of a block. */
  @FunctionalInterface
  interface Oracle {
    /** The state of a block that has a level. */
    BlockState state(int level, long index, ByteBuffer content) throws IOException;
  }

  /** Hears of blocks whose content was found. */
  @FunctionalInterface
  interface Sink {
    /** Takes a block of the message; the content is verified. */
    void accept(long number, ByteBuffer content) throws IOException;
  }

  /**
   * Looks for the content of all corrupt blocks of a round.
   *
   * @return how many were found
   */
  int repair(long wantedRound, Oracle oracle, Sink sink) throws IOException {
    round = wantedRound;
    parityDiffers = false;
    Arrays.fill(repaired, null);
    readStates(oracle);
    int found = 0;
    for (int more = 1; more > 0; found += more) {
      more = attempt(oracle, sink);
    }
    return found;
  }

  /**
   * Whether the parity of the round that was repaired last is wrong: all blocks of data and tree
   * are good now, and it does not go with them.
   */
  boolean isParityDamaged() throws IOException {
    if (suspects(BlockState.CORRUPT).length > 0 || unknownBlocks(0).length > 0) {
      return false;
    }
    parityDiffers = false;
    for (int start = 0; start < blockSize; start += columns) {
      readTile(start);
    }
    return parityDiffers;
  }

  private void readStates(Oracle oracle) throws IOException {
    for (int row = 0; row < rows; row++) {
      long number = number(row);
      int level = number < map.coveredBlocks() ? map.level(number) : BlockMap.NO_LEVEL;
      if (number >= map.coveredBlocks()) {
        states[row] = BlockState.VERIFIED; // Nothing but zeros.
      } else if (level == BlockMap.NO_LEVEL) {
        states[row] = BlockState.UNKNOWN;
      } else {
        message.read(number * blockSize, ByteBuffer.wrap(block));
        states[row] = oracle.state(level, map.index(number, level), ByteBuffer.wrap(block));
      }
    }
  }

  private long number(int row) {
    return round + row * layout.rounds();
  }

  private int[] suspects(BlockState state) {
    return IntStream.range(0, rows).filter(row -> states[row] == state).toArray();
  }

  /** Blocks of a level and above that nothing is known of. */
  private int[] unknownBlocks(int lowestLevel) {
    return IntStream.of(suspects(BlockState.UNKNOWN))
        .filter(row -> map.level(number(row)) >= lowestLevel)
        .toArray();
  }

  private int attempt(Oracle oracle, Sink sink) throws IOException {
    int[] corrupt = suspects(BlockState.CORRUPT);
    if (corrupt.length == 0) {
      return 0;
    }
    int found = accept(corrupt, false, corrupt, oracle, sink);
    if (found == 0) {
      found = accept(corrupt, true, corrupt, oracle, sink);
    }
    // Blocks below a corrupt one are often corrupt themselves: a whole tree may be lost.
    for (int[] guess : new int[][] {unknownBlocks(1), unknownBlocks(0)}) {
      int[] erasures = IntStream.concat(IntStream.of(corrupt), IntStream.of(guess)).toArray();
      if (found == 0 && guess.length > 0 && erasures.length <= layout.roots()) {
        found = accept(erasures, false, corrupt, oracle, sink);
      }
    }
    return found;
  }

  /** Decodes with a guess and takes what the tree verifies; returns how many blocks. */
  private int accept(int[] erasures, boolean errorsFirst, int[] corrupt, Oracle oracle, Sink sink)
      throws IOException {
    byte[] @Nullable [] candidates = new byte[rows][];
    int room = Math.max(layout.roots(), CANDIDATE_BYTES / blockSize);
    for (int i = 0; i < Math.min(room, corrupt.length); i++) {
      candidates[corrupt[i]] = new byte[blockSize];
    }
    decode(erasures, errorsFirst, candidates);
    int found = 0;
    for (int row : corrupt) {
      byte[] candidate = candidates[row];
      if (candidate != null) {
        long number = number(row);
        int level = map.level(number);
        ByteBuffer content = ByteBuffer.wrap(candidate);
        if (oracle.state(level, map.index(number, level), content) == BlockState.VERIFIED) {
          states[row] = BlockState.VERIFIED;
          repaired[row] = candidate;
          sink.accept(number, content);
          found++;
        }
      }
    }
    return found;
  }

  private void decode(int[] erasures, boolean errorsFirst, byte[] @Nullable [] candidates)
      throws IOException {
    for (int start = 0; start < blockSize; start += columns) {
      readTile(start);
      for (int row = 0; row < rows; row++) {
        if (candidates[row] != null) {
          System.arraycopy(symbols[row], 0, candidates[row], start, columns);
        }
      }
      if (errorsFirst) {
        decodeTile(start, new int[0], erasures, candidates);
      } else {
        decodeTile(start, erasures, new int[0], candidates);
      }
    }
  }

  private void readTile(int start) throws IOException {
    tile.start(columns);
    for (int row = 0; row < rows; row++) {
      ByteBuffer target = ByteBuffer.wrap(symbols[row]);
      byte[] known = repaired[row];
      if (known != null) {
        target.put(known, start, columns);
      } else {
        message.read(number(row) * blockSize + start, target);
      }
      tile.addRow(target.flip());
    }
    tile.finish(computed.clear());
    long offset = (round * blockSize + start) * layout.roots();
    parity.readFully(layout.offsetBytes() + offset, ByteBuffer.wrap(difference));
    for (int i = 0; i < difference.length; i++) {
      difference[i] ^= computed.get(i);
      parityDiffers |= difference[i] != 0;
    }
  }

  /** Decodes each column in a first and, where that fails, in a second way. */
  private void decodeTile(int start, int[] first, int[] second, byte[] @Nullable [] candidates) {
    boolean[] open = new boolean[columns];
    Arrays.fill(open, true);
    for (int[] erasures : new int[][] {first, second}) {
      if (erasures.length <= layout.roots()) {
        decoder.setErasures(erasures);
        for (int column = 0; column < columns; column++) {
          open[column] = open[column] && !decodeColumn(start, column, candidates);
        }
      }
    }
  }

  private boolean decodeColumn(int start, int column, byte[] @Nullable [] candidates) {
    if (!decoder.decode(difference, column * layout.roots())) {
      return false;
    }
    for (int i = 0; i < decoder.count(); i++) {
      int place = decoder.place(i);
      if (place < rows && states[place] == BlockState.VERIFIED && decoder.value(i) != 0) {
        return false; // The tree knows that this symbol is right.
      }
    }
    for (int i = 0; i < decoder.count(); i++) {
      int place = decoder.place(i);
      if (place < rows && candidates[place] != null) {
        candidates[place][start + column] ^= (byte) decoder.value(i);
      }
    }
    return true;
  }
}
