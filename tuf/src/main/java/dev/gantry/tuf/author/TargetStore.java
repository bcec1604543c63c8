// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The target files of a repository on disk, named {@code DIR/HASH.FILE} (TUF specification section
 * 5.7), once for each digest that is listed.
 */
final class TargetStore {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path repository;
  private final Path directory;
  private final Set<DigestAlgorithm> algorithms;

  TargetStore(Path repository, Set<DigestAlgorithm> algorithms) {
    this.repository = repository;
    this.directory = repository.resolve("targets");
    this.algorithms = algorithms;
  }

  /** Returns the same store for other digests. */
  TargetStore with(Set<DigestAlgorithm> others) {
    return new TargetStore(repository, others);
  }

  /** Length and digests of a file that is in place. */
  record Stored(long lengthBytes, List<Digest> digests) {}

  Stored add(TargetPath path, Path file, TargetPlacement placement) throws IOException {
    if (placement == TargetPlacement.COPY) {
      try (InputStream in = Files.newInputStream(file)) {
        return copy(path, in);
      }
    }
    Path parent = parent(path);
    Path temporary = parent.resolve(temporaryName());
    try {
      try {
        // The file itself, should this be the name of a link to it.
        Files.createLink(temporary, file.toRealPath());
        force(temporary);
      } catch (UnsupportedOperationException | FileSystemException otherFileSystem) {
        return add(path, file, TargetPlacement.COPY);
      }
      Stored stored;
      try (InputStream in = Files.newInputStream(temporary)) {
        stored = drain(in, OutputStream.nullOutputStream());
      }
      place(path, parent, temporary, stored);
      return stored;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  Stored add(TargetPath path, Bytes content) throws IOException {
    return copy(path, new ByteArrayInputStream(content.toByteArray()));
  }

  private Stored copy(TargetPath path, InputStream in) throws IOException {
    Path parent = parent(path);
    Path temporary = parent.resolve(temporaryName());
    try {
      Stored stored;
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        stored = drain(in, Channels.newOutputStream(channel));
        channel.force(true);
      }
      place(path, parent, temporary, stored);
      return stored;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Reads a file and stores nothing. */
  Stored digest(Path file) throws IOException {
    return digest(file, algorithms);
  }

  /** Reads a file and stores nothing. */
  static Stored digest(Path file, Set<DigestAlgorithm> algorithms) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return drain(in, OutputStream.nullOutputStream(), algorithms);
    }
  }

  private Stored drain(InputStream in, OutputStream out) throws IOException {
    return drain(in, out, algorithms);
  }

  private static Stored drain(InputStream in, OutputStream out, Set<DigestAlgorithm> algorithms)
      throws IOException {
    List<DigestAlgorithm> order = algorithms.stream().sorted().toList();
    List<MessageDigest> engines = order.stream().map(DigestAlgorithm::newMessageDigest).toList();
    byte[] buffer = new byte[BUFFER_BYTES];
    long length = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (MessageDigest engine : engines) {
        engine.update(ByteBuffer.wrap(buffer, 0, count));
      }
      out.write(buffer, 0, count);
      length += count;
    }
    List<Digest> digests = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      digests.add(new Digest(order.get(i), Bytes.of(engines.get(i).digest())));
    }
    return new Stored(length, digests);
  }

  /** Moves a finished file to its first name and gives it the others, each atomically. */
  private static void place(TargetPath path, Path parent, Path temporary, Stored stored)
      throws IOException {
    List<Digest> others = stored.digests().subList(1, stored.digests().size());
    for (Digest digest : others) {
      Path second = parent.resolve(temporaryName());
      try {
        try {
          Files.createLink(second, temporary);
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
          Files.copy(temporary, second);
          force(second);
        }
        move(second, parent.resolve(name(path, digest)));
      } finally {
        Files.deleteIfExists(second);
      }
    }
    move(temporary, parent.resolve(name(path, stored.digests().get(0))));
    SmallFiles.forceDirectory(parent);
  }

  /** Makes content durable, as it must be before it gets the name of its digest. */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String temporaryName() {
    return ".gantry-" + UUID.randomUUID() + ".tmp";
  }

  private static String name(TargetPath path, Digest digest) {
    return digest.hex() + "." + path.fileName();
  }

  /** Returns the file of a target under its first digest if it is there as a plain file. */
  Optional<Path> find(TargetPath path, Digest digest) throws IOException {
    Path file = directory;
    for (String segment : directories(path)) {
      file = file.resolve(segment);
    }
    file = file.resolve(name(path, digest));
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isInside(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  private boolean isInside(Path file) throws IOException {
    return file.toRealPath().startsWith(directory.toRealPath());
  }

  private static List<String> directories(TargetPath path) {
    List<String> segments = List.of(path.value().split("/", -1));
    return segments.subList(0, segments.size() - 1);
  }

  /** Makes the directories above a target; none of them may be a link that leads away. */
  private Path parent(TargetPath path) throws IOException {
    SmallFiles.createDirectories(directory);
    Path parent = directory;
    for (String segment : directories(path)) {
      Path above = parent;
      parent = above.resolve(segment);
      try {
        Files.createDirectory(parent);
        SmallFiles.forceDirectory(above);
      } catch (FileAlreadyExistsException there) {
        if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
          throw new StateConflictException(
              "TARGET_DIRECTORY",
              "adding target " + Text.quote(path.value()),
              parent + " is a link or a file",
              "a directory");
        }
      }
    }
    return parent;
  }
}
