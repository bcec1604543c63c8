// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.verity.spi.BlockKernel;
import dev.gantry.verity.spi.BlockKernelProvider;
import java.util.Arrays;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a kernel, checks that it gives the digests of the JDK, and runs it until the compiler
 * has made it faster than the JDK, or time is up.
 */
final class KernelWarmUp {
  private static final int SLOT_BYTES = 64;
  private static final int BLOCK_BYTES = 4096;

  /** Small blocks, since before it is compiled a kernel may be a thousand times slower. */
  private static final int SMALL_BLOCK_BYTES = 512;

  private static final int[] SALT_SIZES = {0, 1, 32, 55, 64, 256};
  private static final int SMALL_RUNS = 32;
  private static final int SAMPLES = 16;
  private static final int TOO_SLOW = 16;

  /** Once compiled, a kernel that did not get faster for so long will not. */
  private static final int COMPILED = 4;

  private static final long PATIENCE_NANOS = 2_000_000_000L;

  /** What {@link #run} takes at most, but for the call of a kernel that is under way. */
  static final long LIMIT_NANOS = 15_000_000_000L;

  /** Below this a gain is within what measuring may be wrong by. */
  private static final double NEEDED_GAIN = 1.03;

  private final VerityAlgorithm algorithm;
  private final long limitNanos;
  private final SplittableRandom random = new SplittableRandom(1);

  KernelWarmUp(VerityAlgorithm algorithm, long limitNanos) {
    this.algorithm = algorithm;
    this.limitNanos = limitNanos;
  }

  /**
   * What came of it.
   *
   * @param provider who makes kernels that may be used, or null
   * @param detail one line on why, or why not
   */
  record Outcome(@Nullable BlockKernelProvider provider, String detail) {}

  Outcome run() {
    Outcome last = new Outcome(null, "no provider");
    try {
      for (BlockKernelProvider provider :
          ServiceLoader.load(
              BlockKernelProvider.class, BlockKernelProvider.class.getClassLoader())) {
        last = tryProvider(provider);
        if (last.provider() != null) {
          break;
        }
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      // Whatever is wrong with an optional artifact, the JDK can do the work.
      return new Outcome(null, "a provider failed: " + e);
    }
    return last;
  }

  Outcome tryProvider(BlockKernelProvider provider) {
    String name = provider.name();
    if (!provider.supports(algorithm.id())) {
      return new Outcome(null, name + " is not for " + algorithm.id());
    }
    String obstacle = provider.obstacle().orElse(null);
    if (obstacle != null) {
      return new Outcome(null, name + ": " + obstacle);
    }
    for (int saltSize : SALT_SIZES) {
      if (!isRight(provider, bytes(saltSize), Bytes.empty())
          || !isRight(provider, Bytes.empty(), bytes(saltSize))) {
        return new Outcome(null, name + " gives wrong digests");
      }
    }
    return race(provider);
  }

  private boolean isRight(BlockKernelProvider provider, Bytes prefix, Bytes suffix) {
    BlockKernel kernel = provider.create(algorithm.id(), prefix, suffix, SMALL_BLOCK_BYTES);
    Lane lane = new Lane(kernel, prefix, suffix, SMALL_BLOCK_BYTES);
    lane.runKernel();
    lane.runJdk();
    return lane.agree();
  }

  private Outcome race(BlockKernelProvider provider) {
    Bytes salt = bytes(algorithm.sizeBytes());
    BlockKernel small = provider.create(algorithm.id(), salt, Bytes.empty(), SMALL_BLOCK_BYTES);
    BlockKernel large = provider.create(algorithm.id(), salt, Bytes.empty(), BLOCK_BYTES);
    Lane warm = new Lane(small, salt, Bytes.empty(), SMALL_BLOCK_BYTES);
    Lane timed = new Lane(large, salt, Bytes.empty(), BLOCK_BYTES);
    long begin = System.nanoTime();
    long kernelBest = Long.MAX_VALUE;
    long jdkBest = Long.MAX_VALUE;
    long lastGain = begin;
    while (System.nanoTime() - begin < limitNanos
        && (kernelBest / COMPILED > jdkBest || System.nanoTime() - lastGain < PATIENCE_NANOS)) {
      for (int i = 0; i < SMALL_RUNS; i++) {
        warm.runKernel();
      }
      for (int i = 0; i < SAMPLES; i++) {
        long start = System.nanoTime();
        timed.runJdk();
        long middle = System.nanoTime();
        jdkBest = Math.min(jdkBest, middle - start);
        timed.runKernel();
        long taken = System.nanoTime() - middle;
        if (taken * NEEDED_GAIN < kernelBest) {
          lastGain = System.nanoTime();
        }
        kernelBest = Math.min(kernelBest, taken);
        if (taken / TOO_SLOW > jdkBest) {
          break;
        }
      }
      if (kernelBest * NEEDED_GAIN < jdkBest) {
        return timed.agree() && warm.agreesWithJdk()
            ? new Outcome(provider, provider.name() + ", " + speeds(timed, kernelBest, jdkBest))
            : new Outcome(null, provider.name() + " gives wrong digests once compiled");
      }
    }
    return new Outcome(
        null, provider.name() + " is not faster here: " + speeds(timed, kernelBest, jdkBest));
  }

  private static String speeds(Lane lane, long kernelNanos, long jdkNanos) {
    return String.format(
        Locale.ROOT,
        "%.2f GB/s where the JDK does %.2f",
        (double) lane.content.length / kernelNanos,
        (double) lane.content.length / jdkNanos);
  }

  private Bytes bytes(int length) {
    byte[] content = new byte[length];
    fill(content);
    return Bytes.of(content);
  }

  private void fill(byte[] content) {
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) random.nextInt();
    }
  }

  /** The same blocks for kernel and JDK. */
  private final class Lane {
    private final BlockKernel kernel;
    private final JcaBlocks jdk;
    private final int blockSize;
    private final byte[] content;
    private final byte[] slots;
    private final byte[] expected;

    Lane(BlockKernel kernel, Bytes prefix, Bytes suffix, int blockSize) {
      this.kernel = kernel;
      this.jdk = new JcaBlocks(algorithm, prefix.toByteArray(), suffix.toByteArray());
      this.blockSize = blockSize;
      this.content = new byte[kernel.lanes() * blockSize];
      this.slots = new byte[kernel.lanes() * SLOT_BYTES];
      this.expected = new byte[slots.length];
      fill(content);
    }

    void runKernel() {
      kernel.hash(content, 0, slots, 0, SLOT_BYTES);
    }

    void runJdk() {
      if (JcaBlocks.canTakeTurns(algorithm)) {
        jdk.hashInTurns(content, 0, blockSize, kernel.lanes(), expected, 0, SLOT_BYTES);
      } else {
        jdk.hash(content, 0, blockSize, kernel.lanes(), expected, 0, SLOT_BYTES);
      }
    }

    boolean agree() {
      return Arrays.equals(slots, expected);
    }

    boolean agreesWithJdk() {
      runJdk();
      return agree();
    }
  }
}
