// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/** Decodes one frame with one buffer for a packed block and one for its content. */
final class Lz4FrameDecoder {
  private static final int UNCOMPRESSED = 0x80000000;

  // The checked pure-Java code: a fault of a native or unsafe decoder would be a fault of the host.
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.safeInstance().safeDecompressor();
  private static final XXHash32 BLOCK_HASH = XXHashFactory.safeInstance().hash32();

  private final StreamingXXHash32 contentHash = XXHashFactory.safeInstance().newStreamingHash32(0);
  private final CountingInput in;
  private final Lz4FrameHeader header;
  private final long maxRawBytes;
  private final byte[] packed;
  private final byte[] raw;
  private long rawBytes;

  private Lz4FrameDecoder(CountingInput in, Lz4FrameHeader header, long maxRawBytes) {
    this.in = in;
    this.header = header;
    this.maxRawBytes = maxRawBytes;
    this.packed = new byte[header.blockMaxBytes()];
    this.raw = new byte[header.blockMaxBytes()];
  }

  static FrameSizes decode(CountingInput in, long maxRawBytes, RawSink sink) throws IOException {
    Lz4FrameHeader header = Lz4FrameHeader.read(in);
    if (header.contentSizeBytes() != Lz4FrameHeader.NO_SIZE) {
      LimitExceededException.check(
          "content size of " + in.source() + " in bytes", maxRawBytes, header.contentSizeBytes());
    }
    return new Lz4FrameDecoder(in, header, maxRawBytes).run(sink);
  }

  private FrameSizes run(RawSink sink) throws IOException {
    for (int size = in.readInt("block size"); size != 0; size = in.readInt("block size")) {
      readBlock(size, sink);
    }
    checkContent();
    in.expectEnd();
    return new FrameSizes(rawBytes, in.countBytes());
  }

  private void readBlock(int sizeField, RawSink sink) throws IOException {
    long offset = in.countBytes() - Integer.BYTES;
    boolean compressed = (sizeField & UNCOMPRESSED) == 0;
    int size = sizeField & ~UNCOMPRESSED;
    if (size == 0 || size > header.blockMaxBytes()) {
      throw new MalformedDataException(
          "LZ4_BLOCK_SIZE",
          in.source(),
          offset,
          "block size",
          Integer.toString(size),
          "1 to " + header.blockMaxBytes());
    }
    in.readExactly(packed, 0, size, "block");
    if (header.blockChecksum()) {
      checkHash(
          "LZ4_BLOCK_CHECKSUM",
          "block checksum",
          in.readInt("block checksum"),
          BLOCK_HASH.hash(packed, 0, size, 0));
    }
    if (compressed) {
      deliver(raw, decompress(offset, size), sink);
    } else {
      deliver(packed, size, sink);
    }
  }

  private void deliver(byte[] content, int length, RawSink sink) throws IOException {
    LimitExceededException.check(
        "content of " + in.source() + " in bytes", maxRawBytes, rawBytes + length);
    rawBytes += length;
    if (header.contentSizeBytes() != Lz4FrameHeader.NO_SIZE
        && rawBytes > header.contentSizeBytes()) {
      throw wrongContentSize();
    }
    contentHash.update(content, 0, length);
    sink.write(ByteBuffer.wrap(content, 0, length));
  }

  private int decompress(long offset, int size) throws MalformedDataException {
    try {
      return DECOMPRESSOR.decompress(packed, 0, size, raw, 0, raw.length);
    } catch (LZ4Exception | IndexOutOfBoundsException e) {
      throw new MalformedDataException(
          "LZ4_BLOCK",
          in.source(),
          offset,
          "block",
          "not decodable",
          "LZ4 sequences for at most " + raw.length + " bytes",
          e);
    }
  }

  private void checkContent() throws IOException {
    if (header.contentSizeBytes() != Lz4FrameHeader.NO_SIZE
        && rawBytes != header.contentSizeBytes()) {
      throw wrongContentSize();
    }
    if (header.contentChecksum()) {
      checkHash(
          "LZ4_CONTENT_CHECKSUM",
          "content checksum",
          in.readInt("content checksum"),
          contentHash.getValue());
    }
  }

  private void checkHash(String code, String field, int stored, int computed)
      throws MalformedDataException {
    if (stored != computed) {
      throw new MalformedDataException(
          code,
          in.source(),
          in.countBytes() - Integer.BYTES,
          field,
          HexFormat.of().toHexDigits(stored),
          HexFormat.of().toHexDigits(computed));
    }
  }

  private MalformedDataException wrongContentSize() {
    return new MalformedDataException(
        "LZ4_CONTENT_SIZE",
        in.source(),
        in.countBytes(),
        "content",
        rawBytes + " bytes",
        header.contentSizeBytes() + " bytes as the frame's header says");
  }
}
