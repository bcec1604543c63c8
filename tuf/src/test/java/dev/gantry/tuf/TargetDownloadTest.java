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
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Progress;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** TUF 5.7. */
class TargetDownloadTest {
  private static final TargetPath PATH = TargetPath.of("dir/file");
  private static final String CONTENT = "the content of the target";

  private final RepositorySimulator repository = new RepositorySimulator();

  @TempDir Path out;

  private TestHost host;
  private Path file;

  @BeforeEach
  void host(@TempDir Path directory) {
    host = new TestHost(repository, directory);
    file = out.resolve("file");
    repository.addTarget(PATH.value(), CONTENT).release();
  }

  private Target target() throws IOException {
    return host.refresh().require(PATH);
  }

  private VerifiedTarget download() throws IOException {
    return host.client().download(target(), file, DownloadOptions.defaults());
  }

  private void serve(String content) {
    String hash = RepositorySimulator.sha256(RepositorySimulator.utf8(CONTENT));
    repository.files.put("dir/" + hash + ".file", RepositorySimulator.utf8(content));
  }

  private void assertOnlyFiles(Path... expected) throws IOException {
    try (Stream<Path> paths = Files.list(out)) {
      assertEquals(List.of(expected), paths.sorted().toList());
    }
  }

  private static String read(VerifiedTarget target) throws IOException {
    try (InputStream in = target.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void spec_5_7_targetIsWhatMetadataSays() throws IOException {
    ObjectNode entry = (ObjectNode) repository.targets.get("targets").get(PATH.value());
    entry.putObject("custom").put("b", 1).put("a", "x");
    repository.release();
    Target target = target();
    assertEquals(PATH, target.path());
    assertEquals(CONTENT.length(), target.lengthBytes());
    assertEquals(
        List.of(Digest.compute(DigestAlgorithm.SHA256, RepositorySimulator.utf8(CONTENT))),
        target.digests());
    assertEquals("{\"a\":\"x\",\"b\":1}", target.customJson().orElseThrow());
    assertEquals("targets", target.roleName());
    assertEquals("dir/file of role \"targets\"", target.toString());
  }

  @Test
  void spec_5_7_3_downloadsVerifiesAndLeavesNothingElse() throws IOException {
    VerifiedTarget verified = download();
    assertEquals(file.toAbsolutePath(), verified.file());
    assertEquals(PATH, verified.target().path());
    assertEquals(CONTENT, Files.readString(file));
    assertEquals(CONTENT, read(verified));
    assertOnlyFiles(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "the content of the targe", "the content of the target!"})
  void spec_5_7_3_refusesEveryOtherLength(String content) throws IOException {
    serve(content);
    Files.writeString(file, "old");
    LengthMismatchException e = assertThrows(LengthMismatchException.class, this::download);
    assertEquals(CONTENT.length(), e.expectedBytes());
    assertEquals(content.length(), e.actualBytes());
    assertEquals("old", Files.readString(file));
    assertOnlyFiles(file);
  }

  @Test
  void theLongestLengthIsALengthLikeAnother() throws IOException {
    ObjectNode entry = (ObjectNode) repository.targets.get("targets").get(PATH.value());
    entry.put("length", Long.MAX_VALUE);
    repository.release();
    host.limits = TufLimits.builder().targetBytes(Long.MAX_VALUE).build();
    LengthMismatchException e = assertThrows(LengthMismatchException.class, this::download);
    assertEquals(CONTENT.length(), e.actualBytes());
    assertOnlyFiles();
  }

  @Test
  void spec_5_7_3_refusesOtherContentOfTheSameLength() throws IOException {
    serve(CONTENT.replace('t', 'T'));
    DigestMismatchException e = assertThrows(DigestMismatchException.class, this::download);
    assertEquals("target \"dir/file\"", e.what());
    assertOnlyFiles();
    assertThrows(DigestMismatchException.class, () -> host.client().read(target(), 100));
  }

  @Test
  void endlessContentIsCutOff() throws IOException {
    AtomicInteger given = new AtomicInteger();
    Fetcher endless =
        request ->
            FetchResponse.of(
                new InputStream() {
                  @Override
                  public int read() {
                    given.incrementAndGet();
                    return 'x';
                  }

                  @Override
                  public int read(byte[] buffer, int offset, int length) {
                    given.addAndGet(length);
                    return length;
                  }
                },
                0);
    TufClient client =
        TufClient.builder(
                host.bootstrap, TrustedStore.open(host.directory), repository.metadata, endless)
            .clock(host.clock)
            .build();
    Target target = target();
    assertThrows(
        LengthMismatchException.class,
        () -> client.download(target, file, DownloadOptions.defaults()));
    assertTrue(given.get() <= 1 << 17, "read " + given);
    assertOnlyFiles();
  }

  @Test
  void everyListedDigestMustMatch() throws IOException {
    ObjectNode hashes =
        (ObjectNode) repository.targets.get("targets").get(PATH.value()).get("hashes");
    hashes.put("sha512", "ab".repeat(64)).put("blake9", "ff");
    repository.release();
    DigestMismatchException e = assertThrows(DigestMismatchException.class, this::download);
    assertEquals(DigestAlgorithm.SHA512, e.expected().algorithm());
    assertOnlyFiles();
  }

  @Test
  void targetWithoutAKnownDigestIsRefused() throws IOException {
    ObjectNode entry = (ObjectNode) repository.targets.get("targets").get(PATH.value());
    entry.putObject("hashes").put("blake9", "ff");
    repository.release();
    TrustedView view = host.refresh();
    assertThrows(MalformedDataException.class, () -> view.find(PATH));
    entry.putObject("hashes");
    repository.release();
    TrustedView next = host.refresh();
    assertThrows(MalformedDataException.class, () -> next.find(PATH));
  }

  @Test
  void onlySha512GivesTheNameThen() throws IOException {
    Bytes raw = RepositorySimulator.utf8(CONTENT);
    String hash = Digest.compute(DigestAlgorithm.SHA512, raw).hex();
    ObjectNode entry = (ObjectNode) repository.targets.get("targets").get(PATH.value());
    entry.putObject("hashes").put("sha512", hash);
    repository.files.put("dir/" + hash + ".file", raw);
    repository.release();
    assertEquals(CONTENT, read(download()));
  }

  @Test
  void missingFileIsNotFound() {
    repository.files.remove(
        "dir/" + RepositorySimulator.sha256(RepositorySimulator.utf8(CONTENT)) + ".file");
    assertThrows(FetchNotFoundException.class, this::download);
  }

  @Test
  void namesAreEncodedInRequests() throws IOException {
    for (String name : List.of("a b", "ä/ü", "100%", "x?y#z", "%2e%2e/x", "a:b")) {
      repository.addTarget(name, CONTENT);
    }
    repository.release();
    TrustedView view = host.refresh();
    for (String name : List.of("a b", "ä/ü", "100%", "x?y#z", "%2e%2e/x", "a:b")) {
      Target target = view.require(TargetPath.of(name));
      assertEquals(RepositorySimulator.utf8(CONTENT), host.client().read(target, 100));
    }
  }

  @Test
  void emptyTargetWorks() throws IOException {
    repository.addTarget(PATH.value(), "").release();
    VerifiedTarget verified = download();
    assertEquals(0, Files.size(file));
    assertEquals("", read(verified));
    Files.writeString(file, "x");
    assertThrows(LengthMismatchException.class, () -> read(verified));
  }

  @Test
  void whatIsThereAlreadyIsVerifiedAndNotFetched() throws IOException {
    download();
    int before = repository.files.requests().size();
    assertEquals(CONTENT, read(download()));
    assertEquals(before, repository.files.requests().size());
    Files.writeString(file, CONTENT.replace('t', 'T'));
    assertEquals(CONTENT, read(download()));
    assertEquals(before + 1, repository.files.requests().size());
  }

  /** CVE-2026-6968: a planted link led the write elsewhere. */
  @Test
  void cve_2026_6968_linkAtTheDestinationIsReplacedNotFollowed() throws IOException {
    Path victim = out.resolve("victim");
    Files.writeString(victim, CONTENT);
    Files.createSymbolicLink(file, victim);
    download();
    assertFalse(Files.isSymbolicLink(file));
    Files.writeString(file, "changed");
    assertEquals(CONTENT, Files.readString(victim));
  }

  @Test
  void targetLargerThanTheLimitIsNotRequested() throws IOException {
    host.limits = TufLimits.builder().targetBytes(CONTENT.length() - 1).build();
    assertEquals(
        CONTENT.length(), assertThrows(LimitExceededException.class, this::download).requested());
    Target target = target();
    host.limits = TufLimits.defaults();
    LimitExceededException e =
        assertThrows(LimitExceededException.class, () -> host.client().read(target, 10));
    assertEquals(10, e.limit());
    assertEquals(List.of(), repository.files.requests());
  }

  @Test
  void progressCoversTheWholeTarget() throws IOException {
    List<Progress> reports = new ArrayList<>();
    DownloadOptions options = DownloadOptions.builder().progress(reports::add).build();
    host.client().download(target(), file, options);
    assertEquals(0, reports.get(0).done());
    Progress last = reports.get(reports.size() - 1);
    assertTrue(last.isComplete());
    assertEquals(CONTENT.length(), last.total());
    assertEquals("fetch file", last.phase());
  }

  @Test
  void cancellationLeavesNothing() throws IOException {
    Target target = target();
    AtomicInteger asked = new AtomicInteger();
    DownloadOptions options =
        DownloadOptions.builder().cancellation(() -> asked.incrementAndGet() > 1).build();
    assertThrows(CancellationException.class, () -> host.client().download(target, file, options));
    assertEquals(2, asked.get());
    assertOnlyFiles();
  }

  @Test
  void brokenConnectionLeavesNothingWithoutResuming() throws IOException {
    IOException cause = new IOException("reset");
    Fetcher broken =
        request -> {
          InputStream head = repository.files.open(FetchRequest.of(request.path())).body();
          return FetchResponse.of(new BreakingStream(head, cause), 0);
        };
    TufClient client =
        TufClient.builder(
                host.bootstrap, TrustedStore.open(host.directory), repository.metadata, broken)
            .clock(host.clock)
            .build();
    Target target = target();
    assertSame(
        cause,
        assertThrows(
            IOException.class,
            () -> client.download(target, file, DownloadOptions.builder().resume(false).build())));
    assertOnlyFiles();
  }

  private static final class BreakingStream extends InputStream {
    private final InputStream head;
    private final IOException cause;
    private int left = 5;

    BreakingStream(InputStream head, IOException cause) {
      this.head = head;
      this.cause = cause;
    }

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw cause;
      }
      return head.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int next = read();
      buffer[offset] = (byte) next;
      return next < 0 ? -1 : 1;
    }
  }

