// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.Progress;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.fetch.FetchFailedException;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.HttpFetcher;
import dev.gantry.tuf.fetch.MirrorFetcher;
import dev.gantry.tuf.fetch.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What may lie where a partial could be, and what becomes of those that are left. */
class PartialFileTest {
  private static final int SIZE = 1000;
  private static final Bytes CONTENT = TestTargets.random(SIZE, 1);
  private static final Target TARGET = TestTargets.of("dir/file", CONTENT);
  private static final String SECRET = "what nobody may touch";

  private final CutFetcher fetcher = new CutFetcher(CONTENT);
  private final TargetDownloader downloader = new TargetDownloader(fetcher, TufLimits.defaults());

  @TempDir Path out;
  @TempDir Path elsewhere;

  private Path file;
  private Path victim;

  @BeforeEach
  void victim() throws IOException {
    file = out.resolve("file");
    victim = elsewhere.resolve("victim");
    Files.writeString(victim, SECRET);
  }

  private void download() throws IOException {
    downloader.download(TARGET, file, DownloadOptions.defaults());
  }

  private void cutAfter(int bytes) {
    fetcher.cuts.add(bytes);
    assertThrows(IOException.class, this::download);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.sorted().toList();
    }
  }

  private void assertDownloaded(Path... others) throws IOException {
    assertArrayEquals(CONTENT.toByteArray(), Files.readAllBytes(file));
    List<Path> expected = new ArrayList<>(List.of(others));
    expected.add(file);
    assertEquals(expected.stream().sorted().toList(), files());
    assertEquals(SECRET, Files.readString(victim));
  }

  /** A name that a partial of the target could have. */
  private Path planted() {
    return out.resolve(
        ".gantry-sha256-" + TARGET.digests().get(0).hex() + "-" + "0".repeat(32) + ".part");
  }

  @Test
  void aPartialIsFinished() throws IOException {
    cutAfter(400);
    Path partial = Partials.list(out).get(0);
    assertArrayEquals(TestTargets.part(CONTENT, 0, 400).toByteArray(), Files.readAllBytes(partial));
    download();
    assertEquals(List.of(0L, 400L), fetcher.offsets);
    assertDownloaded();
  }

  @Test
  void aWholePartialIsNotAskedForAgain() throws IOException {
    Files.write(planted(), CONTENT.toByteArray());
    download();
    assertEquals(List.of(), fetcher.offsets);
    assertDownloaded();
  }

  @Test
  void withoutResumingNothingIsUsedOrLeft() throws IOException {
    cutAfter(400);
    List<Path> partials = Partials.list(out);
    DownloadOptions options = DownloadOptions.builder().resume(false).build();
    fetcher.cuts.add(500);
    assertThrows(IOException.class, () -> downloader.download(TARGET, file, options));
    assertEquals(partials, files());
    downloader.download(TARGET, file, options);
    assertEquals(List.of(0L, 0L, 0L), fetcher.offsets);
    assertDownloaded(partials.get(0));
  }

  @Test
  void aPartialOfAnotherVersionIsNotUsed() throws IOException {
    cutAfter(400);
    Path old = Partials.list(out).get(0);
    Bytes next = TestTargets.random(SIZE, 2);
    Target newer = TestTargets.of("dir/file", next);
    fetcher.content = next;
    downloader.download(newer, file, DownloadOptions.defaults());
    assertEquals(List.of(0L, 0L), fetcher.offsets);
    assertArrayEquals(next.toByteArray(), Files.readAllBytes(file));
    assertTrue(Files.exists(old));
    assertEquals(List.of(), Partials.collect(out, List.of(TARGET)));
    assertEquals(List.of(old), Partials.collect(out, List.of(newer)));
    assertEquals(List.of(file), files());
  }

  @Test
  void theLongestIsUsedAndTheOthersGo() throws IOException {
    cutAfter(400);
    Files.write(planted(), TestTargets.part(CONTENT, 0, 300).toByteArray());
    download();
    assertEquals(List.of(0L, 400L), fetcher.offsets);
    assertDownloaded();
  }

  @Test
  void aPartialWithoutSha256IsKnownByItsSha512() throws IOException {
    Target target = TestTargets.of("dir/file", CONTENT, DigestAlgorithm.SHA512);
    fetcher.cuts.add(400);
    assertThrows(
        IOException.class, () -> downloader.download(target, file, DownloadOptions.defaults()));
    assertEquals(1, Partials.list(out).size());
    downloader.download(target, file, DownloadOptions.defaults());
    assertEquals(List.of(0L, 400L), fetcher.offsets);
    assertDownloaded();
  }

  @Test
  void cve_2026_6968_aLinkIsNotWrittenThrough() throws IOException {
    Files.createSymbolicLink(planted(), victim);
    download();
    assertEquals(List.of(0L), fetcher.offsets);
    assertDownloaded(planted());
    assertEquals(List.of(), Partials.collect(out));
  }

  @Test
  void aHardLinkIsNotWrittenThrough() throws IOException {
    Files.createLink(planted(), victim);
    download();
    assertEquals(List.of(0L), fetcher.offsets);
    assertDownloaded(planted());
    assertEquals(List.of(), Partials.collect(out));
  }

  @Test
  void aDirectoryIsLeftAlone() throws IOException {
    Files.createDirectory(planted());
    download();
    assertDownloaded(planted());
    assertEquals(List.of(), Partials.collect(out));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsLeftAlone() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", planted().toString()).start().waitFor());
    download();
    assertDownloaded(planted());
    assertEquals(List.of(), Partials.collect(out));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void inADirectoryOfOthersPartialsAreNeitherUsedNorLeft() throws IOException {
    Files.write(planted(), TestTargets.part(CONTENT, 0, 300).toByteArray());
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
    cutAfter(400);
    assertEquals(List.of(planted()), files());
    download();
    assertEquals(List.of(0L, 0L), fetcher.offsets);
    assertDownloaded(planted());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileThatOthersCanWriteToIsNotUsed() throws IOException {
    Files.write(planted(), TestTargets.part(CONTENT, 0, 300).toByteArray());
    Files.setPosixFilePermissions(planted(), PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-xr-x"));
    download();
    assertEquals(List.of(0L), fetcher.offsets);
    assertDownloaded();
  }

  @Test
  void twoDownloadsAtATimeDoNotShareAFile() throws IOException {
    cutAfter(400);
    List<Path> during = new ArrayList<>();
    TargetDownloader outer =
        new TargetDownloader(
            request -> {
              // The partial is in use now: another download must start anew, and leave it.
              downloader.download(TARGET, out.resolve("inner"), DownloadOptions.defaults());
              assertEquals(List.of(), Partials.collect(out));
              during.addAll(Partials.list(out));
              return fetcher.open(request);
            },
            TufLimits.defaults());
    outer.download(TARGET, file, DownloadOptions.defaults());
    assertEquals(List.of(0L, 0L, 400L), fetcher.offsets);
    assertEquals(1, during.size());
    assertDownloaded(out.resolve("inner"));
  }

  @Test
  void aCancelledDownloadKeepsWhatItHas() throws IOException {
    Bytes large = TestTargets.random(1 << 20, 3);
    Target target = TestTargets.of("large", large);
    fetcher.content = large;
    long[] done = new long[1];
    DownloadOptions options =
        DownloadOptions.builder()
            .progress(report -> done[0] = report.done())
            .cancellation(() -> done[0] > 500_000)
            .build();
    assertThrows(CancellationException.class, () -> downloader.download(target, file, options));
    long size = Files.size(Partials.list(out).get(0));
    assertTrue(Math.abs(done[0] - size) <= 8192, size + " of " + done[0]);
    List<Progress> reports = new ArrayList<>();
    downloader.download(target, file, DownloadOptions.builder().progress(reports::add).build());
    assertEquals(List.of(0L, size), fetcher.offsets);
    assertTrue(reports.get(reports.size() - 1).isComplete());
    assertArrayEquals(large.toByteArray(), Files.readAllBytes(file));
  }

  @Test
  void cancellationIsAskedForBeforeTheSecondAttemptToo() throws IOException {
    Files.write(planted(), TestTargets.random(SIZE - 1, 9).toByteArray());
    DownloadOptions options =
        DownloadOptions.builder().cancellation(() -> fetcher.offsets.size() > 0).build();
    assertThrows(CancellationException.class, () -> downloader.download(TARGET, file, options));
    assertEquals(1, fetcher.offsets.size());
  }

  @Test
  void anotherMirrorIsAskedWhenTheContentOfOneIsRefused() throws IOException {
    CutFetcher bad = new CutFetcher(TestTargets.random(SIZE, 7));
    TargetDownloader mirrored =
        new TargetDownloader(MirrorFetcher.of(List.of(bad, bad, fetcher)), TufLimits.defaults());
    mirrored.download(TARGET, file, DownloadOptions.defaults());
    assertEquals(List.of(0L, 0L), bad.offsets);
    assertDownloaded();
    assertEquals(CONTENT, mirrored.read(TARGET, SIZE));
    TargetDownloader hopeless =
        new TargetDownloader(MirrorFetcher.of(List.of(bad, bad)), TufLimits.defaults());
    assertThrows(DigestMismatchException.class, () -> hopeless.read(TARGET, SIZE));
    Files.delete(file);
    assertThrows(
        DigestMismatchException.class,
        () -> hopeless.download(TARGET, file, DownloadOptions.defaults()));
    assertEquals(List.of(), files());
  }

  @Test
  void aRefusedPartialCostsOneMoreFetchAndThenAnotherMirror() throws IOException {
    Files.write(planted(), TestTargets.random(400, 9).toByteArray());
    CutFetcher bad = new CutFetcher(TestTargets.random(SIZE, 7));
    new TargetDownloader(MirrorFetcher.of(List.of(bad, fetcher)), TufLimits.defaults())
        .download(TARGET, file, DownloadOptions.defaults());
    assertEquals(List.of(400L, 0L), bad.offsets);
    assertEquals(List.of(0L), fetcher.offsets);
    assertDownloaded();
  }

  @Test
  void aFetcherThatTriesAgainStopsWhenCancelled() throws IOException {
    int[] pauses = new int[1];
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (HttpFetcher http =
        HttpFetcher.builder(URI.create("http://127.0.0.1:" + port + "/"))
            .retries(new RetryPolicy(9, Duration.ofSeconds(60), Duration.ofSeconds(60)))
            .pause(unused -> pauses[0]++)
            .build()) {
      DownloadOptions options =
          DownloadOptions.builder().cancellation(() -> pauses[0] == 3).build();
      TargetDownloader retrying = new TargetDownloader(http, TufLimits.defaults());
      assertThrows(CancellationException.class, () -> retrying.download(TARGET, file, options));
      assertEquals(3, pauses[0], "in the middle of the first pause");
      pauses[0] = 0;
      assertThrows(CancellationException.class, () -> retrying.stream(TARGET, options));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void anInterruptLeavesThePartialToTheNext() throws IOException {
    Bytes large = TestTargets.random(1 << 20, 3);
    Target target = TestTargets.of("large", large);
    fetcher.content = large;
    DownloadOptions options =
        DownloadOptions.builder()
            .progress(
                report -> {
                  if (report.done() > 600_000) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build();
    assertThrows(
        ClosedByInterruptException.class, () -> downloader.download(target, file, options));
    assertTrue(Thread.interrupted());
    assertTrue(Files.size(Partials.list(out).get(0)) >= 4 << 17);
    downloader.download(target, file, DownloadOptions.defaults());
    assertArrayEquals(large.toByteArray(), Files.readAllBytes(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void aSourceWithAnOffsetOfItsOwnIsRefused() throws IOException {
    cutAfter(400);
    TargetDownloader odd =
        new TargetDownloader(
            request -> FetchResponse.of(fetcher.open(request).body(), 7), TufLimits.defaults());
    assertThrows(
        FetchFailedException.class, () -> odd.download(TARGET, file, DownloadOptions.defaults()));
    assertEquals(1, Partials.list(out).size(), "what is there is still good");
    download();
    assertDownloaded();
  }

  @Test
  void offlineOnlyWhatIsThereIsTaken() throws IOException {
    Target offline = TestTargets.of("file", SIZE, TARGET.digests(), false);
    StateConflictException e =
        assertThrows(
            StateConflictException.class,
            () -> downloader.download(offline, file, DownloadOptions.defaults()));
    assertEquals("VIEW_OFFLINE", e.code());
    Files.write(file, TestTargets.random(SIZE, 5).toByteArray());
    assertThrows(
        StateConflictException.class,
        () -> downloader.download(offline, file, DownloadOptions.defaults()));
    Files.write(file, CONTENT.toByteArray());
    assertEquals(file, downloader.download(offline, file, DownloadOptions.defaults()).file());
    assertEquals(List.of(), fetcher.offsets);
    assertEquals(List.of(file), files());
  }
}
