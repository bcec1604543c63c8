// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.ProgressMeter;
import dev.gantry.tuf.VerifiedTarget;
import dev.gantry.update.codec.Lz4Frames;
import dev.gantry.update.codec.RawSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Moves one image from its target to its partition and back. */
final class PartitionImage {
  static final DigestAlgorithm ALGORITHM = DigestAlgorithm.SHA256;

  private static final int BUFFER_BYTES = 1 << 20;
  private static final int INPUT_BUFFER_BYTES = 1 << 18;

  private final String name;
  private final WorkContext work;

  /** Takes the name that progress and errors have for the image: boot, root or hash. */
  PartitionImage(String name, WorkContext work) {
    this.name = name;
    this.work = work;
  }

  /**
   * Decodes the whole target and forgets it, so that a bad frame or one that is too large is found
   * while the slot still has its old content.
   *
   * @return how many bytes the image has
   */
  long measure(VerifiedTarget target, long partitionBytes) throws IOException {
    ProgressMeter meter = work.meter("check " + name, target.target().lengthBytes());
    return decode(
        target, partitionBytes, meter, true, content -> content.position(content.limit()));
  }

  /** Writes the image to the beginning of the partition and flushes. */
  WrittenImage write(VerifiedTarget target, long imageBytes, BlockDevice partition)
      throws IOException {
    ProgressMeter meter = work.meter("write " + name, imageBytes);
    MessageDigest digest = ALGORITHM.newMessageDigest();
    long[] offset = {0};
    long written =
        decode(
            target,
            imageBytes,
            meter,
            false,
            content -> {
              digest.update(content.duplicate());
              int count = content.remaining();
              partition.writeFully(offset[0], content);
              offset[0] += count;
            });
    if (written != imageBytes) {
      throw new LengthMismatchException(name + " image of " + target.file(), imageBytes, written);
    }
    partition.flush();
    return new WrittenImage(written, new Digest(ALGORITHM, Bytes.of(digest.digest())));
  }

  private long decode(
      VerifiedTarget target, long maxBytes, ProgressMeter meter, boolean countInput, RawSink sink)
      throws IOException {
    try (InputStream file = target.open();
        InputStream counted = countInput ? new MeteredStream(file, meter) : file;
        InputStream in = new BufferedInputStream(counted, INPUT_BUFFER_BYTES)) {
      return Lz4Frames.decode(
              in,
              target.file().toString(),
              maxBytes,
              content -> {
                work.cancellation().throwIfCancelled();
                int count = content.remaining();
                sink.write(content);
                if (!countInput) {
                  meter.advance(count);
                }
              })
          .rawBytes();
    }
  }

  /**
   * Reads what was written and compares.
   *
   * @throws DigestMismatchException if a byte is not as it was written
   */
  void readBack(BlockSource partition, WrittenImage expected) throws IOException {
    if (expected.lengthBytes() > partition.sizeBytes()) {
      throw new LengthMismatchException(
          partition.description(), expected.lengthBytes(), partition.sizeBytes());
    }
    ProgressMeter meter = work.meter("read back " + name, expected.lengthBytes());
    MessageDigest digest = expected.digest().algorithm().newMessageDigest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (long offset = 0; offset < expected.lengthBytes(); offset += buffer.limit()) {
      work.cancellation().throwIfCancelled();
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, expected.lengthBytes() - offset));
      partition.readFully(offset, buffer);
      digest.update(buffer.flip());
      meter.advance(buffer.limit());
    }
    Digest actual = new Digest(expected.digest().algorithm(), Bytes.of(digest.digest()));
    if (!actual.equals(expected.digest())) {
      throw new DigestMismatchException(
          name + " image in " + partition.description(), expected.digest(), actual);
    }
  }
}
