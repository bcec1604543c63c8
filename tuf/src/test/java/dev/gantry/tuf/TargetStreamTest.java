// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.VerificationException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stream, fail at the end (TUF 5.7). */
class TargetStreamTest {
  private static final int SIZE = 100_000;
  private static final Bytes CONTENT = TestTargets.random(SIZE, 1);
  private static final Target TARGET =
      TestTargets.of("dir/file", CONTENT, DigestAlgorithm.SHA256, DigestAlgorithm.SHA512);

  private final CutFetcher fetcher = new CutFetcher(CONTENT);
  private final TargetDownloader downloader = new TargetDownloader(fetcher, TufLimits.defaults());

  private TargetStream open() throws IOException {
    return downloader.stream(TARGET, DownloadOptions.defaults());
  }

  @Test
  void spec_5_7_3_theEndProvesTheWhole() throws IOException {
    try (TargetStream in = open()) {
      assertSame(TARGET, in.target());
      assertThrows(IllegalStateException.class, in::verified);
      assertArrayEquals(CONTENT.toByteArray(), in.readAllBytes());
      assertSame(TARGET, in.verified().target());
      assertEquals(-1, in.read());
      assertEquals(0, in.available());
    }
  }

  @Test
  void theProofIsThereWithTheLastByte() throws IOException {
    try (TargetStream in = open()) {
      assertEquals(SIZE - 1, in.skip(SIZE - 1));
      assertThrows(IllegalStateException.class, in::verified);
      assertEquals(CONTENT.get(SIZE - 1) & 0xff, in.read());
      assertSame(TARGET, in.verified().target());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, SIZE, SIZE + 1, 2 * SIZE})
  void spec_5_7_3_badContentNeverShowsItsLastBytes(int chunk) throws IOException {
    byte[] changed = CONTENT.toByteArray();
    changed[5] ^= 1;
    for (Bytes bad :
        List.of(
            Bytes.of(changed),
            TestTargets.part(CONTENT, 0, SIZE - 1),
            TestTargets.random(SIZE + 1, 1),
            Bytes.of())) {
      fetcher.content = bad;
      try (TargetStream in = open()) {
        byte[] buffer = new byte[chunk];
        int given = 0;
        VerificationException failure = null;
        while (failure == null) {
          try {
            int count = in.read(buffer);
            assertTrue(count > 0, "the end was reached");
            given += count;
          } catch (VerificationException e) {
            failure = e;
          }
        }
        assertTrue(given < SIZE);
        assertArrayEquals(new byte[chunk], buffer, "nothing is left in the buffer");
        assertSame(failure, assertThrows(IOException.class, in::read), "it stays refused");
        assertThrows(IllegalStateException.class, in::verified);
      }
    }
  }

  /** Else the end could be reached although the last bytes were never given out. */
  @Test
  void aFailureOfTheSourceIsFinalToo() throws IOException {
    IllegalStateException broken = new IllegalStateException("broken source");
    InputStream source =
        new FilterInputStream(new ByteArrayInputStream(CONTENT.toByteArray())) {
          private boolean failed;

          @Override
          public byte[] readNBytes(int length) throws IOException {
            if (!failed) {
              failed = true;
              throw broken;
            }
            return super.readNBytes(length);
          }
        };
    VerifyingStream in = new VerifyingStream(source, TargetDownloader.newCheck(TARGET, "test"));
    byte[] buffer = new byte[SIZE];
    assertSame(broken, assertThrows(RuntimeException.class, () -> in.read(buffer)));
    assertArrayEquals(new byte[SIZE], buffer);
    assertSame(broken, assertThrows(RuntimeException.class, () -> in.read(buffer)));
    assertFalse(in.isVerified());
  }

  @Test
  void aLongerBodyIsRefusedBeforeItsExcessIsRead() throws IOException {
    fetcher.content = TestTargets.random(10 * SIZE, 1);
    try (TargetStream in = open()) {
      LengthMismatchException e =
          assertThrows(LengthMismatchException.class, () -> in.readNBytes(10 * SIZE));
      assertEquals(SIZE, e.expectedBytes());
      assertTrue(e.actualBytes() <= SIZE + 16384, "read " + e.actualBytes());
    }
  }

  @Test
  void everyDigestCounts() throws IOException {
    Digest right = Digest.compute(DigestAlgorithm.SHA256, CONTENT);
    Digest wrong = Digest.compute(DigestAlgorithm.SHA512, Bytes.of());
    Target target = TestTargets.of("x", SIZE, List.of(right, wrong), true);
    try (TargetStream in = downloader.stream(target, DownloadOptions.defaults())) {
      DigestMismatchException e = assertThrows(DigestMismatchException.class, in::readAllBytes);
      assertEquals(DigestAlgorithm.SHA512, e.expected().algorithm());
    }
  }

  @Test
  void emptyTargetIsVerifiedAtItsEnd() throws IOException {
    fetcher.content = Bytes.of();
    Target empty = TestTargets.of("empty", Bytes.of());
    try (TargetStream in = downloader.stream(empty, DownloadOptions.defaults())) {
      assertThrows(IllegalStateException.class, in::verified);
      assertEquals(-1, in.read());
      assertSame(empty, in.verified().target());
    }
  }

  @Test
  void aBrokenConnectionIsFinal() throws IOException {
    fetcher.cuts.add(10);
    try (TargetStream in = open()) {
      assertEquals(10, in.readNBytes(10).length);
      IOException cut = assertThrows(IOException.class, in::read);
      assertSame(cut, assertThrows(IOException.class, in::read));
      assertThrows(IllegalStateException.class, in::verified);
    }
  }

  @Test
  void progressAndCancellation() throws IOException {
    List<Progress> reports = new ArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();
    DownloadOptions options =
        DownloadOptions.builder().progress(reports::add).cancellation(stop::get).build();
    try (TargetStream in = downloader.stream(TARGET, options)) {
      in.readNBytes(SIZE / 2);
      stop.set(true);
      assertThrows(CancellationException.class, in::read);
      stop.set(false);
      in.readAllBytes();
      assertSame(TARGET, in.verified().target());
    }
    assertTrue(reports.get(reports.size() - 1).isComplete());
    stop.set(true);
    int before = fetcher.offsets.size();
    assertThrows(CancellationException.class, () -> downloader.stream(TARGET, options));
    assertEquals(before, fetcher.offsets.size());
  }

  @Test
  void targetLargerThanTheLimitIsNotRequested() {
    TargetDownloader small =
        new TargetDownloader(fetcher, TufLimits.builder().targetBytes(SIZE - 1).build());
    assertThrows(
        LimitExceededException.class, () -> small.stream(TARGET, DownloadOptions.defaults()));
    assertEquals(List.of(), fetcher.offsets);
  }

  @Test
  void offlineTargetIsNotRequested() {
    Target offline = TestTargets.of("x", SIZE, TARGET.digests(), false);
    StateConflictException stream =
        assertThrows(
            StateConflictException.class,
            () -> downloader.stream(offline, DownloadOptions.defaults()));
    assertEquals("VIEW_OFFLINE", stream.code());
    assertEquals(
        "VIEW_OFFLINE",
        assertThrows(StateConflictException.class, () -> downloader.read(offline, SIZE)).code());
    assertEquals(List.of(), fetcher.offsets);
  }
}
