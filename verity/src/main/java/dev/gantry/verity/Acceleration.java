// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.verity.spi.BlockKernel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows about hashing blocks with one digest: the ways there are, what each was
 * used for, and whether a kernel is one of them. Thread-safe.
 */
final class Acceleration {
  /**
   * After so much a kernel is made ready in the background. That takes about as long as hashing
   * this much did; so whoever hashes less pays nothing, and nobody pays more than twice.
   */
  private static final long WARM_UP_AFTER_BYTES = 1L << 30;

  private static final Map<VerityAlgorithm, Acceleration> ALL = new ConcurrentHashMap<>();

  private final VerityAlgorithm algorithm;
  private final PathChoice choice;
  private final Map<HashPath, LongAdder> blocks = new EnumMap<>(HashPath.class);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean started = new AtomicBoolean();
  private final FutureTask<KernelWarmUp.Outcome> warmUp;
  private volatile KernelWarmUp.@Nullable Outcome outcome;

  private Acceleration(VerityAlgorithm algorithm) {
    this.algorithm = algorithm;
    this.choice = new PathChoice(JcaBlocks.canTakeTurns(algorithm));
    this.warmUp = new FutureTask<>(this::warmUp);
    for (HashPath path : HashPath.values()) {
      blocks.put(path, new LongAdder());
    }
  }

  static Acceleration of(VerityAlgorithm algorithm) {
    Acceleration found = ALL.get(algorithm);
    return found != null ? found : ALL.computeIfAbsent(algorithm, Acceleration::new);
  }

  PathChoice choice() {
    return choice;
  }

  /** A kernel for one thread, or null if there is none to be used, or no longer. */
  @Nullable BlockKernel newKernel(byte[] prefix, byte[] suffix, int blockSize) {
    KernelWarmUp.Outcome known = outcome;
    if (known == null || known.provider() == null || !choice.hasKernel()) {
      return null;
    }
    return known.provider().create(algorithm.id(), Bytes.of(prefix), Bytes.of(suffix), blockSize);
  }

  /** Counts what was hashed, and starts to make a kernel ready once it is worth it. */
  void count(HashPath path, int blockCount, long byteCount) {
    tally(path).add(blockCount);
    if (bytes.addAndGet(byteCount) >= WARM_UP_AFTER_BYTES && !started.get() && claimStart()) {
      Thread thread = new Thread(warmUp, "gantry-verity-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private boolean claimStart() {
    return started.compareAndSet(false, true);
  }

  /** Makes a kernel ready before this returns; says whether there is one. */
  boolean prepare() {
    started.set(true);
    warmUp.run();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return warmUp.get().provider() != null && choice.hasKernel();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new AssertionError("a warm-up fails by its outcome", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private KernelWarmUp.Outcome warmUp() {
    KernelWarmUp.Outcome found = new KernelWarmUp(algorithm, KernelWarmUp.LIMIT_NANOS).run();
    outcome = found;
    if (found.provider() != null) {
      choice.offerKernel();
    }
    return found;
  }

  private LongAdder tally(HashPath path) {
    return Objects.requireNonNull(blocks.get(path));
  }

  HashingSummary summary() {
    KernelWarmUp.Outcome known = outcome;
    String state;
    if (known == null) {
      state = started.get() ? "being made ready" : "not tried yet";
    } else if (known.provider() != null && !choice.hasKernel()) {
      state = known.provider().name() + " was dropped: it became slower than the JDK";
    } else {
      state = known.detail();
    }
    return new HashingSummary(
        algorithm,
        tally(HashPath.SEQUENTIAL).sum(),
        tally(HashPath.PAIRED).sum(),
        tally(HashPath.KERNEL).sum(),
        state);
  }
}
