// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.publish;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressListener;
import dev.gantry.core.ProgressMeter;
import dev.gantry.update.codec.FrameSizes;
import dev.gantry.update.codec.Lz4EncodeOptions;
import dev.gantry.update.codec.Lz4Frames;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Packs an image into a frame, and unpacks it again to be sure. */
final class TargetPacker {
  private final Lz4EncodeOptions options;
  private final ProgressListener listener;

  TargetPacker(Lz4EncodeOptions options, ProgressListener listener) {
    this.options = options;
    this.listener = listener;
  }

  void pack(Path image, Path target) throws IOException {
    MessageDigest packed = DigestAlgorithm.SHA256.newMessageDigest();
    ProgressMeter meter =
        new ProgressMeter(
            listener, "pack " + image.getFileName(), Files.size(image), Progress.Unit.BYTES);
    FrameSizes sizes;
    try (InputStream raw =
            new MeteredInput(new DigestInputStream(Files.newInputStream(image), packed), meter);
        FileChannel channel =
            FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      OutputStream frame = new BufferedOutputStream(Channels.newOutputStream(channel));
      sizes = Lz4Frames.encode(raw, frame, options);
      frame.flush();
      // The repository may link to this file instead of copying it.
      channel.force(true);
    }
    MessageDigest unpacked = DigestAlgorithm.SHA256.newMessageDigest();
    try (InputStream frame = new BufferedInputStream(Files.newInputStream(target))) {
      Lz4Frames.decode(
          frame,
          target.toString(),
          sizes.rawBytes(),
          content -> {
            options.cancellation().throwIfCancelled();
            unpacked.update(content);
          });
    }
    Digest expected = sha256(packed);
    Digest actual = sha256(unpacked);
    if (!actual.equals(expected)) {
      throw new DigestMismatchException(target.toString(), expected, actual);
    }
  }

  private static Digest sha256(MessageDigest engine) {
    return new Digest(DigestAlgorithm.SHA256, Bytes.of(engine.digest()));
  }

  /** Counts what is read. */
  private static final class MeteredInput extends FilterInputStream {
    private final ProgressMeter meter;

    MeteredInput(InputStream in, ProgressMeter meter) {
      super(in);
      this.meter = meter;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      if (value >= 0) {
        meter.advance(1);
      }
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count > 0) {
        meter.advance(count);
      }
      return count;
    }
  }
}
