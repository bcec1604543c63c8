// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.StateConflictException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFileLockTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path disk;

  @BeforeEach
  void createDisk() throws IOException {
    disk = Files.write(directory.resolve("disk.img"), new byte[4096]);
  }

  private static boolean isFree(Path path) throws IOException {
    try (Closeable lock = DiskFileLock.tryAcquire(path, Duration.ZERO).orElse(null)) {
      return lock != null;
    }
  }

  @Test
  void isOneLockByEveryPath() throws IOException {
    Path symbolic = Files.createSymbolicLink(directory.resolve("symbolic"), disk);
    Path hard = Files.createLink(directory.resolve("hard"), disk);
    Path other = Files.write(directory.resolve("other.img"), new byte[512]);
    DiskFileLock lock = DiskFileLock.acquire(symbolic, Duration.ZERO);
    for (Path path : new Path[] {disk, symbolic, hard, directory.resolve("./disk.img")}) {
      assertFalse(isFree(path), path.toString());
    }
    assertTrue(isFree(other));
    StateConflictException locked =
        assertThrows(StateConflictException.class, () -> DiskFileLock.acquire(hard, Duration.ZERO));
    assertEquals("DISK_LOCKED", locked.code());
    lock.close();
    lock.close();
    assertTrue(isFree(hard));
  }

  @Test
  void threadsTakeTurns() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Thread[] threads = new Thread[6];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int round = 0; round < 20; round++) {
                  try (Closeable lock = DiskFileLock.acquire(disk, LONG)) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    done.addAndGet(lock == null ? 0 : 1);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(120, done.get());
    assertEquals(1, most.get());
  }

  /** Another process with plain locks on the whole file, as QEMU has them on its images. */
  @Test
  void keepsOtherProcessesOut() throws Exception {
    Path program =
        Files.writeString(
            directory.resolve("Holder.java"),
            """
            import java.nio.channels.*;
            import java.nio.file.*;
            class Holder {
              public static void main(String[] a) throws Exception {
                try (FileChannel c = FileChannel.open(Path.of(a[0]),
                    StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                  System.out.println(c.tryLock(100, 1, false) != null);
                  System.in.read();
                  System.out.println(c.tryLock(200, 1, false) != null);
                }
              }
            }
            """);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                program.toString(),
                disk.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      assertEquals("true", out.readLine());
      assertFalse(isFree(disk));
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertEquals("true", out.readLine());
      try (DiskFileLock lock = DiskFileLock.acquire(disk, LONG)) {
        assertEquals(4096, lock.device(512).sizeBytes());
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void theTableIsLockedOnceAtATime() throws Exception {
    DiskFileLock lock = DiskFileLock.acquire(disk, Duration.ZERO);
    try (Closeable held = lock.lockTable()) {
      assertTrue(held != null);
      assertThrows(IllegalStateException.class, lock::lockTable);
    }
    Closeable again = lock.lockTable();
    again.close();
    again.close();
    // The byte for the table is another one than those of the session.
    try (FileChannel other = FileChannel.open(disk, StandardOpenOption.WRITE);
        Closeable held = lock.lockTable()) {
      assertThrows(
          java.nio.channels.OverlappingFileLockException.class,
          () -> other.tryLock(Long.MAX_VALUE - 1, 1, false));
      assertTrue(held != null);
    }
    lock.close();
    assertThrows(IllegalStateException.class, lock::lockTable);
  }

  @Test
  void refusesWhatIsNoDisk() {
    assertThrows(IOException.class, () -> DiskFileLock.acquire(directory, Duration.ZERO));
    assertThrows(
        NoSuchFileException.class,
        () -> DiskFileLock.acquire(directory.resolve("none"), Duration.ZERO));
    assertThrows(IOException.class, () -> DiskFileLock.acquire(Path.of("/dev/null"), LONG));
  }

  @Test
  void splitsDeviceNumbersAsLinuxDoes() {
    assertEquals("8:1", DiskIdentity.deviceNumber(0x801));
    assertEquals("259:1048575", DiskIdentity.deviceNumber((0xfff00L << 12) | (259 << 8) | 0xff));
    assertEquals("4096:256", DiskIdentity.deviceNumber((4096L << 32) | (1L << 20)));
  }
}
