// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExclusiveLockTest {
  private static final String PROBE =
      """
      import java.nio.channels.FileChannel;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;

      class Probe {
        public static void main(String[] arguments) throws Exception {
          try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            System.out.print(channel.tryLock() == null ? "refused" : "locked");
          }
        }
      }
      """;

  @TempDir private Path directory;

  /** Tries to lock a file in another process. */
  private String probe(Path file) throws IOException, InterruptedException {
    Path source = Files.writeString(directory.resolve("Probe.java"), PROBE);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), source.toString(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return answer;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aRefusalInThisProcessLeavesTheLockToItsHolder() throws Exception {
    Path file = directory.resolve("lock");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (ExclusiveLock lock = ExclusiveLock.tryAcquire(file).orElseThrow()) {
      assertTrue(ExclusiveLock.tryAcquire(file).isEmpty());
      assertTrue(ExclusiveLock.tryAcquire(link.resolve("lock")).isEmpty(), "by another path");
      assertEquals("refused", probe(file));
      assertNotNull(lock);
    }
    assertEquals("locked", probe(file));
  }

  @Test
  void aSecondCloseDoesNotTakeTheLockFromTheNextHolder() throws IOException {
    Path file = directory.resolve("lock");
    ExclusiveLock first = ExclusiveLock.tryAcquire(file).orElseThrow();
    first.close();
    try (ExclusiveLock second = ExclusiveLock.tryAcquire(file).orElseThrow()) {
      first.close();
      assertTrue(ExclusiveLock.tryAcquire(file).isEmpty());
      assertNotNull(second);
    }
    ExclusiveLock.tryAcquire(file).orElseThrow().close();
  }

  @Test
  void whatIsNoRegularFileIsRefusedWithoutWaiting() throws Exception {
    Path victim = directory.resolve("victim");
    Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
    Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (Path file : new Path[] {link, loop, folder, pipe}) {
      // Twice: a failure must not leave the file marked as locked.
      for (int i = 0; i < 2; i++) {
        StateConflictException e =
            assertThrows(
                StateConflictException.class,
                () -> ExclusiveLock.tryAcquire(file),
                file.toString());
        assertEquals("LOCK_FILE", e.code());
      }
    }
    assertFalse(Files.exists(victim));
  }

  @Test
  void theDirectoryMustBeThere() {
    Path file = directory.resolve("none/lock");
    assertThrows(NoSuchFileException.class, () -> ExclusiveLock.tryAcquire(file));
  }

  @Test
  void waitsForAnotherThread() throws Exception {
    Path file = directory.resolve("lock");
    ExclusiveLock first = ExclusiveLock.tryAcquire(file).orElseThrow();
    assertTrue(ExclusiveLock.acquire(file, Duration.ofMillis(30)).isEmpty(), "not for ever");
    assertTrue(ExclusiveLock.acquire(file, Duration.ofSeconds(-1)).isEmpty());
    FutureTask<Optional<ExclusiveLock>> second =
        new FutureTask<>(() -> ExclusiveLock.acquire(file, Duration.ofSeconds(Long.MAX_VALUE)));
    new Thread(second).start();
    assertThrows(TimeoutException.class, () -> second.get(30, TimeUnit.MILLISECONDS));
    first.close();
    second.get(30, TimeUnit.SECONDS).orElseThrow().close();
    ExclusiveLock.tryAcquire(file).orElseThrow().close();
  }

  @Test
  void threadsHaveTheirTurnsInTheOrderInWhichTheyAsked() throws Exception {
    Path file = directory.resolve("lock");
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    try (ExclusiveLock first = ExclusiveLock.tryAcquire(file).orElseThrow()) {
      assertNotNull(first);
      for (int i = 0; i < 5; i++) {
        int number = i;
        Thread thread = new Thread(() -> takeTurn(file, number, order));
        thread.start();
        threads.add(thread);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(0, 1, 2, 3, 4), order);
  }

  private static void takeTurn(Path file, int number, List<Integer> order) {
    try (ExclusiveLock lock = ExclusiveLock.acquire(file, Duration.ofSeconds(30)).orElseThrow()) {
      assertNotNull(lock);
      order.add(number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void waitsForAnotherProcess() throws Exception {
    Path file = Files.createFile(directory.resolve("lock"));
    Path source =
        Files.writeString(
            directory.resolve("Holder.java"),
            """
            import java.nio.channels.FileChannel;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;

            class Holder {
              public static void main(String[] arguments) throws Exception {
                var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                System.out.println(channel.lock().isValid());
                System.in.read();
              }
            }
            """);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process holder =
        new ProcessBuilder(java.toString(), source.toString(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals(
          "true", new String(holder.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));
      assertTrue(ExclusiveLock.acquire(file, Duration.ofMillis(50)).isEmpty());
      FutureTask<Optional<ExclusiveLock>> waiting =
          new FutureTask<>(() -> ExclusiveLock.acquire(file, Duration.ofSeconds(30)));
      new Thread(waiting).start();
      assertThrows(TimeoutException.class, () -> waiting.get(30, TimeUnit.MILLISECONDS));
      holder.getOutputStream().close();
      waiting.get(30, TimeUnit.SECONDS).orElseThrow().close();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void anInterruptEndsTheWaitAndStays() throws Exception {
    Path file = directory.resolve("lock");
    try (ExclusiveLock lock = ExclusiveLock.tryAcquire(file).orElseThrow()) {
      assertNotNull(lock);
      Thread.currentThread().interrupt();
      assertThrows(
          InterruptedIOException.class, () -> ExclusiveLock.acquire(file, Duration.ofSeconds(30)));
      assertTrue(Thread.interrupted());
    }
    ExclusiveLock.tryAcquire(file).orElseThrow().close();
  }
}
