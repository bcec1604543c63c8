// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The file that a download fills before it takes the name of the destination: a partial that an
 * earlier one has left, or a new one.
 *
 * <p>Two downloads of one target at a time fill two files. Not thread-safe.
 */
final class PartialFile implements Closeable {
  private static final int ATTEMPTS = 8;

  private final ClaimedFile claimed;
  private final long foundBytes;
  private final boolean keepable;
  private final List<Path> others;
  private boolean keep;
  private boolean released;

  private PartialFile(ClaimedFile claimed, boolean keepable, List<Path> others) throws IOException {
    this.claimed = claimed;
    this.foundBytes = claimed.channel().size();
    this.keepable = keepable;
    this.keep = keepable;
    this.others = others;
  }

  /**
   * Opens the longest partial that is there and that nobody else can have touched, else a new file.
   *
   * @param directory where the destination is
   * @param target what is downloaded
   * @param resume whether a partial is used, and left
   */
  static PartialFile open(Path directory, Target target, boolean resume) throws IOException {
    Path real = directory.toRealPath();
    ClaimedFile fresh = create(real, target);
    boolean used = false;
    try {
      if (!resume || !fresh.isLocked() || !Ownership.isPrivate(real, fresh.file())) {
        used = true;
        return new PartialFile(fresh, false, List.of());
      }
      List<Path> found = Partials.of(real, target);
      Optional<ClaimedFile> old = claimFirst(found, fresh.file());
      used = old.isEmpty();
      return new PartialFile(old.orElse(fresh), true, found);
    } finally {
      if (!used) {
        fresh.delete();
      }
    }
  }

  /** Makes a new file; one that cannot be locked gets a name by which nobody takes it. */
  private static ClaimedFile create(Path directory, Target target) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      ClaimedFile fresh = ClaimedFile.create(directory.resolve(Partials.freshName(target)));
      if (fresh.isLocked()) {
        return fresh;
      }
      fresh.delete();
    }
    return ClaimedFile.create(directory.resolve(Partials.freshPrivateName()));
  }

  private static Optional<ClaimedFile> claimFirst(List<Path> found, Path own) throws IOException {
    for (Path file : found) {
      try {
        if (!file.equals(own) && Ownership.isOwn(file, own)) {
          Optional<ClaimedFile> claimed = ClaimedFile.tryClaim(file);
          if (claimed.isPresent()) {
            return claimed;
          }
        }
      } catch (IOException unusable) {
        // Gone meanwhile, or unreadable: a new one is as good.
      }
    }
    return Optional.empty();
  }

  /** Returns how much an earlier download has left; nothing of it is verified. */
  long foundBytes() {
    return foundBytes;
  }

  /** Returns what was found, from the start; after its end, {@link #output} goes on there. */
  InputStream found() throws IOException {
    FileChannel channel = claimed.channel();
    channel.position(0);
    return Channels.newInputStream(channel);
  }

  /** Returns what appends to the file. */
  OutputStream output() {
    return Channels.newOutputStream(claimed.channel());
  }

  /** Forgets what the file holds. */
  void restart() throws IOException {
    claimed.channel().truncate(0);
    claimed.channel().position(0);
    keep = keepable;
  }

  /** Has the file removed at the end, since what it holds is wrong. */
  void discard() {
    keep = false;
  }

  /** Makes the content durable and gives the file its name; what was there is replaced. */
  void release(Path destination) throws IOException {
    claimed.channel().force(true);
    Files.move(
        claimed.file(),
        destination,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    released = true;
    removeOthers();
  }

  private void removeOthers() {
    for (Path other : others) {
      try {
        if (!other.equals(claimed.file())) {
          Partials.delete(other);
        }
      } catch (IOException stays) {
        // The target is in place; whoever collects partials hears of it.
      }
    }
  }

  /** Leaves the file if another download can go on with it, else removes it. */
  @Override
  public void close() throws IOException {
    if (released || (keep && sizeBytes() > 0)) {
      claimed.close();
    } else {
      claimed.delete();
    }
  }

  /** Returns the size by the name: an interrupt may have closed the channel. */
  private long sizeBytes() throws IOException {
    try {
      return Files.size(claimed.file());
    } catch (NoSuchFileException removed) {
      return 0;
    }
  }
}
