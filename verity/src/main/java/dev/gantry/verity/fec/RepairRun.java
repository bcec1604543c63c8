// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.verity.BlockState;
import dev.gantry.verity.CorruptBlock;
import dev.gantry.verity.CorruptBlockException;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerifiedTree;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.internal.ParallelUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Goes through the tree from the root down and then through the data, looks for the content of what
 * is corrupt, and begins again as long as that finds something: a good tree block tells more about
 * the blocks of other rounds.
 *
 * <p>With a target, blocks are written at once. Without one, only their numbers are kept, and the
 * tree recovers its blocks again whenever it needs them.
 */
final class RepairRun {
  private static final long WORKING_SET_BYTES = 24 << 20;

  private final BlockSource data;
  private final BlockSource hash;
  private final BlockSource parity;
  private final FecLayout layout;
  private final BlockMap map;
  private final Message message;
  private final VerifiedTree tree;
  private final Optional<Target> target;
  private final VerityOptions options;

  private final LongBitSet repaired = new LongBitSet();
  private final LongBitSet touchedRounds = new LongBitSet();

  /** Blocks of tree and data that the last pass could not verify or repair. */
  private LongBitSet lost = new LongBitSet();

  /** Blocks of the tree that are below those. */
  private LongBitSet unverifiable = new LongBitSet();

  /** Rounds with any of them. */
  private LongBitSet unsafeRounds = new LongBitSet();

  private final AtomicLong unverifiableData = new AtomicLong();

  /** Where repaired blocks go; called from any thread. */
  interface Target {
    void write(long offset, boolean isData, ByteBuffer content) throws IOException;

    void flushBlocks() throws IOException;

    void writeParity(long offset, ByteBuffer content) throws IOException;

    void flushParity() throws IOException;
  }

  RepairRun(
      BlockSource data,
      BlockSource hash,
      BlockSource parity,
      VerityLayout verity,
      FecLayout layout,
      RootHash rootHash,
      Optional<Target> target,
      VerityOptions options)
      throws IOException {
    FecRecovery recovery = new FecRecovery(data, hash, parity, verity, layout);
    this.data = data;
    this.hash = hash;
    this.parity = parity;
    this.layout = layout;
    this.map = new BlockMap(verity, layout);
    this.message = new Message(data, hash, layout);
    this.tree =
        VerifiedTree.open(
            hash,
            verity,
            rootHash,
            VerifiedTree.DEFAULT_CACHE_BYTES,
            target.isPresent() ? Optional.empty() : Optional.of(recovery));
    this.target = target;
    this.options = options;
  }

  FecReport run(int maxIssues) throws IOException {
    if (maxIssues < 0) {
      throw new IllegalArgumentException("maxIssues is " + maxIssues + ", expected 0 or more");
    }
    long before;
    do {
      before = repaired.size();
      lost = new LongBitSet();
      unverifiable = new LongBitSet();
      unsafeRounds = new LongBitSet();
      unverifiableData.set(0);
      for (int level = map.levels(); level >= 0; level--) {
        repairLevel(level);
      }
    } while (repaired.size() > before && lost.size() + unverifiableData.get() > 0);
    LongBitSet damagedParity = checkParity();
    return new FecReport(
        blocks(repaired, maxIssues),
        blocks(lost, maxIssues),
        repaired.size(),
        lost.size(),
        unverifiableData.get(),
        damagedParity.size(),
        unsafeRounds.size() == 0);
  }

  private List<CorruptBlock> blocks(LongBitSet numbers, int max) {
    List<CorruptBlock> blocks = new ArrayList<>();
    numbers.stream()
        .limit(max)
        .forEach(
            number -> {
              int level = map.level(number);
              blocks.add(map.corrupt(data, hash, level, map.index(number, level)));
            });
    return blocks;
  }

  private void repairLevel(int level) throws IOException {
    LongBitSet corrupt = new LongBitSet();
    scan(level, corrupt);
    LongBitSet dirty = new LongBitSet();
    corrupt.stream()
        .filter(number -> !repaired.contains(number))
        .forEach(number -> dirty.add(number % layout.rounds()));
    repairRounds(dirty);
    corrupt.stream()
        .filter(number -> !repaired.contains(number))
        .forEach(
            number -> {
              lost.add(number);
              unsafeRounds.add(number % layout.rounds());
            });
  }

