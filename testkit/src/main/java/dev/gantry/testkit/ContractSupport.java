// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Steps that the contracts share. */
final class ContractSupport {
  /** Size of the sources and devices under test. */
  static final int SIZE_BYTES = 12288;

  private static final int THREADS = 4;
  private static final Bytes CONTENT = random(SIZE_BYTES, 1);

  private ContractSupport() {}

  /** A range that is not within the source. */
  record Range(long offsetBytes, int lengthBytes) {}

  /** Work of one thread. */
  @FunctionalInterface
  interface Work {
    void run(int thread) throws IOException;
  }

  static Bytes content() {
    return CONTENT;
  }

  static Bytes random(int sizeBytes, long seed) {
    byte[] content = new byte[sizeBytes];
    new Random(seed).nextBytes(content);
    return Bytes.of(content);
  }

  static Stream<Range> outside(long sizeBytes) {
    return Stream.of(
        new Range(-1, 1),
        new Range(-1, 0),
        new Range(sizeBytes, 1),
        new Range(sizeBytes + 1, 0),
        new Range(sizeBytes - 1, 2),
        new Range(0, (int) sizeBytes + 1),
        new Range(1L << 32, 1),
        new Range(Long.MAX_VALUE, 1),
        new Range(Long.MAX_VALUE - 1, 2),
        new Range(Long.MIN_VALUE, 1),
        new Range(Long.MIN_VALUE, 0));
  }

  static void assertReads(BlockSource source, Bytes expected) throws IOException {
    int size = expected.size();
    for (int[] range :
        new int[][] {
          {0, size}, {0, 1}, {size - 1, 1}, {1, size - 1}, {size / 3, size / 2}, {7, size / 4}
        }) {
      Bytes part = Bytes.of(expected.toByteArray(), range[0], range[1]);
      for (ByteBuffer target :
          List.of(ByteBuffer.allocate(range[1]), ByteBuffer.allocateDirect(range[1]))) {
        source.readFully(range[0], target);
        assertEquals(0, target.remaining());
        assertEquals(part, Bytes.copyOf(target.flip()));
      }
    }
  }

  static void assertRefusesRead(BlockSource source, Range range) {
    ByteBuffer target = ByteBuffer.allocate(range.lengthBytes());
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> source.readFully(range.offsetBytes(), target),
        range::toString);
    assertEquals(0, target.position(), range::toString);
    assertEquals(ByteBuffer.allocate(range.lengthBytes()), target, range::toString);
  }

  static void assertRefusesWrite(BlockDevice device, Range range) {
    ByteBuffer source = ByteBuffer.wrap(random(range.lengthBytes(), 2).toByteArray());
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> device.writeFully(range.offsetBytes(), source),
        range::toString);
    assertEquals(0, source.position(), range::toString);
  }

  static void inThreads(Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        results.add(
            executor.submit(
                () -> {
                  for (int round = 0; round < 50; round++) {
                    work.run(number);
                  }
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
