// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads: same result with any number of them, none left behind, errors as they are. */
@Timeout(60)
final class VerityParallelTest {
  private static final int BLOCKS = 5000;
  private static final VerityParameters PARAMETERS =
      VerityParameters.of(VerityData.UUID, VerityData.SALT);
  private static final byte[] DATA = VerityData.splitMix(BLOCKS * 4096);

  private final byte[] hashBytes =
      new byte[(int) VerityFormatter.hashAreaBytes(BLOCKS, PARAMETERS)];
  private final BlockDevice data = BlockDevices.inMemory(DATA, 512);
  private final BlockDevice hash = BlockDevices.inMemory(hashBytes, 512);

  @AfterEach
  void noThreadIsLeft() {
    assertEquals(0, Fixture.ownThreads());
  }

  private VerityTree format(VerityOptions options) throws IOException {
    return VerityFormatter.format(data, hash, PARAMETERS, options);
  }

  @Test
  void sameBytesWithAnyParallelism() throws IOException {
    VerityTree expected = format(Fixture.options(1));
    byte[] bytes = hashBytes.clone();
    for (int parallelism = 2; parallelism <= 8; parallelism++) {
      Arrays.fill(hashBytes, (byte) 0x77);
      assertEquals(expected.rootHash(), format(Fixture.options(parallelism)).rootHash());
      assertArrayEquals(bytes, hashBytes);
      VerityVerifier.verify(data, hash, expected.rootHash(), Fixture.options(parallelism));
    }
  }

  @Test
  void executorIsUsedAndNeverWaitedForInVain() throws Exception {
    VerityTree expected = format(Fixture.options(1));
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      assertEquals(expected.rootHash(), format(with(pool)).rootHash());
      // Called from the only thread of the pool that should help.
      Future<VerityTree> nested = pool.submit(() -> format(with(pool)));
      assertEquals(expected.rootHash(), nested.get(30, TimeUnit.SECONDS).rootHash());
      CountDownLatch release = new CountDownLatch(1);
      Future<Boolean> blocker = pool.submit(() -> release.await(60, TimeUnit.SECONDS));
      assertEquals(expected.rootHash(), format(with(pool)).rootHash());
      release.countDown();
      assertTrue(blocker.get(30, TimeUnit.SECONDS));
    } finally {
      pool.shutdown();
    }
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    Executor rejecting =
        task -> {
          throw new RejectedExecutionException("full");
        };
    assertEquals(expected.rootHash(), format(with(rejecting)).rootHash());
    assertEquals(expected.rootHash(), format(with(Runnable::run)).rootHash());
  }

  private static VerityOptions with(Executor executor) {
    return VerityOptions.builder().executor(executor).parallelism(4).build();
  }

  @Test
  void cancellationStopsFormatAndVerify() throws IOException {
    VerityTree tree = format(Fixture.options(2));
    for (int parallelism = 1; parallelism <= 8; parallelism++) {
      List<Progress> seen = Collections.synchronizedList(new ArrayList<>());
      VerityOptions options = cancelledMidway(parallelism, seen);
      assertThrows(CancellationException.class, () -> format(options));
      assertStoppedMidway(seen);
    }
    format(Fixture.options(2));
    for (int parallelism = 1; parallelism <= 8; parallelism++) {
      List<Progress> seen = Collections.synchronizedList(new ArrayList<>());
      VerityOptions options = cancelledMidway(parallelism, seen);
      assertThrows(
          CancellationException.class,
          () -> VerityVerifier.verify(data, hash, tree.rootHash(), options));
      assertStoppedMidway(seen);
    }
  }

  private static VerityOptions cancelledMidway(int parallelism, List<Progress> seen) {
    AtomicBoolean cancelled = new AtomicBoolean();
    return VerityOptions.builder()
        .parallelism(parallelism)
        .cancellation(cancelled::get)
        .progress(
            progress -> {
              seen.add(progress);
              cancelled.compareAndSet(false, progress.done() > 0);
            })
        .build();
  }

  private static void assertStoppedMidway(List<Progress> seen) {
    Progress last = seen.get(seen.size() - 1);
    assertTrue(last.done() > 0 && last.done() < last.total(), last::toString);
  }

  @Test
  void failuresComeAsTheyAreAndTheFirstOneWins() throws IOException {
    VerityTree tree = format(Fixture.options(2));
    IOException early = new IOException("early");
    IOException late = new IOException("late");
    BlockSource failing = new FailingSource(data, 3L << 20, early, 9L << 20, late);
    for (int parallelism = 1; parallelism <= 8; parallelism++) {
      VerityOptions options = Fixture.options(parallelism);
      assertSame(
          early,
          assertThrows(
              IOException.class, () -> VerityFormatter.format(failing, hash, PARAMETERS, options)));
      format(Fixture.options(2));
      assertSame(
          early,
          assertThrows(
              IOException.class,
              () -> VerityVerifier.verify(failing, hash, tree.rootHash(), options)));
    }
  }

  @Test
  void whatAListenerThrowsEndsTheCall() {
    IllegalStateException thrown = new IllegalStateException("listener");
    VerityOptions options =
        VerityOptions.builder()
            .parallelism(4)
            .progress(
                progress -> {
                  if (progress.done() > 0) {
                    throw thrown;
                  }
                })
            .build();
    assertSame(thrown, assertThrows(IllegalStateException.class, () -> format(options)));
  }

  @Test
  void progressEndsAtTheTotal() throws IOException {
    List<Progress> seen = Collections.synchronizedList(new ArrayList<>());
    VerityOptions options = VerityOptions.builder().parallelism(4).progress(seen::add).build();
    VerityTree tree = format(options);
    assertTrue(seen.get(seen.size() - 1).isComplete());
    seen.clear();
    VerityVerifier.verify(data, hash, tree.rootHash(), options);
    assertTrue(seen.get(seen.size() - 1).isComplete());
    assertEquals(DATA.length, seen.get(seen.size() - 1).done());
  }

  @Test
  void interruptOfTheCallerIsKept() throws IOException {
    VerityTree expected = format(Fixture.options(1));
    Thread.currentThread().interrupt();
    try {
      assertEquals(expected.rootHash(), format(Fixture.options(4)).rootHash());
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  /** Fails for reads that touch either of two bytes. */
  private record FailingSource(
      BlockSource source, long firstByte, IOException first, long secondByte, IOException second)
      implements BlockSource {
    @Override
    public long sizeBytes() {
      return source.sizeBytes();
    }

    @Override
    public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
      long end = offsetBytes + target.remaining();
      if (offsetBytes <= firstByte && firstByte < end) {
        throw first;
      }
      if (offsetBytes <= secondByte && secondByte < end) {
        throw second;
      }
      source.readFully(offsetBytes, target);
    }

    @Override
    public String description() {
      return "failing";
    }

    @Override
    public void close() {}
  }
}
