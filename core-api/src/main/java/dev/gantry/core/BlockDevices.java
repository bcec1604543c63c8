// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Opens and makes {@link BlockSource}s and {@link BlockDevice}s.
 *
 * <p>Stateless.
 */
public final class BlockDevices {
  private static final int UNIX_TYPE_MASK = 0170000;
  private static final int UNIX_BLOCK_DEVICE = 0060000;

  private BlockDevices() {}

  /**
   * Opens a file or block device for reading.
   *
   * @param path an existing file or device
   * @return a source that the caller closes
   * @throws IOException if it cannot be opened
   */
  public static BlockSource openSource(Path path) throws IOException {
    checkIsDisk(path);
    return own(
        FileChannel.open(path, StandardOpenOption.READ),
        path,
        BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
  }

  /**
   * Opens a file or block device of 512-byte sectors for reading and writing.
   *
   * @param path an existing file or device; it is never created
   * @return a device that the caller closes
   * @throws IOException if it cannot be opened
   */
  public static BlockDevice open(Path path) throws IOException {
    return open(path, BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
  }

  /**
   * Opens a file or block device for reading and writing.
   *
   * @param path an existing file or device; it is never created
   * @param logicalBlockSizeBytes a power of two from 512 on
   * @return a device that the caller closes
   * @throws IOException if it cannot be opened
   * @throws IllegalArgumentException if the block size is not a power of two from 512 on
   */
  public static BlockDevice open(Path path, int logicalBlockSizeBytes) throws IOException {
    checkBlockSize(logicalBlockSizeBytes);
    checkIsDisk(path);
    return own(
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE),
        path,
        logicalBlockSizeBytes);
  }

  /**
   * Creates a sparse file of zeros and opens it.
   *
   * @param path a file that does not exist yet
   * @param sizeBytes its size, 0 or more
   * @param logicalBlockSizeBytes a power of two from 512 on
   * @return a device that the caller closes
   * @throws IOException if the file exists or cannot be made; no new file is left then
   * @throws IllegalArgumentException if a number is out of range
   */
  public static BlockDevice create(Path path, long sizeBytes, int logicalBlockSizeBytes)
      throws IOException {
    checkBlockSize(logicalBlockSizeBytes);
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size is " + sizeBytes + ", expected 0 or more");
    }
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE);
    try {
      if (sizeBytes > 0) {
        channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
      }
      return new ChannelDevice(channel, path.toString(), logicalBlockSizeBytes, true);
    } catch (IOException e) {
      try (channel) {
        Files.deleteIfExists(path);
        throw e;
      }
    }
  }

  /**
   * Wraps a channel; closing the device does not close the channel.
   *
   * @param channel a channel whose position is neither used nor moved
   * @param description see {@link BlockSource#description()}
   * @param logicalBlockSizeBytes a power of two from 512 on
   * @return the device, as writable as the channel is
   * @throws IOException if the size cannot be read
   * @throws IllegalArgumentException if the block size is not a power of two from 512 on
   */
  public static BlockDevice of(FileChannel channel, String description, int logicalBlockSizeBytes)
      throws IOException {
    checkBlockSize(logicalBlockSizeBytes);
    return new ChannelDevice(channel, description, logicalBlockSizeBytes, false);
  }

  /**
   * Makes a device of zeros in memory.
   *
   * @param sizeBytes its size, 0 or more
   * @return a device
   * @throws IllegalArgumentException if the size is negative
   */
  public static BlockDevice inMemory(int sizeBytes) {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size is " + sizeBytes + ", expected 0 or more");
    }
    return inMemory(new byte[sizeBytes], BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
  }

  /**
   * Makes a device over an array, without a copy.
   *
   * @param content what the device holds; writes go to this array
   * @param logicalBlockSizeBytes a power of two from 512 on
   * @return a device
   * @throws IllegalArgumentException if the block size is not a power of two from 512 on
   */
  public static BlockDevice inMemory(byte[] content, int logicalBlockSizeBytes) {
    checkBlockSize(logicalBlockSizeBytes);
    return new MemoryDevice(content, logicalBlockSizeBytes);
  }

  /**
   * Returns a view that can only be read; closing it does not close the source.
   *
   * @param source any source
   * @return the view
   */
  public static BlockSource readOnly(BlockSource source) {
    return new ReadOnlyView(source);
  }

  private static BlockDevice own(FileChannel channel, Path path, int logicalBlockSizeBytes)
      throws IOException {
    try {
      return new ChannelDevice(channel, path.toString(), logicalBlockSizeBytes, true);
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    }
  }

  /** Opening a pipe would wait for its other end, and a directory fails without its name. */
  private static void checkIsDisk(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new FileSystemException(
          path.toString(), null, "is a directory, expected a file or a block device");
    }
    if (Files.exists(path)
        && !Files.isRegularFile(path)
        && path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      int type = ((Integer) Files.getAttribute(path, "unix:mode")) & UNIX_TYPE_MASK;
      if (type != UNIX_BLOCK_DEVICE) {
        throw new FileSystemException(
            path.toString(),
            null,
            "is neither a regular file nor a block device, expected one of them");
      }
    }
  }

  private static void checkBlockSize(int size) {
    if (size < 512 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException(
          "logical block size is " + size + ", expected a power of two from 512 on");
    }
  }
}
