// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.StateConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Removes what a repository no longer needs: old versions of metadata, target files that nothing
 * lists, and temporary files of crashed publications. Planned first, applied second.
 *
 * <p>The chain of roots and everything that the current snapshot lists always stay. A client that
 * is in the middle of a refresh still asks for what the timestamp that it read leads to, so what a
 * snapshot lists stays for some time after the next one was written, and only files that have been
 * there for that time may go. How old a file is, is what the file system says. Metadata goes before
 * target files; versions of metadata that are kept may name target files that are gone.
 *
 * <p>Immutable and thread-safe.
 */
public final class RepositoryCleanup {
  private final Path directory;
  private final String fingerprint;
  private final Map<String, Instant> files;

  private RepositoryCleanup(Path directory, String fingerprint, Map<String, Instant> files) {
    this.directory = directory;
    this.fingerprint = fingerprint;
    this.files = files;
  }

  /**
   * Works out what can go; removes nothing.
   *
   * @param directory where the repository is
   * @param options the root to trust
   * @param keepVersions how many versions of each role stay beside the one that is listed, 0 or
   *     more
   * @param minimumAge how long ago a file must have been written, and a snapshot replaced that
   *     leads to it, to go; longer than a client takes, and than changes wait to be published
   * @param now the time
   * @return a plan
   * @throws IllegalArgumentException if the number or the age is negative
   * @throws IOException if the repository cannot be read and verified
   */
  public static RepositoryCleanup plan(
      Path directory, EditorOptions options, int keepVersions, Duration minimumAge, Instant now)
      throws IOException {
    if (keepVersions < 0 || minimumAge.isNegative()) {
      throw new IllegalArgumentException(keepVersions + " versions, age " + minimumAge);
    }
    RepositoryState state = RepositoryState.read(new MetadataDirectory(directory), options);
    RoleTree tree = new RoleTree(state);
    tree.loadAll();
    List<Leftovers.Found> found = new ArrayList<>(Leftovers.find(directory, state, tree));
    // Newest versions first, so that the first of each role are those to keep.
    found.sort(Comparator.comparingLong(Leftovers.Found::version).reversed());
    Set<Path> needed = RecentSnapshots.needed(directory, state, found, minimumAge, now);
    Map<String, Integer> kept = new HashMap<>();
    Map<String, Instant> files = new LinkedHashMap<>();
    Map<String, Instant> last = new LinkedHashMap<>();
    for (Leftovers.Found file : found) {
      boolean metadata = file.kind() == RepositoryIssue.Kind.UNREFERENCED_METADATA;
      if (metadata && kept.merge(file.role(), 1, Integer::sum) <= keepVersions) {
        continue;
      }
      Instant written = written(file.path());
      if (!written.plus(minimumAge).isAfter(now) && !needed.contains(file.path())) {
        (metadata ? files : last).put(file.name(), written);
      }
    }
    files.putAll(last);
    return new RepositoryCleanup(directory, state.fingerprint(), files);
  }

  private static Instant written(Path file) throws IOException {
    return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  /**
   * Returns the files that would go.
   *
   * @return names relative to the repository, in the order of removal
   */
  public List<String> files() {
    return List.copyOf(files.keySet());
  }

  /**
   * Removes the files, but for those that were written again since they were planned.
   *
   * @return how many there were
   * @throws StateConflictException if somebody published since it was planned, or is just doing so
   * @throws IOException if a file cannot be removed; those before it are gone
   */
  public int apply() throws IOException {
    MetadataDirectory metadata = new MetadataDirectory(directory);
    int removed = 0;
    try (Closeable lock = metadata.lock()) {
      Objects.requireNonNull(lock);
      String found = metadata.fingerprint();
      if (!found.equals(fingerprint)) {
        throw new StateConflictException(
            "REPOSITORY_CHANGED", "cleaning up", found, fingerprint + ", as when it was planned");
      }
      for (Map.Entry<String, Instant> file : files.entrySet()) {
        try {
          Path path = directory.resolve(file.getKey());
          Path parent = Objects.requireNonNull(path.getParent());
          if (!parent.toRealPath().startsWith(directory.toRealPath())) {
            throw new StateConflictException(
                "TARGET_DIRECTORY", "cleaning up", parent + " leads away", "a directory");
          }
          if (written(path).equals(file.getValue())) {
            Files.delete(path);
            removed++;
          }
        } catch (NoSuchFileException gone) {
          // Just as well.
        }
      }
    }
    return removed;
  }
}
