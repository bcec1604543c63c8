// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a host's files are below a directory that is the host's root. Symbolic links mean
 * what they mean to the host: absolute ones start at its root, and {@code ..} does not leave it. So
 * nothing outside of the root is ever reached, whatever links an image has.
 *
 * <p>That holds if nobody else changes directories and links below the root at the same time.
 */
final class HostRoot {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final Path root;

  HostRoot(Path root) {
    this.root = root;
  }

  /**
   * Where a file is.
   *
   * @param directory the directory, without links below the root; it may be missing
   * @param file the file in it; it may be missing, or a link, which then is at its place
   * @param isMissing whether the directory is missing
   */
  record Place(Path directory, Path file, boolean isMissing) {}

  private record Step(String name, boolean fromLink) {}

  /**
   * Finds a file.
   *
   * @param path where the host has it: absolute, without {@code .} and {@code ..}
   * @return the place
   * @throws StateConflictException if links lead nowhere or in a circle, or there is a file where a
   *     directory must be, or a directory where the file must be; with the code {@code
   *     APPLY_PATH_BLOCKED}
   * @throws IOException if that cannot be found out
   */
  Place find(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    Path start = Files.isDirectory(root) ? root.toRealPath() : root.toAbsolutePath();
    Deque<Step> todo = new ArrayDeque<>();
    push(todo, path.substring(0, slash), false);
    List<Path> walked = new ArrayList<>(List.of(start));
    int links = 0;
    while (!todo.isEmpty()) {
      Step step = todo.pop();
      Path here = walked.get(walked.size() - 1);
      if (step.name().equals("..")) {
        walked.subList(Math.max(1, walked.size() - 1), walked.size()).clear();
        continue;
      }
      Path next = here.resolve(step.name());
      BasicFileAttributes found = attributes(next);
      if (found == null) {
        if (step.fromLink()) {
          throw blocked(path, "a link on the way leads to what is not there");
        }
        for (Step missing : todo) {
          next = next.resolve(missing.name());
        }
        return new Place(next, next.resolve(path.substring(slash + 1)), true);
      }
      if (found.isSymbolicLink()) {
        if (++links > MAX_LINKS) {
          throw blocked(path, "more than " + MAX_LINKS + " links on the way");
        }
        String text = Files.readSymbolicLink(next).toString();
        if (text.startsWith("/")) {
          walked.subList(1, walked.size()).clear();
        }
        push(todo, text, true);
      } else if (found.isDirectory()) {
        walked.add(next);
      } else {
        throw blocked(path, "a file on the way, where a directory is needed");
      }
    }
    Path directory = walked.get(walked.size() - 1);
    Path file = directory.resolve(path.substring(slash + 1));
    BasicFileAttributes found = attributes(file);
    if (found != null && found.isDirectory()) {
      throw blocked(path, "a directory at its place");
    }
    return new Place(directory, file, false);
  }

  private static void push(Deque<Step> todo, String path, boolean fromLink) {
    List<String> names = new ArrayList<>(List.of(path.split("/")));
    names.removeIf(name -> name.isEmpty() || name.equals("."));
    Collections.reverse(names);
    names.forEach(name -> todo.push(new Step(name, fromLink)));
  }

  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static StateConflictException blocked(String path, String found) {
    return new StateConflictException(
        "APPLY_PATH_BLOCKED",
        "writing " + path,
        found,
        "directories, or links to directories of the host");
  }
}
