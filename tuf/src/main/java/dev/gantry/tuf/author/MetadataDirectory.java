// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.ExclusiveLock;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metadata files of a repository on disk. */
final class MetadataDirectory {
  /** The highest version of a root file that is found, 18 digits. */
  static final long MAX_ROOT_VERSION = 999_999_999_999_999_999L;

  private static final Pattern ROOT = Pattern.compile("([1-9][0-9]{0,17})\\.root\\.json");

  private final Path repository;
  private final Path directory;

  MetadataDirectory(Path repository) {
    this.repository = repository;
    this.directory = repository.resolve("metadata");
  }

  static String fileName(String role, long version) {
    return version + "." + role + ".json";
  }

  Path path(String fileName) {
    return directory.resolve(fileName);
  }

  Bytes read(String fileName) throws IOException {
    return SmallFiles.read(path(fileName), SignedFile.MAX_BYTES);
  }

  Optional<Bytes> find(String fileName) throws IOException {
    try {
      return Optional.of(read(fileName));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /**
   * Replaces a file atomically, whatever is at its place: a link goes, what it leads to stays. Its
   * name is durable only once {@link #force} was called.
   */
  void write(String fileName, Bytes content) throws IOException {
    Path temporary = directory.resolve(".gantry-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer buffer = content.asByteBuffer();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary,
          path(fileName),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Makes the names of files durable. */
  void force() throws IOException {
    SmallFiles.forceDirectory(directory);
  }

  void create() throws IOException {
    SmallFiles.createDirectories(directory);
  }

  /** Returns the versions of the root files there are. */
  SortedSet<Long> rootVersions() throws IOException {
    SortedSet<Long> versions = new TreeSet<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Matcher root = ROOT.matcher(String.valueOf(file.getFileName()));
          if (root.matches()) {
            versions.add(Long.valueOf(root.group(1)));
          }
        }
      }
    }
    return versions;
  }

  /** Describes what clients can see now; it changes with every publication. */
  String fingerprint() throws IOException {
    SortedSet<Long> roots = rootVersions();
    return fingerprint(roots.isEmpty() ? 0 : roots.last());
  }

  /** Does so without looking for the newest root: it is this one, or one that follows it. */
  String fingerprint(long newestRoot) throws IOException {
    long newest = newestRoot;
    while (newest < MAX_ROOT_VERSION && Files.exists(path(fileName("root", newest + 1)))) {
      newest++;
    }
    String root = "no root";
    if (newest > 0) {
      Bytes file = read(fileName("root", newest));
      root = "root " + newest + " " + Digest.compute(DigestAlgorithm.SHA256, file);
    }
    String timestamp =
        find("timestamp.json")
            .map(bytes -> "timestamp " + Digest.compute(DigestAlgorithm.SHA256, bytes))
            .orElse("no timestamp");
    return root + ", " + timestamp;
  }

  /** Keeps other editors out, in this process and in others, until it is closed. */
  Closeable lock() throws IOException {
    return ExclusiveLock.tryAcquire(repository.resolve(".gantry-editor.lock"))
        .orElseThrow(
            () ->
                new StateConflictException(
                    "REPOSITORY_LOCKED",
                    "publish",
                    "another editor publishes in " + repository,
                    "that nobody else does"));
  }
}