  /** Looks for the corrupt blocks of a level, below blocks that are good. */
  private void scan(int level, LongBitSet corrupt) throws IOException {
    long blocks = map.blocks(level);
    long fanOut = level == map.levels() ? 1 : tree.layout().fanOut();
    long size = layout.blockSizeBytes();
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(), "fec check, level " + level, blocks * size, Progress.Unit.BYTES);
    ParallelUnits.run(
        (blocks - 1) / fanOut + 1,
        options.parallelism(),
        options,
        () -> {
          ByteBuffer content = ByteBuffer.allocate(layout.blockSizeBytes());
          return unit -> {
            long first = unit * fanOut;
            long end = Math.min(blocks, first + fanOut);
            if (level < map.levels() && isLost(map.number(level + 1, unit))) {
              giveUp(level, first, end);
            } else {
              scanRun(level, first, end, content, corrupt);
            }
            meter.advance((end - first) * size);
          };
        });
  }

  private boolean isLost(long number) {
    return lost.contains(number) || unverifiable.contains(number);
  }

  private void scanRun(int level, long first, long end, ByteBuffer content, LongBitSet corrupt)
      throws IOException {
    for (long index = first; index < end; index++) {
      options.cancellation().throwIfCancelled();
      long number = map.number(level, index);
      message.read(number * layout.blockSizeBytes(), content.clear());
      try {
        if (!tree.isVerified(level, index, content.flip())) {
          corrupt.add(number);
          touchedRounds.add(number % layout.rounds());
        }
      } catch (CorruptBlockException e) {
        // The block above was good a moment ago: the device is failing, or somebody writes to it.
        giveUp(level, index, end);
        return;
      }
    }
  }

  private void giveUp(int level, long first, long end) {
    for (long index = first; index < end; index++) {
      long number = map.number(level, index);
      unsafeRounds.add(number % layout.rounds());
      if (level > 0) {
        unverifiable.add(number);
      }
    }
    if (level == 0) {
      unverifiableData.addAndGet(end - first);
    }
  }

  private void repairRounds(LongBitSet rounds) throws IOException {
    PrimitiveIterator.OfLong numbers = rounds.stream().iterator();
    ParallelUnits.run(
        rounds.size(),
        roundParallelism(),
        options,
        () -> {
          RoundRepair repair = new RoundRepair(message, parity, layout, map);
          return unit -> {
            options.cancellation().throwIfCancelled();
            repair.repair(next(numbers), this::state, this::accept);
          };
        });
  }

  /** What the tree says, with its repaired blocks for those on the device. */
  private BlockState state(int level, long index, ByteBuffer content) throws IOException {
    if (target.isEmpty() && isBelowRepaired(level, index)) {
      try {
        return tree.isVerified(level, index, content) ? BlockState.VERIFIED : BlockState.CORRUPT;
      } catch (CorruptBlockException e) {
        return BlockState.UNKNOWN;
      }
    }
    return tree.state(level, index, content);
  }

  private boolean isBelowRepaired(int level, long index) {
    long above = index;
    for (int i = level + 1; i <= map.levels(); i++) {
      above /= tree.layout().fanOut();
      if (repaired.contains(map.number(i, above))) {
        return true;
      }
    }
    return false;
  }

  private int roundParallelism() {
    long each = RoundRepair.memoryBytes(layout);
    return (int) Math.max(1, Math.min(options.parallelism(), WORKING_SET_BYTES / each));
  }

  private static long next(PrimitiveIterator.OfLong numbers) {
    synchronized (numbers) {
      return numbers.nextLong();
    }
  }

  private void accept(long number, ByteBuffer content) throws IOException {
    if (target.isPresent()) {
      boolean isData = map.level(number) == CorruptBlock.DATA_LEVEL;
      target.get().write(map.offset(number), isData, content.duplicate());
    }
    repaired.add(number);
    touchedRounds.add(number % layout.rounds());
  }

  /** Compares the parity of rounds whose blocks are all good; writes it where it is wrong. */
  private LongBitSet checkParity() throws IOException {
    LongBitSet damaged = new LongBitSet();
    if (target.isPresent()) {
      // Parity that goes with repaired blocks must not be on the medium before they are.
      target.get().flushBlocks();
    }
    ProgressMeter meter =
        new ProgressMeter(
            options.progress(), "fec parity", message.coveredBytes(), Progress.Unit.BYTES);
    new TilePlan(layout).run(message, options, meter, () -> new ParityComparison(damaged)::compare);
    if (target.isPresent()) {
      target.get().flushParity();
    } else {
      checkParityOfRepairable(damaged);
    }
    return damaged;
  }

  /** What is on the device does not give the parity of these rounds: their blocks are not good. */
  private void checkParityOfRepairable(LongBitSet damaged) throws IOException {
    RoundRepair repair = new RoundRepair(message, parity, layout, map);
    PrimitiveIterator.OfLong rounds = touchedRounds.stream().iterator();
    while (rounds.hasNext()) {
      options.cancellation().throwIfCancelled();
      long round = rounds.nextLong();
      if (!unsafeRounds.contains(round)) {
        repair.repair(round, this::state, (number, content) -> {});
        if (repair.isParityDamaged()) {
          damaged.add(round);
        }
      }
    }
  }

  /** Compares the parity of tiles, a round or less at a time. */
  private final class ParityComparison {
    private final LongBitSet damaged;
    private final long roundBytes = (long) layout.blockSizeBytes() * layout.roots();
    private ByteBuffer stored = ByteBuffer.allocate(0);

    ParityComparison(LongBitSet damaged) {
      this.damaged = damaged;
    }

    void compare(long offset, ByteBuffer computed) throws IOException {
      if (stored.capacity() < computed.remaining()) {
        stored = ByteBuffer.allocate(computed.remaining());
      }
      stored.clear().limit(computed.remaining());
      parity.readFully(layout.offsetBytes() + offset, stored);
      stored.flip();
      if (stored.equals(computed)) {
        return;
      }
      int size = computed.remaining();
      for (int done = 0; done < size; ) {
        long round = (offset + done) / roundBytes;
        int part = (int) Math.min(size - done, (round + 1) * roundBytes - offset - done);
        compareRound(round, offset + done, computed.slice(done, part), stored.slice(done, part));
        done += part;
      }
    }

    private void compareRound(long round, long offset, ByteBuffer right, ByteBuffer found)
        throws IOException {
      if (right.equals(found)
          || unsafeRounds.contains(round)
          || (target.isEmpty() && touchedRounds.contains(round))) {
        return;
      }
      damaged.add(round);
      if (target.isPresent()) {
        target.get().writeParity(layout.offsetBytes() + offset, right);
      }
    }
  }
}
