// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for files of one publication, which is removed with all that is in it. */
final class WorkDirectory implements Closeable {
  private final Path path;

  private WorkDirectory(Path path) {
    this.path = path;
  }

  /** Makes one on the file system of the repository, so that files can be linked into it. */
  static WorkDirectory in(Path repository) throws IOException {
    return new WorkDirectory(Files.createTempDirectory(repository, ".gantry-publish-"));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
