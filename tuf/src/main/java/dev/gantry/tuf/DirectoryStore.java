// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.ExclusiveLock;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.client.RoleStore;
import dev.gantry.tuf.internal.client.StoredTime;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The files of a {@link TrustedStore}. */
final class DirectoryStore implements RoleStore {
  private static final String HISTORY = "root_history";
  private static final String LOCK = "store.lock";
  private static final String TEMPORARY = ".gantry-*.tmp";
  private static final int TIME_BYTES = 64;

  /**
   * Held only while a delegated role or the snapshot is written: a search must not wait for the
   * refresh of another client, which has the other lock while it fetches.
   */
  private static final String WRITING = "writing.lock";

  /** Much longer than anyone writes. */
  private static final Duration WRITING_TIMEOUT = Duration.ofSeconds(30);

  private final Path directory;
  private final Path history;

  DirectoryStore(Path directory) throws IOException {
    this.directory = directory;
    this.history = directory.resolve(HISTORY);
    SmallFiles.createDirectories(directory);
    requireOwnHistory();
  }

  /** Makes the directory of roots if it is not there; a link would lead out of the store. */
  private void requireOwnHistory() throws IOException {
    try {
      Files.createDirectory(history);
      SmallFiles.forceDirectory(directory);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(history, LinkOption.NOFOLLOW_LINKS)) {
        throw blocked(history, "a link or a file", "a directory");
      }
    }
  }

  @Override
  public Closeable lock(Duration timeout) throws IOException {
    requireOwnHistory();
    Closeable lock = acquire(LOCK, timeout);
    try {
      writing(this::collectGarbage);
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public Closeable lockForReading(Duration timeout) throws IOException {
    requireOwnHistory();
    // Where this process cannot write, others may read side by side: on media that nobody writes.
    return Files.isWritable(directory) ? acquire(LOCK, timeout) : () -> {};
  }

  private Closeable acquire(String name, Duration timeout) throws IOException {
    return ExclusiveLock.acquire(directory.resolve(name), timeout)
        .orElseThrow(
            () ->
                new StateConflictException(
                    "STORE_LOCKED",
                    "use of trusted store " + Text.quote(directory.toString()),
                    "in use by another client" + waited(timeout),
                    "one client at a time; try again later"));
  }

  private static String waited(Duration timeout) {
    return timeout.isZero() ? "" : " for " + timeout;
  }

  /**
   * Removes temporary files of processes that were killed. Whoever has both locks knows that nobody
   * is writing one.
   */
  private void collectGarbage() throws IOException {
    for (Path place : List.of(directory, history)) {
      try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(place, TEMPORARY)) {
        for (Path leftover : leftovers) {
          if (!Files.isDirectory(leftover, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(leftover);
          }
        }
      }
    }
  }

  /** Work on files. */
  private interface Write {
    void run() throws IOException;
  }

  private void writing(Write write) throws IOException {
    Closeable lock = acquire(WRITING, WRITING_TIMEOUT);
    try {
      write.run();
    } finally {
      lock.close();
    }
  }

  @Override
  public Optional<Bytes> load(String roleName, int maxBytes) throws IOException {
    return read(directory.resolve(RoleNames.local(roleName)), maxBytes);
  }

  @Override
  public OptionalLong sizeBytes(String roleName) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(
              directory.resolve(RoleNames.local(roleName)),
              BasicFileAttributes.class,
              LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() ? OptionalLong.of(found.size()) : OptionalLong.empty();
    } catch (NoSuchFileException absent) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void save(String roleName, Bytes raw) throws IOException {
    Path file = directory.resolve(RoleNames.local(roleName));
    if (roleName.equals(RoleNames.SNAPSHOT)) {
      // Which delegated roles may be saved depends on it.
      writing(() -> write(file, raw));
    } else {
      write(file, raw);
    }
  }

  @Override
  public void saveDelegated(String roleName, Bytes raw, Bytes snapshot) throws IOException {
    writing(
        () -> {
          Optional<Bytes> kept = load(RoleNames.SNAPSHOT, snapshot.size());
          if (kept.isPresent() && kept.get().equals(snapshot)) {
            write(directory.resolve(RoleNames.local(roleName)), raw);
          }
        });
  }

  @Override
  public void delete(String roleName) throws IOException {
    deleteFile(directory.resolve(RoleNames.local(roleName)));
  }

  @Override
  public Optional<Bytes> loadRoot(long version, int maxBytes) throws IOException {
    return read(root(version), maxBytes);
  }

  @Override
  public void saveRoot(long version, Bytes raw) throws IOException {
    writeUnforced(root(version), raw);
  }

  @Override
  public void settleRoots(long version, Bytes raw) throws IOException {
    write(root(version), raw);
    save(RoleNames.ROOT, raw);
  }

  @Override
  public void deleteRoot(long version) throws IOException {
    deleteFile(root(version));
  }

  @Override
  public Optional<Instant> loadTime(StoredTime which) throws IOException {
    return read(directory.resolve(which.fileName()), TIME_BYTES).flatMap(StoredTime::decode);
  }

  @Override
  public void saveTime(StoredTime which, Instant time) throws IOException {
    Path file = directory.resolve(which.fileName());
    Bytes content = StoredTime.encode(time);
    if (which.durable()) {
      write(file, content);
    } else {
      writeUnforced(file, content);
    }
  }

  @Override
  public void deleteTime(StoredTime which) throws IOException {
    deleteFile(directory.resolve(which.fileName()));
  }

  private Path root(long version) {
    return history.resolve(RoleNames.served(RoleNames.ROOT, version));
  }

  /** Reads a plain file; anything else that has its name counts as absent, and is not opened. */
  private static Optional<Bytes> read(Path file, int maxBytes) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes(maxBytes);
      boolean tooLarge = content.length == maxBytes && in.read() >= 0;
      return tooLarge ? Optional.empty() : Optional.of(Bytes.of(content));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  /** Replaces whatever has the name, other than a directory. */
  private static void write(Path file, Bytes raw) throws IOException {
    requireNoDirectory(file);
    SmallFiles.writeAtomically(file, raw);
  }

  /** Replaces it so that whoever reads sees the old or the new, but a power cut may take both. */
  private static void writeUnforced(Path file, Bytes raw) throws IOException {
    requireNoDirectory(file);
    Path temporary = file.resolveSibling(".gantry-" + UUID.randomUUID() + ".tmp");
    try {
      Files.write(temporary, raw.toByteArray(), StandardOpenOption.CREATE_NEW);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void requireNoDirectory(Path file) throws StateConflictException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw blocked(file, "a directory", "a file or nothing");
    }
  }

  private static StateConflictException blocked(Path path, String found, String expected) {
    return new StateConflictException(
        "STORE_BLOCKED",
        "use of a trusted store",
        path + " is " + found,
        expected + "; find out who put it there, and remove it");
  }

  private static void deleteFile(Path file) throws IOException {
    requireNoDirectory(file);
    if (Files.deleteIfExists(file)) {
      Path parent = file.getParent();
      if (parent != null) {
        SmallFiles.forceDirectory(parent);
      }
    }
  }
}
