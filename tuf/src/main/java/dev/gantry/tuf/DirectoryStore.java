// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.ExclusiveLock;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.client.RoleStore;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a {@link TrustedStore}. */
final class DirectoryStore implements RoleStore {
  private static final String HISTORY = "root_history";
  private static final String LOCK = "store.lock";

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
  public Closeable lock() throws IOException {
    requireOwnHistory();
    return ExclusiveLock.tryAcquire(directory.resolve(LOCK))
        .orElseThrow(
            () ->
                new StateConflictException(
                    "STORE_LOCKED",
                    "use of trusted store " + Text.quote(directory.toString()),
                    "in use by another client",
                    "one client at a time; try again later"));
  }

  @Override
  public Optional<Bytes> load(String roleName, int maxBytes) throws IOException {
    return read(directory.resolve(RoleNames.local(roleName)), maxBytes);
  }

  @Override
  public void save(String roleName, Bytes raw) throws IOException {
    write(directory.resolve(RoleNames.local(roleName)), raw);
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
    write(root(version), raw);
  }

  @Override
  public void deleteRoot(long version) throws IOException {
    deleteFile(root(version));
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
