// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository to be, and four keys that are the same in every run. */
abstract class RepositoryFixture {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  static final TargetPath A = TargetPath.of("dir/a.img");
  static final TargetPath B = TargetPath.of("b.img");

  @TempDir Path directory;
  Path repository;
  SigningKey root;
  SigningKey targets;
  SigningKey snapshot;
  SigningKey timestamp;

  @BeforeEach
  void makeKeys() throws IOException {
    repository = directory.resolve("repository");
    root = TestKeys.ed25519(1);
    targets = TestKeys.ed25519(2);
    snapshot = TestKeys.ed25519(3);
    timestamp = TestKeys.ed25519(4);
  }

  List<SigningKey> all() {
    return List.of(root, targets, snapshot, timestamp);
  }

  RepositoryPolicy policy() {
    return TestKeys.policy(root, targets, snapshot, timestamp);
  }

  static Bytes content(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  RepositoryEditor create() throws IOException {
    return RepositoryEditor.create(repository, policy(), EditorOptions.defaults(), all());
  }

  RepositoryEditor open(List<SigningKey> signers) throws IOException {
    return RepositoryEditor.open(repository, EditorOptions.defaults(), signers);
  }

  RepositoryEditor published() throws IOException {
    RepositoryEditor editor = create();
    editor.addTarget(A, content("a"));
    editor.publish(NOW);
    return editor;
  }

  Map<String, String> metadata() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(repository.resolve("metadata"))) {
      for (Path file : (Iterable<Path>) list::iterator) {
        files.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return files;
  }

  String metadata(String fileName) throws IOException {
    return Files.readString(repository.resolve("metadata").resolve(fileName));
  }

  Path file(String text, TargetPath path, DigestAlgorithm algorithm) {
    String hash = Digest.compute(algorithm, content(text)).hex();
    Path parent = repository.resolve("targets").resolve(path.value()).getParent();
    return java.util.Objects.requireNonNull(parent).resolve(hash + "." + path.fileName());
  }
}
