// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFetchersTest {
  @TempDir Path directory;
  private Path base;

  @BeforeEach
  void makeFiles() throws IOException {
    base = directory.resolve("base");
    Files.createDirectories(base.resolve("sub"));
    Files.write(base.resolve("a b.json"), new byte[] {1, 2, 3, 4});
    Files.write(base.resolve("sub/c"), new byte[] {5});
    Files.write(directory.resolve("secret"), new byte[] {6});
  }

  private static byte[] read(Fetcher fetcher, String path, long offset) throws IOException {
    try (FetchResponse response = fetcher.open(FetchRequest.of(path).from(offset))) {
      assertEquals(offset, response.offsetBytes());
      return response.body().readAllBytes();
    }
  }

  @Test
  void filesAreReadFromAnyOffset() throws Exception {
    Fetcher fetcher = FileFetcher.of(base);

    assertArrayEquals(new byte[] {1, 2, 3, 4}, read(fetcher, "a%20b.json", 0));
    assertArrayEquals(new byte[] {3, 4}, read(fetcher, "a%20b.json", 2));
    assertArrayEquals(new byte[0], read(fetcher, "a%20b.json", 4));
    assertArrayEquals(new byte[] {5}, read(fetcher, "sub/c", 0));
    FetchFailedException e =
        assertThrows(FetchFailedException.class, () -> read(fetcher, "sub/c", 2));
    assertFalse(e.retryable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "sub",
        "sub/x",
        "sub/c/d",
        "..%2Fsecret",
        "%2Fetc",
        "a%5Cb",
        "%00",
        "%2e%2e%2fsecret",
        "sub%2Fc"
      })
  void whatIsNoFileIsNotFound(String path) {
    assertThrows(
        FetchNotFoundException.class, () -> FileFetcher.of(base).open(FetchRequest.of(path)));
  }

  @Test
  void aMissingBaseIsNotFound() {
    assertThrows(
        FetchNotFoundException.class,
        () -> FileFetcher.of(base.resolve("nowhere")).open(FetchRequest.of("x")));
    assertThrows(
        FetchNotFoundException.class,
        () -> FileFetcher.of(base).open(FetchRequest.of("n".repeat(300))));
  }

  @Test
  void linksMayNotLeadOutside() throws Exception {
    Files.createSymbolicLink(base.resolve("inside"), Path.of("sub/c"));
    Files.createSymbolicLink(base.resolve("outside"), directory.resolve("secret"));
    Files.createSymbolicLink(base.resolve("up"), directory);
    Files.createSymbolicLink(directory.resolve("alias"), base);

    assertArrayEquals(new byte[] {5}, read(FileFetcher.of(base), "inside", 0));
    assertArrayEquals(
        new byte[] {5}, read(FileFetcher.of(directory.resolve("alias")), "inside", 0));
    assertThrows(FetchFailedException.class, () -> read(FileFetcher.of(base), "outside", 0));
    assertThrows(FetchFailedException.class, () -> read(FileFetcher.of(base), "up/secret", 0));
  }

  @Test
  void linksMayLeadOutsideIfTheyAreAllowedTo() throws Exception {
    Files.createSymbolicLink(base.resolve("outside"), directory.resolve("secret"));
    Files.createSymbolicLink(base.resolve("up"), directory);
    Files.createSymbolicLink(base.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(base.resolve("nowhere"), directory.resolve("nothing"));
    Fetcher fetcher = FileFetcher.allowingLinksOutside(base);

    assertArrayEquals(new byte[] {6}, read(fetcher, "outside", 0));
    assertArrayEquals(new byte[] {6}, read(fetcher, "up/secret", 0));
    assertArrayEquals(new byte[] {5}, read(fetcher, "sub/c", 0));
    assertThrows(FetchNotFoundException.class, () -> read(fetcher, "nowhere", 0));
    assertThrows(FetchNotFoundException.class, () -> read(fetcher, "up", 0));
    assertThrows(FetchNotFoundException.class, () -> read(fetcher, "..%2Fsecret", 0));
    assertThrows(IOException.class, () -> read(fetcher, "loop", 0));
  }

  static Stream<Arguments> swaps() {
    List<Arguments> all = new ArrayList<>();
    for (boolean outside : new boolean[] {false, true}) {
      for (String swapped : List.of("sub/c", "sub")) {
        for (boolean pipe : new boolean[] {false, true}) {
          all.add(Arguments.of(outside, swapped, pipe));
        }
      }
    }
    return all.stream();
  }

  /** A link or pipe that takes the place of what was found right before. */
  @ParameterizedTest
  @MethodSource("swaps")
  void whatIsSwappedInIsRefused(boolean linksOutside, String swapped, boolean pipe)
      throws Exception {
    Path victim = base.resolve(swapped);
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.write(elsewhere.resolve("c"), new byte[] {6});
    FileFetcher fetcher =
        linksOutside ? FileFetcher.allowingLinksOutside(base) : FileFetcher.of(base);
    FileFetcher raced =
        fetcher.beforeOpening(
            () -> {
              try {
                Files.move(victim, directory.resolve("moved"));
                if (pipe) {
                  makePipe(victim);
                } else {
                  Files.createSymbolicLink(
                      victim, swapped.equals("sub") ? elsewhere : elsewhere.resolve("c"));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    IOException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> assertThrows(IOException.class, () -> read(raced, "sub/c", 0)));

    assertTrue(
        e instanceof FetchFailedException || e instanceof FetchNotFoundException, e::toString);
  }

  /** Too late to be seen: the opening waits for a writer, the caller does not. */
  @Test
  void aPipeThatIsSwappedInAtTheLastMomentDoesNotHoldTheCaller() throws Exception {
    Path victim = base.resolve("sub/c");
    FileFetcher raced =
        FileFetcher.of(base)
            .afterLooking(
                () -> {
                  try {
                    Files.delete(victim);
                    makePipe(victim);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                Duration.ofMillis(300));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertThrows(FetchFailedException.class, () -> read(raced, "sub/c", 0)));
    // Lets the thread go that still waits for a writer.
    try (OutputStream writer = Files.newOutputStream(victim)) {
      assertNotNull(writer);
    }
  }

  @Test
  void aPipeIsNoFile() throws Exception {
    makePipe(base.resolve("pipe"));
    for (FileFetcher fetcher :
        List.of(FileFetcher.of(base), FileFetcher.allowingLinksOutside(base))) {
      for (String path : List.of("pipe", "pipe/x")) {
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> assertThrows(FetchNotFoundException.class, () -> read(fetcher, path, 0)));
      }
    }
  }

  private static void makePipe(Path path) throws IOException {
    int exit = -1;
    try {
      exit = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    assertEquals(0, exit);
  }

  @Test
  void memoryServesWhatWasPut() throws Exception {
    MemoryFetcher fetcher = new MemoryFetcher().put("a/b", Bytes.of((byte) 1, (byte) 2));

    assertArrayEquals(new byte[] {2}, read(fetcher, "a/b", 1));
    assertThrows(FetchNotFoundException.class, () -> read(fetcher, "a", 0));
    assertThrows(FetchFailedException.class, () -> read(fetcher, "a/b", 3));
    assertThrows(IllegalArgumentException.class, () -> fetcher.put("../a", Bytes.empty()));
    fetcher.remove("a/b");
    assertThrows(FetchNotFoundException.class, () -> read(fetcher, "a/b", 0));
    assertEquals(
        List.of("a/b", "a", "a/b", "a/b"),
        fetcher.requests().stream().map(FetchRequest::path).toList());
  }
}
