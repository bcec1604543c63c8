// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.RepositorySimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What all classes of cases share: a repository with one version of each role, and a client that
 * was given its first root. Where the suite names a case {@code test_some_thing[parameter]}, the
 * method is {@code someThing} and the first argument of a parametrised one is the parameter; {@link
 * ConformanceListTest} holds them together.
 */
abstract class ConformanceCases {
  static final List<String> FIRST_REFRESH =
      List.of("2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json");

  final RepositorySimulator repository = new RepositorySimulator();
  ConformanceClient client;

  @BeforeEach
  void startClient(@TempDir Path directory) throws IOException {
    repository.listHashes = false;
    repository.serveAll();
    client = new ConformanceClient(repository, directory);
  }

  /** Serves a file whose signatures were tampered with, in place of what was served last. */
  final void replace(String fileName, String part, String replacement) {
    String text = text(repository.bytes(fileName));
    String changed = text.replace(part, replacement);
    if (changed.equals(text)) {
      throw new AssertionError(fileName + " has no " + part);
    }
    repository.put(fileName, RepositorySimulator.utf8(changed));
  }

  static String text(Bytes raw) {
    return new String(raw.toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
