// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.VerificationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Downloads that are cut again and again. */
class ResumePropertyTest {
  private static final int SIZE = 300_000;
  private static final Bytes CONTENT = TestTargets.random(SIZE, 1);
  private static final Bytes OTHER = TestTargets.random(SIZE, 2);
  private static final Target TARGET = TestTargets.of("file", CONTENT);

  /** What happens to the partial between two calls. */
  enum Damage {
    NONE,
    BYTE_CHANGED,
    CUT_SHORT,
    TOO_LONG,
    OTHER_CONTENT
  }

  private final CutFetcher fetcher = new CutFetcher(CONTENT);
  private final TargetDownloader downloader = new TargetDownloader(fetcher, TufLimits.defaults());

  private Path directory = Path.of("unset");
  private Path file = directory;

  @BeforeTry
  void directory() throws IOException {
    directory = Files.createTempDirectory("resume");
    file = directory.resolve("file");
    fetcher.content = CONTENT;
    fetcher.ranges = true;
    fetcher.cuts.clear();
    fetcher.offsets.clear();
  }

  @AfterTry
  void clear() throws IOException {
    for (Path each : files()) {
      Files.delete(each);
    }
    Files.delete(directory);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private void download() throws IOException {
    downloader.download(TARGET, file, DownloadOptions.defaults());
  }

  private void assertDone() throws IOException {
    assertArrayEquals(CONTENT.toByteArray(), Files.readAllBytes(file));
    assertEquals(List.of(file), files());
  }

  @Property(tries = 50)
  void anyCutsEndInTheRightFile(
      @ForAll @Size(max = 6) List<@IntRange(max = SIZE + 10) Integer> cuts, @ForAll boolean ranges)
      throws IOException {
    fetcher.ranges = ranges;
    long expected = 0;
    for (int cut : cuts) {
      fetcher.cuts.add(cut);
      if (Files.exists(file)) {
        break;
      }
      try {
        download();
      } catch (IOException cutOff) {
        assertFalse(Files.exists(file));
        long left = Partials.list(directory).isEmpty() ? 0 : size(Partials.list(directory));
        long gained = ranges ? expected + cut : Math.max(expected, cut);
        assertEquals(Math.min(gained, SIZE), left);
        expected = left;
      }
    }
    fetcher.cuts.clear();
    fetcher.offsets.clear();
    boolean wasDone = Files.exists(file);
    download();
    assertDone();
    assertEquals(wasDone || expected == SIZE ? List.of() : List.of(expected), fetcher.offsets);
  }

  private static long size(List<Path> single) throws IOException {
    assertEquals(1, single.size());
    return Files.size(single.get(0));
  }

  @Property(tries = 50)
  void aDamagedPartialCostsOneMoreFetchAndNothingElse(
      @ForAll @IntRange(min = 1, max = SIZE) int cut,
      @ForAll @IntRange(min = 0, max = SIZE - 1) int where,
      @ForAll Damage damage,
      @ForAll boolean ranges)
      throws IOException {
    fetcher.cuts.add(cut);
    try {
      download();
    } catch (IOException expected) {
      damage(Partials.list(directory).get(0), damage, where % cut);
    }
    fetcher.ranges = ranges;
    download();
    assertDone();
    assertTrue(fetcher.offsets.size() <= 3, fetcher.offsets.toString());
  }

  private static void damage(Path partial, Damage damage, int where) throws IOException {
    switch (damage) {
      case NONE -> {}
      case BYTE_CHANGED -> {
        byte[] content = Files.readAllBytes(partial);
        content[where] ^= 1;
        Files.write(partial, content);
      }
      case CUT_SHORT -> {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
          channel.truncate(where);
        }
      }
      case TOO_LONG -> {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.allocate(1), SIZE + where);
        }
      }
      case OTHER_CONTENT ->
          Files.write(partial, TestTargets.part(OTHER, 0, (int) Files.size(partial)).toByteArray());
    }
  }

  @Property(tries = 40)
  void aSourceThatTurnsBadNeverGetsItsBytesUnderTheName(
      @ForAll @IntRange(min = 0, max = SIZE - 1) int cut,
      @ForAll boolean ranges,
      @ForAll @IntRange(min = -5, max = 5) int longer)
      throws IOException {
    fetcher.cuts.add(cut);
    try {
      download();
    } catch (IOException expected) {
      assertFalse(Files.exists(file));
    }
    fetcher.ranges = ranges;
    fetcher.content = TestTargets.random(SIZE + longer, 3);
    try {
      download();
      throw new AssertionError("accepted");
    } catch (VerificationException refused) {
      assertEquals(List.of(), files(), "a failed verification leaves nothing");
    }
    fetcher.content = CONTENT;
    download();
    assertDone();
  }
}
