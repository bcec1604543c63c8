// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for intermediate images, removed at the end.
 *
 * @param path the directory
 */
public record WorkDirectory(Path path) implements AutoCloseable {
  /**
   * Makes one.
   *
   * @return an empty directory
   * @throws IOException if it cannot be made
   */
  public static WorkDirectory create() throws IOException {
    return new WorkDirectory(Files.createTempDirectory("gantry-"));
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  /** Deletes a directory and all that is in it, following no link. */
  static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(directory)) {
      paths = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
