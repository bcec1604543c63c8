// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.client.RoleStore;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of a {@link TrustedStore}. */
final class DirectoryStore implements RoleStore {
  private static final String HISTORY = "root_history";
  private static final String LOCK = "store.lock";

  private final Path directory;
  private final Path history;

  DirectoryStore(Path directory) throws IOException {
    this.directory = directory;
    this.history = directory.resolve(HISTORY);
    Files.createDirectories(history);
  }

  @Override
  public Closeable lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new StateConflictException(
            "STORE_LOCKED",
            "use of trusted store " + Text.quote(directory.toString()),
            "in use by another client",
            "one client at a time; try again later");
      }
      // Closing the channel gives up the lock.
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException thisProcess) {
      return null;
    }
  }

  @Override
  public Optional<Bytes> load(String roleName, int maxBytes) throws IOException {
    return read(directory.resolve(RoleNames.local(roleName)), maxBytes);
  }

  @Override
  public void save(String roleName, Bytes raw) throws IOException {
    SmallFiles.writeAtomically(directory.resolve(RoleNames.local(roleName)), raw);
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
    SmallFiles.writeAtomically(root(version), raw);
  }

  @Override
  public void deleteRoot(long version) throws IOException {
    deleteFile(root(version));
  }

  private Path root(long version) {
    return history.resolve(RoleNames.served(RoleNames.ROOT, version));
  }

  private static Optional<Bytes> read(Path file, int maxBytes) throws IOException {
    try {
      return Optional.of(SmallFiles.read(file, maxBytes));
    } catch (NoSuchFileException | LimitExceededException notUsable) {
      return Optional.empty();
    }
  }

  private static void deleteFile(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      Path parent = file.getParent();
      if (parent != null) {
        SmallFiles.forceDirectory(parent);
      }
    }
  }
}
