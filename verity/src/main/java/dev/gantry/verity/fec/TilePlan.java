// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.internal.ParallelUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Cuts the codewords of a layout into tiles of neighbouring ones, and computes the parity of each.
 */
final class TilePlan {
  /** Most memory that the workers of one call may take together. */
  private static final long WORKING_SET_BYTES = 16 << 20;

  private final FecLayout layout;
  private final int columns;

  TilePlan(FecLayout layout) {
    this.layout = layout;
    this.columns = (int) Math.min(layout.columns(), ParityTile.bestColumns(layout.roots()));
  }

  /** Gets the parity of a tile, from any thread. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes the parity of one tile.
     *
     * @param offset where it belongs within all the parity
     * @param parity the bytes; only valid during the call
     */
    void accept(long offset, ByteBuffer parity) throws IOException;
  }

  /** Computes all parity; each thread has a sink of its own. */
  void run(Message message, VerityOptions options, ProgressMeter meter, Supplier<Sink> sinks)
      throws IOException {
    long each =
        ParityTile.memoryBytes(layout.roots(), columns) + (long) columns * (1 + layout.roots());
    ParallelUnits.run(
        (layout.columns() - 1) / columns + 1,
        (int) Math.max(1, Math.min(options.parallelism(), WORKING_SET_BYTES / each)),
        options,
        () -> new Worker(message, options, meter, sinks.get()));
  }

  private final class Worker implements ParallelUnits.Worker {
    private final Message message;
    private final VerityOptions options;
    private final ProgressMeter meter;
    private final Sink sink;
    private final ParityTile tile = ParityTile.of(layout.roots(), columns);
    private final ByteBuffer row = ByteBuffer.allocateDirect(columns);
    private final ByteBuffer parity = ByteBuffer.allocateDirect(columns * layout.roots());

    Worker(Message message, VerityOptions options, ProgressMeter meter, Sink sink) {
      this.message = message;
      this.options = options;
      this.meter = meter;
      this.sink = sink;
    }

    @Override
    public void process(long unit) throws IOException {
      long first = unit * columns;
      int count = (int) Math.min(columns, layout.columns() - first);
      tile.start(count);
      long covered = 0;
      for (int i = 0; i < layout.messageBlocks(); i++) {
        options.cancellation().throwIfCancelled();
        covered += message.read(i * layout.columns() + first, row.clear().limit(count));
        tile.addRow(row.flip());
      }
      tile.finish(parity.clear());
      sink.accept(first * layout.roots(), parity.flip());
      meter.advance(covered);
    }
  }
}
