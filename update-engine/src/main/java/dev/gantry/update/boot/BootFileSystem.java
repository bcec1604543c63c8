// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The little of a boot partition's file system that an update needs: find a regular file by its
 * path and read it. Reads only what it needs, follows no links, and never trusts a number.
 */
abstract sealed class BootFileSystem permits ExtFileSystem, TarFileSystem {
  private static final int EXT_MAGIC_OFFSET = ExtSuperblock.OFFSET + ExtSuperblock.MAGIC_OFFSET;
  private static final int TAR_MAGIC_OFFSET = 257;
  private static final byte[] TAR_MAGIC = {'u', 's', 't', 'a', 'r'};

  /** Recognises the file system by its magic. */
  static BootFileSystem open(BlockSource source) throws IOException {
    ByteBuffer start =
        ByteBuffer.allocate(
            (int) Math.min(source.sizeBytes(), EXT_MAGIC_OFFSET + (long) Short.BYTES));
    source.readFully(0, start);
    start.order(ByteOrder.LITTLE_ENDIAN);
    if (start.capacity() == EXT_MAGIC_OFFSET + Short.BYTES
        && Short.toUnsignedInt(start.getShort(EXT_MAGIC_OFFSET)) == ExtSuperblock.MAGIC) {
      return new ExtFileSystem(source, ExtSuperblock.read(source));
    }
    if (start.capacity() >= TAR_MAGIC_OFFSET + TAR_MAGIC.length
        && start.slice(TAR_MAGIC_OFFSET, TAR_MAGIC.length).equals(ByteBuffer.wrap(TAR_MAGIC))) {
      return TarFileSystem.open(source);
    }
    throw new UnsupportedFormatException(
        source.description(), "boot file system", describe(start), "ext2 to ext4, or tar");
  }

  private static String describe(ByteBuffer start) {
    byte[] first = new byte[Math.min(8, start.capacity())];
    start.get(0, first);
    return "one that starts with " + HexFormat.of().formatHex(first);
  }

  /**
   * Finds a regular file.
   *
   * @param path names without slashes, from the root on
   * @return its size, or empty if there is no such file
   * @throws IOException if the file system is damaged or the name is that of something else
   */
  abstract OptionalLong sizeBytes(List<String> path) throws IOException;

  /**
   * Reads a regular file.
   *
   * @param path names without slashes, from the root on
   * @param maxBytes the largest size accepted
   * @return its content, or empty if there is no such file
   * @throws IOException if the file system is damaged, or the file too large or something else
   */
  abstract Optional<Bytes> read(List<String> path, int maxBytes) throws IOException;
}
