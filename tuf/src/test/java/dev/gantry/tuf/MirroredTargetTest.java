// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.MemoryFetcher;
import dev.gantry.tuf.fetch.MirrorFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors that serve wrong content: each is asked once, and the next one gets its chance. */
class MirroredTargetTest {
  private static final TargetPath TARGET = TargetPath.of("file");

  @TempDir Path directory;

  private final RepositorySimulator repository = new RepositorySimulator();
  private final MemoryFetcher first = new MemoryFetcher();
  private final MemoryFetcher second = new MemoryFetcher();
  private TufClient client;
  private Target target;

  @BeforeEach
  void publish() throws IOException {
    repository.addTarget(TARGET.value(), "good").release();
    client =
        TufClient.builder(
                repository.rootBytes(1),
                TrustedStore.open(directory.resolve("store")),
                repository.metadata,
                MirrorFetcher.of(List.of(first, second, repository.files)))
            .clock(() -> RepositorySimulator.NOW)
            .build();
    target = client.refresh().require(TARGET);
  }

  private void serve(MemoryFetcher mirror, String content) {
    mirror.put(target.servedPath(), RepositorySimulator.utf8(content));
  }

  @Test
  void badContentIsAskedForElsewhere() throws Exception {
    serve(first, "evil");
    serve(second, "too long to be good");
    Path file = directory.resolve("file");

    client.download(target, file, DownloadOptions.defaults());

    assertEquals("good", Files.readString(file));
    assertEquals(1, first.requests().size());
    assertEquals(1, second.requests().size());
    assertEquals(RepositorySimulator.utf8("good"), client.read(target, 10));
    // Both rest after what they did.
    assertEquals(1, first.requests().size());
  }

  @Test
  void badContentEverywhereIsRefusedOnceEach() throws Exception {
    serve(first, "evil");
    serve(second, "bad!");
    serve(repository.files, "ugly");
    Path file = directory.resolve("file");

    assertThrows(
        DigestMismatchException.class,
        () -> client.download(target, file, DownloadOptions.defaults()));

    assertFalse(Files.exists(file));
    for (MemoryFetcher mirror : List.of(first, second, repository.files)) {
      assertEquals(
          List.of(FetchRequest.of(target.servedPath()).path()),
          mirror.requests().stream().map(FetchRequest::path).toList());
    }
    assertThrows(VerificationException.class, () -> client.read(target, 10));
  }

  @Test
  void aSingleSourceIsAskedOnce() throws Exception {
    serve(first, "evil");
    TufClient single =
        TufClient.builder(
                repository.rootBytes(1),
                TrustedStore.open(directory.resolve("single")),
                repository.metadata,
                first)
            .clock(() -> RepositorySimulator.NOW)
            .build();
    Target found = single.refresh().require(TARGET);

    assertThrows(DigestMismatchException.class, () -> single.read(found, 10));
    assertEquals(1, first.requests().size());
  }
}
