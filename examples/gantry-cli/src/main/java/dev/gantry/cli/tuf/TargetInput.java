// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Files that become targets; their paths below the directory are their names. */
final class TargetInput {
  @Option(
      names = {"-t", "--add-targets"},
      paramLabel = "DIR",
      description = "Directory of files to add, under their paths below it.")
  private @Nullable Path directory;

  @Option(
      names = {"-f", "--follow"},
      description = "Follow symbolic links below the directory; default: leave them out.")
  private boolean follow;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Taken for the sake of tuftool's scripts; one file after the other is read.")
  private int jobs = 1;

  /** Puts one file somewhere. */
  @FunctionalInterface
  interface Sink {
    void add(TargetPath path, Path file) throws IOException;
  }

  /** Adds all files, in the order of their names; returns how many. */
  int addTo(Sink sink) throws IOException {
    if (jobs < 1) {
      throw new IllegalArgumentException("--jobs is " + jobs + ", expected 1 or more");
    }
    if (directory == null) {
      return 0;
    }
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    List<Path> files = files(directory);
    for (Path file : files) {
      List<String> names = new ArrayList<>();
      directory.relativize(file).forEach(name -> names.add(name.toString()));
      sink.add(TargetPath.of(String.join("/", names)), file);
    }
    return files.size();
  }

  private List<Path> files(Path from) throws IOException {
    FileVisitOption[] visit =
        follow ? new FileVisitOption[] {FileVisitOption.FOLLOW_LINKS} : new FileVisitOption[0];
    LinkOption[] links = follow ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    try (Stream<Path> tree = Files.walk(from, visit)) {
      return tree.filter(file -> Files.isRegularFile(file, links)).sorted().toList();
    }
  }
}
