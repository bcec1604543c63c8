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
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Removes what a repository no longer needs: old versions of metadata, target files that nothing
 * lists, and temporary files of crashed publications. Planned first, applied second.
 *
 * <p>The chain of roots and everything that the current snapshot lists always stay. A client that
 * is in the middle of a refresh still asks for what the timestamp that it read leads to, so only
 * files that have been there for some time may go. Metadata goes before target files; versions of
 * metadata that are kept may name target files that are gone.
 *
 * <p>Immutable and thread-safe.
 */
public final class RepositoryCleanup {
  private final Path directory;
  private final String fingerprint;
  private final List<String> files;

  private RepositoryCleanup(Path directory, String fingerprint, List<String> files) {
    this.directory = directory;
    this.fingerprint = fingerprint;
    this.files = List.copyOf(files);
  }

  /**
   * Works out what can go; removes nothing.
   *
   * @param directory where the repository is
   * @param options the root to trust
   * @param keepVersions how many versions of each role stay beside the one that is listed, 0 or
   *     more
   * @param minimumAge how long ago a file must have been written to go
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
    Map<String, Integer> kept = new HashMap<>();
    List<String> files = new ArrayList<>();
    List<String> last = new ArrayList<>();
    for (Leftovers.Found file : found) {
      boolean metadata = file.kind() == RepositoryIssue.Kind.UNREFERENCED_METADATA;
      if (metadata && kept.merge(file.role(), 1, Integer::sum) <= keepVersions) {
        continue;
      }
      Instant written =
          Files.getLastModifiedTime(file.path(), LinkOption.NOFOLLOW_LINKS).toInstant();
      if (!written.plus(minimumAge).isAfter(now)) {
        (metadata ? files : last).add(file.name());
      }
    }
    files.addAll(last);
    return new RepositoryCleanup(directory, state.fingerprint(), files);
  }

  /**
   * Returns the files that would go.
   *
   * @return names relative to the repository, in the order of removal
   */
  public List<String> files() {
    return files;
  }

  /**
   * Removes the files.
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
      for (String file : files) {
        try {
          Path path = directory.resolve(file);
          Path parent = Objects.requireNonNull(path.getParent());
          if (!parent.toRealPath().startsWith(directory.toRealPath())) {
            throw new StateConflictException(
                "TARGET_DIRECTORY", "cleaning up", parent + " leads away", "a directory");
          }
          Files.delete(path);
          removed++;
        } catch (NoSuchFileException gone) {
          // Just as well.
        }
      }
    }
    return removed;
  }
}
