// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Finds the files of a directory and the target paths that they get. */
final class DirectoryImport {
  private final Path directory;
  private final DirectoryImportOptions options;
  private final NavigableMap<TargetPath, Path> files = new TreeMap<>();
  private final List<String> passedOver = new ArrayList<>();

  private DirectoryImport(Path directory, DirectoryImportOptions options) {
    this.directory = directory;
    this.options = options;
  }

  static DirectoryImport of(Path directory, DirectoryImportOptions options) throws IOException {
    DirectoryImport found = new DirectoryImport(directory, options);
    Set<FileVisitOption> follow =
        options.followsLinks()
            ? EnumSet.of(FileVisitOption.FOLLOW_LINKS)
            : EnumSet.noneOf(FileVisitOption.class);
    // The directory itself may well be named by a link.
    Path start = directory.toRealPath();
    Files.walkFileTree(
        start,
        follow,
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            found.file(start.relativize(file), file, attributes);
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(found.passedOver);
    return found;
  }

  private void file(Path relative, Path file, BasicFileAttributes attributes)
      throws StateConflictException {
    List<String> segments = new ArrayList<>();
    relative.forEach(segment -> segments.add(segment.toString()));
    String name = String.join("/", segments);
    if (!attributes.isRegularFile()) {
      passedOver.add(name);
      return;
    }
    Optional<TargetPath> path = TargetPath.tryParse(options.pathPrefix() + name);
    if (path.isEmpty()) {
      throw new StateConflictException(
          "TARGET_NAME",
          "adding the files of " + directory,
          Text.quote(options.pathPrefix() + name),
          "names that are target paths");
    }
    files.put(path.get(), file);
  }

  NavigableMap<TargetPath, Path> files() {
    return files;
  }

  List<String> passedOver() {
    return passedOver;
  }

  /** Stores files, as many at a time as the executor likes. */
  Map<TargetPath, TargetStore.Stored> store(Map<TargetPath, Path> chosen, TargetStore targets)
      throws IOException {
    Map<TargetPath, CompletableFuture<TargetStore.Stored>> running = new TreeMap<>();
    chosen.forEach(
        (path, file) ->
            running.put(
                path,
                CompletableFuture.supplyAsync(
                    () -> store(path, file, targets), options.executor())));
    Map<TargetPath, TargetStore.Stored> stored = new TreeMap<>();
    for (Map.Entry<TargetPath, CompletableFuture<TargetStore.Stored>> each : running.entrySet()) {
      try {
        stored.put(each.getKey(), each.getValue().get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while adding " + directory);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UncheckedIOException io) {
          throw io.getCause();
        }
        throw new IOException("adding " + each.getKey() + " failed", e.getCause());
      }
    }
    return stored;
  }

  private TargetStore.Stored store(TargetPath path, Path file, TargetStore targets) {
    try {
      return targets.add(path, file, options.targetOptions().placement());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
