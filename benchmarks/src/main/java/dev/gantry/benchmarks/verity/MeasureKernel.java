// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.benchmarks.verity;

import dev.gantry.core.Bytes;
import dev.gantry.verity.spi.BlockKernel;
import dev.gantry.verity.spi.BlockKernelProvider;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;

/**
 * Hashes blocks of 4096 bytes that are in memory, on one core: with the vector kernel, and one
 * after the other with the JDK. Prints the best of many samples of each in GB/s, kernel first.
 */
public final class MeasureKernel {
  private static final int BLOCK_BYTES = 4096;
  private static final int DIGEST_BYTES = 32;
  private static final int RUNS = 32;
  private static final long NANOS = 6_000_000_000L;

  private MeasureKernel() {}

  /**
   * Measures.
   *
   * @param args none
   * @throws NoSuchAlgorithmException never
   * @throws DigestException never
   */
  public static void main(String[] args) throws NoSuchAlgorithmException, DigestException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    BlockKernelProvider provider =
        ServiceLoader.load(BlockKernelProvider.class).findFirst().orElseThrow();
    if (provider.obstacle().isPresent()) {
      out.println("0 0 " + provider.obstacle().get());
      return;
    }
    byte[] salt = new byte[DIGEST_BYTES];
    BlockKernel kernel = provider.create("sha256", Bytes.of(salt), Bytes.empty(), BLOCK_BYTES);
    byte[] content = new byte[kernel.lanes() * BLOCK_BYTES];
    new Random(1).nextBytes(content);
    byte[] slots = new byte[kernel.lanes() * DIGEST_BYTES];
    MessageDigest engine = MessageDigest.getInstance("SHA-256");
    double kernelBest = 0;
    double jdkBest = 0;
    for (long begin = System.nanoTime(); System.nanoTime() - begin < NANOS; ) {
      long start = System.nanoTime();
      for (int run = 0; run < RUNS; run++) {
        kernel.hash(content, 0, slots, 0, DIGEST_BYTES);
      }
      long middle = System.nanoTime();
      for (int run = 0; run < RUNS; run++) {
        for (int at = 0; at < content.length; at += BLOCK_BYTES) {
          engine.update(salt);
          engine.update(content, at, BLOCK_BYTES);
          engine.digest(slots, 0, DIGEST_BYTES);
        }
      }
      double bytes = (double) RUNS * content.length;
      kernelBest = Math.max(kernelBest, bytes / (middle - start));
      jdkBest = Math.max(jdkBest, bytes / (System.nanoTime() - middle));
    }
    out.println(String.format(Locale.ROOT, "%.3f %.3f", kernelBest, jdkBest));
  }
}
