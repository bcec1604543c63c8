// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds and removes partial files of downloads that nobody came back for.
 *
 * <p>A download that is cut leaves a file named {@code .gantry-ALGORITHM-DIGEST-RANDOM.part} beside
 * its destination, unless {@link DownloadOptions.Builder#resume} is off. The next download of the
 * same content into the same directory uses it up; nothing else ever removes it, so whoever owns
 * the directory should collect from time to time. A partial that a download is filling, in this
 * process or another one, is left alone.
 *
 * <p>Stateless.
 */
public final class Partials {
  /** What the names of our own files start with. */
  static final String PREFIX = ".gantry-";

  private static final String SUFFIX = ".part";
  private static final Pattern NAME =
      Pattern.compile("\\.gantry-sha(256-[0-9a-f]{64}|512-[0-9a-f]{128})-[0-9a-f]{32}\\.part");

  private Partials() {}

  /**
   * Lists partials, also those that are being filled.
   *
   * @param directory a directory to which targets are downloaded
   * @return regular files, in the order of their names
   * @throws IOException if the directory cannot be read
   */
  public static List<Path> list(Path directory) throws IOException {
    return find(directory, PREFIX);
  }

  /**
   * Deletes all partials that no download is filling.
   *
   * @param directory a directory to which targets are downloaded
   * @return what was deleted
   * @throws IOException if the directory cannot be read, or a file cannot be deleted
   */
  public static List<Path> collect(Path directory) throws IOException {
    return collect(directory, List.of());
  }

  /**
   * Deletes the partials that no download is filling and that are of no use for some targets.
   *
   * @param directory a directory to which targets are downloaded
   * @param wanted targets that may still be downloaded; their partials stay
   * @return what was deleted
   * @throws IOException if the directory cannot be read, or a file cannot be deleted
   */
  public static List<Path> collect(Path directory, Collection<Target> wanted) throws IOException {
    Set<String> kept = wanted.stream().map(Partials::prefix).collect(Collectors.toSet());
    List<Path> deleted = new ArrayList<>();
    for (Path file : list(directory)) {
      boolean isWanted = kept.stream().anyMatch(prefix -> name(file).startsWith(prefix));
      if (!isWanted && delete(file)) {
        deleted.add(file);
      }
    }
    return List.copyOf(deleted);
  }

  /** Deletes a partial unless somebody fills it; says whether it did. */
  static boolean delete(Path file) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "parent");
    Optional<ClaimedFile> claimed =
        ClaimedFile.tryClaim(directory.toRealPath().resolve(name(file)));
    if (claimed.isPresent()) {
      claimed.get().delete();
    }
    return claimed.isPresent();
  }

  /** Returns the partials of a target, longest first. */
  static List<Path> of(Path directory, Target target) throws IOException {
    record Sized(Path file, long sizeBytes) {}
    List<Sized> found = new ArrayList<>();
    for (Path file : find(directory, prefix(target))) {
      try {
        found.add(new Sized(file, Files.size(file)));
      } catch (NoSuchFileException finished) {
        // Its download ended meanwhile.
      }
    }
    found.sort(Comparator.comparingLong(Sized::sizeBytes).reversed());
    return found.stream().map(Sized::file).toList();
  }

  /** Makes a name that nobody can foresee and that is never made again. */
  static String freshName(Target target) {
    return prefix(target) + UUID.randomUUID().toString().replace("-", "") + SUFFIX;
  }

  /** Makes such a name for a file that is neither found nor collected. */
  static String freshPrivateName() {
    return PREFIX + UUID.randomUUID() + SUFFIX;
  }

  /** The name starts with the digest, so that nothing of another version is ever taken. */
  private static String prefix(Target target) {
    Digest digest =
        target.digests().stream().min(Comparator.comparing(Digest::algorithm)).orElseThrow();
    return PREFIX + digest.algorithm().id() + "-" + digest.hex() + "-";
  }

  private static List<Path> find(Path directory, String prefix) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory,
            file -> name(file).startsWith(prefix) && NAME.matcher(name(file)).matches())) {
      for (Path file : files) {
        if (isSingle(file)) {
          found.add(file);
        }
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static boolean isSingle(Path file) throws IOException {
    try {
      return Ownership.isSingle(file);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
