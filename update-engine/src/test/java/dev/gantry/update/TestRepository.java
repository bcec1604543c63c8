// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyPolicy;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.RepositoryPolicy;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.update.manifest.UpdateManifest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A signed repository in a directory, with a key for each role. */
final class TestRepository {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SigningKey ROOT = key();
  private static final SigningKey TARGETS = key();
  private static final SigningKey SNAPSHOT = key();
  private static final SigningKey TIMESTAMP = key();

  private final Path directory;
  private final TestClock clock = TestClock.at("2026-03-01T00:00:00Z");
  private final RepositoryEditor editor;
  private UpdateManifest manifest = UpdateManifest.builder().build();
  private boolean broken;
  private int targetRequests;
  private boolean cut;
  private boolean resumed;

  TestRepository(Path directory) throws IOException {
    this.directory = directory;
    this.editor =
        RepositoryEditor.create(
            directory,
            new RepositoryPolicy(
                KeyPolicy.of(1, ROOT.publicKey()),
                KeyPolicy.of(1, TARGETS.publicKey()),
                KeyPolicy.of(1, SNAPSHOT.publicKey()),
                KeyPolicy.of(1, TIMESTAMP.publicKey())),
            EditorOptions.defaults(),
            List.of(ROOT, TARGETS, SNAPSHOT, TIMESTAMP));
  }

  private static SigningKey key() {
    return SigningKey.generate(KeyAlgorithm.ED25519, RANDOM);
  }

  TestClock clock() {
    return clock;
  }

  /** Adds releases to the manifest and signs. */
  void publish(TestRelease... releases) throws IOException {
    UpdateManifest.Builder next = manifest.toBuilder();
    for (TestRelease release : releases) {
      next.addUpdate(release.entry().build());
      for (Map.Entry<String, Bytes> target : release.targets().entrySet()) {
        editor.addTarget(TargetPath.of(target.getKey()), target.getValue());
      }
    }
    publish(next.build());
  }

  /** Replaces the release of the same version. */
  void replace(TestRelease release) throws IOException {
    manifest =
        manifest.toBuilder()
            .removeUpdates(TestRelease.VARIANT, TestRelease.ARCH, release.version())
            .build();
    publish(release);
  }

  void publish(UpdateManifest next) throws IOException {
    manifest = next;
    publishManifest(next.encode());
  }

  void publishManifest(Bytes content) throws IOException {
    editor.addTarget(TargetPath.of(UpdateManifest.TARGET_NAME), content);
    editor.publish(clock.instant());
  }

  void publishWithoutManifest() throws IOException {
    editor.publish(clock.instant());
  }

  UpdateManifest manifest() {
    return manifest;
  }

  Path metadata() {
    return directory.resolve("metadata");
  }

  /** The file that serves a target of the newest state. */
  Path target(String nameEnd) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("targets"))) {
      return files
          .filter(file -> file.toString().endsWith(nameEnd))
          .findFirst()
          .orElseThrow(() -> new IOException("no target " + nameEnd));
    }
  }

  /** Lets every request for an image fail, as a server would that is down. */
  void breakTargets() {
    broken = true;
  }

  /** Lets every image break off after 100 bytes. */
  void cutTargets() {
    cut = true;
  }

  void mendTargets() {
    broken = false;
    cut = false;
  }

  /** How many images were asked for. */
  int targetRequests() {
    return targetRequests;
  }

  /** Says whether an image was asked for from the middle. */
  boolean resumed() {
    return resumed;
  }

  TufClient client(Path store) throws IOException {
    Path root = metadata().resolve("1.root.json");
    Fetcher files = FileFetcher.of(directory.resolve("targets"));
    Fetcher targets =
        request -> {
          boolean image = !request.path().endsWith(UpdateManifest.TARGET_NAME);
          if (image) {
            targetRequests++;
            resumed |= request.offsetBytes() > 0;
            if (broken) {
              throw failure(request.path());
            }
          }
          FetchResponse response = files.open(request);
          return cut && image
              ? FetchResponse.of(firstBytes(response), response.offsetBytes())
              : response;
        };
    return TufClient.builder(
            Bytes.of(Files.readAllBytes(root)),
            TrustedStore.open(store),
            FileFetcher.of(metadata()),
            targets)
        .clock(clock)
        .build();
  }

  /** A connection that breaks after a few bytes. */
  private static InputStream firstBytes(FetchResponse response) throws IOException {
    try (response) {
      InputStream few = new ByteArrayInputStream(response.body().readNBytes(100));
      return new InputStream() {
        @Override
        public int read() throws IOException {
          int next = few.read();
          if (next < 0) {
            throw new EOFException("cut");
          }
          return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          int count = few.read(target, offset, length);
          if (count < 0) {
            throw new EOFException("cut");
          }
          return count;
        }
      };
    }
  }

  private static IOException failure(String path) {
    return new IOException("the server is down: " + path);
  }
}