  // Reading what was downloaded

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 25, 26, 4096})
  void damageAfterTheDownloadIsNoticedBeforeTheLastByteIsGivenOut(int chunk) throws IOException {
    VerifiedTarget verified = download();
    for (String damaged :
        List.of(CONTENT.replace('h', 'H'), CONTENT + "!", CONTENT.substring(1), "")) {
      Files.writeString(file, damaged);
      try (InputStream in = verified.open()) {
        int given = 0;
        byte[] buffer = new byte[chunk];
        IOException failure = null;
        while (failure == null) {
          try {
            int count = in.read(buffer);
            assertTrue(count > 0, "the end was reached");
            given += count;
          } catch (IOException e) {
            failure = e;
          }
        }
        assertTrue(given < CONTENT.length());
        assertSame(failure, assertThrows(IOException.class, in::read), "it stays refused");
        assertEquals(0, in.available());
      }
    }
  }

  @Test
  void streamKeepsTheContractOfStreams() throws IOException {
    VerifiedTarget verified = download();
    try (InputStream in = verified.open()) {
      assertEquals(0, in.read(new byte[0]));
      assertEquals('t', in.read());
      assertEquals(4, in.skip(4));
      assertEquals(CONTENT.length() - 5, in.available());
      assertArrayEquals(CONTENT.substring(5).getBytes(StandardCharsets.UTF_8), in.readNBytes(1000));
      assertEquals(-1, in.read());
      assertEquals(-1, in.read(new byte[5]));
      assertEquals(0, in.available());
      assertThrows(IndexOutOfBoundsException.class, () -> in.read(new byte[1], 0, 2));
    }
  }
}
