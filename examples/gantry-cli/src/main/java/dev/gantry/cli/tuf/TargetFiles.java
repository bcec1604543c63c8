// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files below a directory as targets; symbolic links are left out. */
final class TargetFiles {
  private TargetFiles() {}

  /** Takes one file. */
  @FunctionalInterface
  interface Sink {
    void add(TargetPath path, Path file) throws IOException;
  }

  static void forEach(Path directory, Sink sink) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    List<Path> files;
    try (Stream<Path> tree = Files.walk(directory)) {
      files =
          tree.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      List<String> names = new ArrayList<>();
      directory.relativize(file).forEach(name -> names.add(name.toString()));
      sink.add(TargetPath.of(String.join("/", names)), file);
    }
  }
}
