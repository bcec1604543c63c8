// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Objects;

/** A device over a file channel: a regular file or a real block device. */
final class ChannelDevice implements BlockDevice {
  private final FileChannel channel;
  private final String description;
  private final long sizeBytes;
  private final int logicalBlockSizeBytes;
  private final boolean owned;

  ChannelDevice(FileChannel channel, String description, int logicalBlockSizeBytes, boolean owned)
      throws IOException {
    this.channel = channel;
    this.description = description;
    this.logicalBlockSizeBytes = logicalBlockSizeBytes;
    this.owned = owned;
    // Files.size is 0 on a block device; the channel's size is right on both.
    this.sizeBytes = channel.size();
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public int logicalBlockSizeBytes() {
    return logicalBlockSizeBytes;
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) target.remaining(), sizeBytes);
    long position = offsetBytes;
    while (target.hasRemaining()) {
      int count = channel.read(target, position);
      if (count < 0) {
        throw new MalformedDataException(
            "SOURCE_TRUNCATED",
            description,
            position,
            "size",
            "the end of the file",
            sizeBytes + " bytes as when it was opened");
      }
      position += count;
    }
  }

  @Override
  public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
    Objects.checkFromIndexSize(offsetBytes, (long) source.remaining(), sizeBytes);
    long position = offsetBytes;
    try {
      while (source.hasRemaining()) {
        position += channel.write(source, position);
      }
    } catch (NonWritableChannelException | ReadOnlyFileSystemException e) {
      throw new IOException(description + " is open for reading only", e);
    }
  }

  @Override
  public void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() throws IOException {
    if (owned) {
      channel.close();
    }
  }
}
