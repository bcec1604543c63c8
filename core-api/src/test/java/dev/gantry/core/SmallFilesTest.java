// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SmallFilesTest {
  private static final Bytes OLD = Bytes.of("old".getBytes(StandardCharsets.US_ASCII));
  private static final Bytes NEW = Bytes.of("new content".getBytes(StandardCharsets.US_ASCII));

  @TempDir Path directory;

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesAndReplaces() throws IOException {
    Path file = directory.resolve("state");
    for (Bytes content : List.of(OLD, NEW, Bytes.empty(), Bytes.of(new byte[100_000]))) {
      SmallFiles.writeAtomically(file, content);
      assertEquals(content, SmallFiles.read(file, 100_000));
      assertEquals(List.of("state"), names());
    }
  }

  @Test
  void aMissingDirectoryIsNotMade() throws IOException {
    Path file = directory.resolve("none").resolve("state");
    assertThrows(NoSuchFileException.class, () -> SmallFiles.writeAtomically(file, NEW));
    assertEquals(List.of(), names());
    assertThrows(IOException.class, () -> SmallFiles.writeAtomically(Path.of("/"), NEW));
  }

  @Test
  void whatCannotBeReplacedStaysAndNothingIsLeft() throws IOException {
    Path target = Files.createDirectory(directory.resolve("state"));
    SmallFiles.writeAtomically(target.resolve("inner"), OLD);
    assertThrows(IOException.class, () -> SmallFiles.writeAtomically(target, NEW));
    assertEquals(OLD, SmallFiles.read(target.resolve("inner"), 10));
    assertEquals(List.of("state"), names());
    assertThrows(
        IOException.class,
        () -> SmallFiles.writeAtomically(directory.resolve("n".repeat(300)), NEW));
    assertEquals(List.of("state"), names());
  }

  @Test
  void anInterruptedWriteLeavesTheOldContent() throws IOException {
    Path file = directory.resolve("state");
    SmallFiles.writeAtomically(file, OLD);
    Thread.currentThread().interrupt();
    try {
      assertThrows(ClosedByInterruptException.class, () -> SmallFiles.writeAtomically(file, NEW));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(OLD, SmallFiles.read(file, 10));
    assertEquals(List.of("state"), names());
  }

  @Test
  void aReaderSeesTheOldOrTheNewWhole() throws Exception {
    Path file = directory.resolve("state");
    Bytes zeros = Bytes.of(new byte[20_000]);
    SmallFiles.writeAtomically(file, zeros);
    byte[] ones = new byte[30_000];
    java.util.Arrays.fill(ones, (byte) 1);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reads =
          executor.submit(
              () -> {
                int count = 0;
                do {
                  Bytes content = SmallFiles.read(file, 40_000);
                  assertTrue(content.equals(zeros) || content.equals(Bytes.of(ones)));
                  count++;
                } while (!stop.get());
                return count;
              });
      for (int i = 0; i < 100; i++) {
        SmallFiles.writeAtomically(file, i % 2 == 0 ? Bytes.of(ones) : zeros);
      }
      stop.set(true);
      assertTrue(reads.get(30, TimeUnit.SECONDS) > 0);
    } finally {
      stop.set(true);
      executor.shutdownNow();
    }
  }

  @Test
  void takesThePlaceOfASymbolicLink() throws IOException {
    Path behind = directory.resolve("behind");
    Path link = directory.resolve("link");
    SmallFiles.writeAtomically(behind, OLD);
    try {
      Files.createSymbolicLink(link, behind);
    } catch (UnsupportedOperationException | IOException e) {
      Assumptions.abort("no symbolic links here");
    }
    SmallFiles.writeAtomically(link, NEW);
    assertEquals(OLD, SmallFiles.read(behind, 10));
    assertEquals(NEW, SmallFiles.read(link, 20));
    assertTrue(Files.isRegularFile(link, java.nio.file.LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void readsUpToTheLimitAndNotBeyond() throws IOException {
    Path file = directory.resolve("state");
    SmallFiles.writeAtomically(file, NEW);
    assertEquals(NEW, SmallFiles.read(file, NEW.size()));
    LimitExceededException thrown =
        assertThrows(LimitExceededException.class, () -> SmallFiles.read(file, NEW.size() - 1));
    assertEquals(NEW.size() - 1, thrown.limit());
    assertEquals(NEW.size(), thrown.requested());
    assertEquals(
        0, assertThrows(LimitExceededException.class, () -> SmallFiles.read(file, 0)).limit());
    assertThrows(IllegalArgumentException.class, () -> SmallFiles.read(file, -1));

    SmallFiles.writeAtomically(file, Bytes.empty());
    assertEquals(Bytes.empty(), SmallFiles.read(file, 0));
    assertThrows(NoSuchFileException.class, () -> SmallFiles.read(directory.resolve("none"), 10));
    assertThrows(IOException.class, () -> SmallFiles.read(directory, 10));
  }

  @Test
  void makesTheDirectoriesThatAreMissing() throws IOException {
    Path deep = directory.resolve("a/b/c");
    SmallFiles.createDirectories(deep);
    SmallFiles.createDirectories(deep);
    assertTrue(Files.isDirectory(deep));
    Path link = Files.createSymbolicLink(directory.resolve("link"), deep);
    SmallFiles.createDirectories(link.resolve("d"));
    assertTrue(Files.isDirectory(deep.resolve("d")));
    Path file = Files.createFile(directory.resolve("file"));
    assertThrows(FileAlreadyExistsException.class, () -> SmallFiles.createDirectories(file));
    assertThrows(IOException.class, () -> SmallFiles.createDirectories(file.resolve("x")));
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), deep.resolve("none"));
    assertThrows(FileAlreadyExistsException.class, () -> SmallFiles.createDirectories(dangling));
  }

  @Test
  void forcesDirectories() throws IOException {
    SmallFiles.forceDirectory(directory);
    assertThrows(IOException.class, () -> SmallFiles.forceDirectory(directory.resolve("none")));
  }
}
