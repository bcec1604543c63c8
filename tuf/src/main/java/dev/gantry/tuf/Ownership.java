// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds out whether others could have put a file where it is, or could change it. Stateless. */
final class Ownership {
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int SEARCHABLE_BY_OTHERS = 011;

  private Ownership() {}

  private record Inode(int uid, int mode, int links) {}

  /**
   * Says whether only this user, and the administrator, can make files in a directory.
   *
   * @param directory the directory
   * @param ownFile a file in it that this process has made
   * @return true also where the platform does not tell
   */
  static boolean isPrivate(Path directory, Path ownFile) throws IOException {
    Optional<Inode> inode = inode(directory);
    Optional<Inode> own = inode(ownFile);
    if (inode.isEmpty() || own.isEmpty()) {
      return true;
    }
    int owner = inode.get().uid();
    return (owner == own.get().uid() || owner == 0)
        && (inode.get().mode() & WRITABLE_BY_OTHERS) == 0;
  }

  /**
   * Says whether a file is one that this user made under this name only and that nobody else can
   * write to.
   *
   * @param file the absolute path of the file, in a private directory
   * @param ownFile a file in the same directory that this process has made
   */
  static boolean isOwn(Path file, Path ownFile) throws IOException {
    if (!isRegular(file)) {
      return false;
    }
    Optional<Inode> found = inode(file);
    Optional<Inode> own = inode(ownFile);
    Optional<Inode> directory = inode(Objects.requireNonNull(file.getParent(), "parent"));
    if (found.isEmpty() || own.isEmpty() || directory.isEmpty()) {
      return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
          .equals(Files.getOwner(ownFile, LinkOption.NOFOLLOW_LINKS));
    }
    boolean reachable = (directory.get().mode() & SEARCHABLE_BY_OTHERS) != 0;
    return found.get().uid() == own.get().uid()
        && found.get().links() == 1
        && !(reachable && (found.get().mode() & WRITABLE_BY_OTHERS) != 0);
  }

  /** Says whether a name is that of a regular file without other names, as far as one can tell. */
  static boolean isSingle(Path file) throws IOException {
    return isRegular(file) && inode(file).map(inode -> inode.links() == 1).orElse(true);
  }

  private static boolean isRegular(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile();
  }

  private static Optional<Inode> inode(Path path) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(path, "unix:uid,mode,nlink", LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException | IllegalArgumentException otherPlatform) {
      return Optional.empty();
    }
    return attributes.get("uid") instanceof Integer uid
            && attributes.get("mode") instanceof Integer mode
            && attributes.get("nlink") instanceof Integer links
        ? Optional.of(new Inode(uid, mode, links))
        : Optional.empty();
  }
}
