// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The descriptor at the start of an LZ4 frame.
 *
 * <table>
 * <caption>LZ4 frame format 1.6.x, section "Frame Descriptor"; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>name</th></tr>
 * <tr><td>0</td><td>4</td><td>magic, 0x184D2204</td></tr>
 * <tr><td>4</td><td>1</td><td>FLG: version 01, independent blocks, block checksum, content size,
 * content checksum, reserved, dictionary id</td></tr>
 * <tr><td>5</td><td>1</td><td>BD: reserved, block maximum size (3 bits), reserved (4 bits)</td></tr>
 * <tr><td>6</td><td>0 or 8</td><td>content size</td></tr>
 * <tr><td>then</td><td>0 or 4</td><td>dictionary id</td></tr>
 * <tr><td>then</td><td>1</td><td>HC: second byte of xxh32 of FLG up to here</td></tr>
 * </table>
 *
 * @param blockChecksum whether each block is followed by its xxh32
 * @param contentChecksum whether the xxh32 of the content follows the last block
 * @param contentSizeBytes size of the content, or {@link #NO_SIZE}
 * @param blockMaxBytes the largest block
 * @param headerBytes size of the header itself
 */
record Lz4FrameHeader(
    boolean blockChecksum,
    boolean contentChecksum,
    long contentSizeBytes,
    int blockMaxBytes,
    int headerBytes) {
  static final int MAGIC = 0x184D2204;
  static final long NO_SIZE = -1;

  private static final int LEGACY_MAGIC = 0x184C2102;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;

  private static final int FLG_VERSION_MASK = 0xC0;
  private static final int FLG_VERSION_1 = 0x40;
  private static final int FLG_INDEPENDENT = 0x20;
  private static final int FLG_BLOCK_CHECKSUM = 0x10;
  private static final int FLG_CONTENT_SIZE = 0x08;
  private static final int FLG_CONTENT_CHECKSUM = 0x04;
  private static final int FLG_RESERVED = 0x02;
  private static final int FLG_DICTIONARY = 0x01;
  private static final int BD_RESERVED = 0x8F;
  private static final int MIN_BLOCK_ID = 4;

  private static final int DESCRIPTOR_OFFSET = 4;
  private static final int FLG_AND_BD_BYTES = 2;
  private static final int CONTENT_SIZE_BYTES = 8;
  private static final int DICTIONARY_ID_BYTES = 4;

  private static final XXHash32 HASH = XXHashFactory.safeInstance().hash32();

  /** Reads the header, checksum first, so that a damaged flag is not taken for a feature. */
  static Lz4FrameHeader read(CountingInput in) throws IOException {
    checkMagic(in);
    byte[] descriptor = new byte[FLG_AND_BD_BYTES + CONTENT_SIZE_BYTES + DICTIONARY_ID_BYTES];
    in.readExactly(descriptor, 0, FLG_AND_BD_BYTES, "FLG and BD");
    int flg = descriptor[0] & 0xFF;
    int bd = descriptor[1] & 0xFF;
    if ((flg & FLG_VERSION_MASK) != FLG_VERSION_1) {
      throw new UnsupportedFormatException(
          in.source(), "LZ4 frame version", Integer.toString(flg >>> 6), "1");
    }
    int length = FLG_AND_BD_BYTES;
    length += (flg & FLG_CONTENT_SIZE) != 0 ? CONTENT_SIZE_BYTES : 0;
    length += (flg & FLG_DICTIONARY) != 0 ? DICTIONARY_ID_BYTES : 0;
    in.readExactly(descriptor, FLG_AND_BD_BYTES, length - FLG_AND_BD_BYTES, "frame descriptor");
    checkChecksum(in, descriptor, length);
    checkFlags(in.source(), flg, bd);
    return new Lz4FrameHeader(
        (flg & FLG_BLOCK_CHECKSUM) != 0,
        (flg & FLG_CONTENT_CHECKSUM) != 0,
        (flg & FLG_CONTENT_SIZE) != 0 ? contentSize(in.source(), descriptor) : NO_SIZE,
        blockMaxBytes(in.source(), bd),
        DESCRIPTOR_OFFSET + length + 1);
  }

  private static void checkMagic(CountingInput in) throws IOException {
    byte[] magic = new byte[DESCRIPTOR_OFFSET];
    in.readExactly(magic, 0, magic.length, "magic");
    int value = ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (value == LEGACY_MAGIC) {
      throw new UnsupportedFormatException(
          in.source(), "LZ4 frame type", "the legacy frame", "one general frame");
    }
    if ((value & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
      throw new UnsupportedFormatException(
          in.source(), "LZ4 frame type", "a skippable frame", "one general frame");
    }
    if (value != MAGIC) {
      throw new MalformedDataException(
          "LZ4_MAGIC", in.source(), 0, "magic", HexFormat.of().formatHex(magic), "04224d18");
    }
  }

  private static void checkChecksum(CountingInput in, byte[] descriptor, int length)
      throws IOException {
    byte[] stored = new byte[1];
    long offset = in.countBytes();
    in.readExactly(stored, 0, 1, "header checksum");
    byte computed = (byte) (HASH.hash(descriptor, 0, length, 0) >>> 8);
    if (stored[0] != computed) {
      throw new MalformedDataException(
          "LZ4_HEADER_CHECKSUM",
          in.source(),
          offset,
          "header checksum",
          HexFormat.of().toHexDigits(stored[0]),
          HexFormat.of().toHexDigits(computed));
    }
  }

  private static void checkFlags(String source, int flg, int bd) throws IOException {
    if ((flg & FLG_RESERVED) != 0 || (bd & BD_RESERVED) != 0) {
      throw new MalformedDataException(
          "LZ4_RESERVED_BITS",
          source,
          DESCRIPTOR_OFFSET,
          "FLG and BD",
          HexFormat.of().toHexDigits((short) (flg << 8 | bd)),
          "reserved bits 0");
    }
    if ((flg & FLG_INDEPENDENT) == 0) {
      throw new UnsupportedFormatException(
          source, "LZ4 block mode", "dependent blocks", "independent blocks");
    }
    if ((flg & FLG_DICTIONARY) != 0) {
      throw new UnsupportedFormatException(
          source, "LZ4 dictionary", "a dictionary id", "no dictionary");
    }
  }

  private static long contentSize(String source, byte[] descriptor) throws MalformedDataException {
    long size =
        ByteBuffer.wrap(descriptor).order(ByteOrder.LITTLE_ENDIAN).getLong(FLG_AND_BD_BYTES);
    if (size < 0) {
      throw new MalformedDataException(
          "LZ4_CONTENT_SIZE",
          source,
          DESCRIPTOR_OFFSET + FLG_AND_BD_BYTES,
          "content size",
          Long.toUnsignedString(size),
          "less than 2^63");
    }
    return size;
  }

  private static int blockMaxBytes(String source, int bd) throws MalformedDataException {
    int id = bd >>> 4;
    if (id < MIN_BLOCK_ID) {
      throw new MalformedDataException(
          "LZ4_BLOCK_MAXIMUM",
          source,
          DESCRIPTOR_OFFSET + 1,
          "block maximum size",
          Integer.toString(id),
          "4 to 7");
    }
    return 1 << (8 + 2 * id);
  }

  /** Returns the header that {@code lz4 -9} writes: 4 MiB blocks, content checksum, no size. */
  static byte[] encodeDefault() {
    ByteBuffer header = ByteBuffer.allocate(7).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MAGIC);
    header.put((byte) (FLG_VERSION_1 | FLG_INDEPENDENT | FLG_CONTENT_CHECKSUM));
    header.put((byte) 0x70);
    header.put((byte) (HASH.hash(header.array(), DESCRIPTOR_OFFSET, FLG_AND_BD_BYTES, 0) >>> 8));
    return header.array();
  }
}
