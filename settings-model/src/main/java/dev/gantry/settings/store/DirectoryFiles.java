// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Bytes;
import dev.gantry.core.ExclusiveLock;
import dev.gantry.core.SmallFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A real directory. */
final class DirectoryFiles implements StoreFiles {
  private static final String LOCK = "lock";

  private final Path directory;
  private final FileAttribute<?>[] ownerOnly;

  private DirectoryFiles(Path directory, FileAttribute<?>[] ownerOnly) {
    this.directory = directory;
    this.ownerOnly = ownerOnly;
  }

  static DirectoryFiles open(Path directory) throws IOException {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    boolean isNew = !Files.exists(directory);
    SmallFiles.createDirectories(directory);
    if (isNew && posix) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    return new DirectoryFiles(
        directory.toRealPath(),
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0]);
  }

  @Override
  public String description() {
    return directory.toString();
  }

  @Override
  public Optional<Bytes> readStart(String name, int maxBytes) throws IOException {
    try (var in = Files.newInputStream(directory.resolve(name))) {
      return Optional.of(Bytes.of(in.readNBytes(maxBytes)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  @Override
  public void write(String name, Bytes content) throws IOException {
    Path file = directory.resolve(name);
    Files.deleteIfExists(file);
    Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try (FileChannel channel = FileChannel.open(file, options, ownerOnly)) {
      ByteBuffer buffer = content.asByteBuffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  @Override
  public void force(String name) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(name), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void forceDirectory() throws IOException {
    SmallFiles.forceDirectory(directory);
  }

  @Override
  public Optional<Closeable> lock(Duration timeout) throws IOException {
    return ExclusiveLock.acquire(directory.resolve(LOCK), timeout).map(lock -> lock);
  }
}
