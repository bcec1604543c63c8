// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads and writes the 512 bytes of a superblock; every field is checked before it is used. */
final class SuperblockCodec {
  private final ByteBuffer bytes;
  private final String source;

  private SuperblockCodec(ByteBuffer bytes, String source) {
    this.bytes = bytes;
    this.source = source;
  }

  static VeritySuperblock decode(ByteBuffer buffer, String source) throws GantryException {
    if (buffer.remaining() < SuperblockLayout.SIZE) {
      throw new MalformedDataException(
          "VERITY_SUPERBLOCK_TRUNCATED",
          source,
          0,
          "size of the hash device",
          buffer.remaining() + " bytes",
          "at least " + SuperblockLayout.SIZE + " bytes");
    }
    ByteBuffer view = buffer.slice(buffer.position(), SuperblockLayout.SIZE);
    buffer.position(buffer.position() + SuperblockLayout.SIZE);
    return new SuperblockCodec(view.order(ByteOrder.LITTLE_ENDIAN), source).decode();
  }

  private VeritySuperblock decode() throws GantryException {
    Bytes signature = bytesAt(SuperblockLayout.SIGNATURE, SuperblockLayout.SIGNATURE_SIZE);
    if (!signature.equals(SuperblockLayout.SIGNATURE_VALUE)) {
      throw malformed(
          SuperblockLayout.SIGNATURE,
          "signature",
          readable(signature),
          readable(SuperblockLayout.SIGNATURE_VALUE) + ", which a verity superblock begins with");
    }
    long version = unsigned(SuperblockLayout.VERSION);
    if (version != SuperblockLayout.VERSION_VALUE) {
      throw new UnsupportedFormatException(
          source, "superblock version", Long.toString(version), "1");
    }
    long hashType = unsigned(SuperblockLayout.HASH_TYPE);
    if (hashType > VeritySuperblock.HASH_TYPE_NORMAL) {
      throw new UnsupportedFormatException(source, "hash type", Long.toString(hashType), "0 or 1");
    }
    VerityAlgorithm algorithm = algorithm();
    int dataBlockSize = blockSize(SuperblockLayout.DATA_BLOCK_SIZE, "data block size");
    int hashBlockSize = blockSize(SuperblockLayout.HASH_BLOCK_SIZE, "hash block size");
    long dataBlocks = bytes.getLong(SuperblockLayout.DATA_BLOCKS);
    if (dataBlocks < 1 || dataBlocks > VeritySuperblock.maxDataBlocks(dataBlockSize)) {
      throw malformed(
          SuperblockLayout.DATA_BLOCKS,
          "data blocks",
          Long.toUnsignedString(dataBlocks),
          "1 to " + VeritySuperblock.maxDataBlocks(dataBlockSize));
    }
    int saltSize = Short.toUnsignedInt(bytes.getShort(SuperblockLayout.SALT_SIZE));
    if (saltSize > VerityParameters.MAX_SALT_BYTES) {
      throw malformed(
          SuperblockLayout.SALT_SIZE,
          "salt size",
          Integer.toString(saltSize),
          "0 to " + VerityParameters.MAX_SALT_BYTES);
    }
    checkZero(SuperblockLayout.PADDING_1, SuperblockLayout.SALT, "padding");
    checkZero(SuperblockLayout.SALT + saltSize, SuperblockLayout.PADDING_2, "padding of the salt");
    checkZero(SuperblockLayout.PADDING_2, SuperblockLayout.SIZE, "padding");
    return new VeritySuperblock(
        (int) hashType,
        Guid.decodeBigEndian(bytes.slice(SuperblockLayout.UUID, Guid.SIZE_BYTES)),
        algorithm,
        dataBlockSize,
        hashBlockSize,
        dataBlocks,
        bytesAt(SuperblockLayout.SALT, saltSize));
  }

  private VerityAlgorithm algorithm() throws GantryException {
    int length = 0;
    while (length < SuperblockLayout.ALGORITHM_SIZE
        && bytes.get(SuperblockLayout.ALGORITHM + length) != 0) {
      length++;
    }
    int end = SuperblockLayout.ALGORITHM + length;
    if (length == SuperblockLayout.ALGORITHM_SIZE) {
      throw malformed(
          SuperblockLayout.ALGORITHM, "digest name", "32 bytes without a NUL", "at most 31 bytes");
    }
    checkZero(end, SuperblockLayout.DATA_BLOCK_SIZE, "padding of the digest name");
    String name =
        StandardCharsets.ISO_8859_1
            .decode(bytes.slice(SuperblockLayout.ALGORITHM, length))
            .toString();
    return supported(name, source);
  }

  static VerityAlgorithm supported(String name, String source) throws UnsupportedFormatException {
    return VerityAlgorithm.find(name)
        .orElseThrow(
            () ->
                new UnsupportedFormatException(
                    source, "digest", Text.quote(name), "one of " + VerityAlgorithm.all()));
  }

  private int blockSize(int offset, String field) throws MalformedDataException {
    long size = unsigned(offset);
    if (!VerityParameters.isBlockSize(size)) {
      throw malformed(offset, field, Long.toString(size), "a power of two from 512 to 524288");
    }
    return (int) size;
  }

  private void checkZero(int from, int to, String field) throws MalformedDataException {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) != 0) {
        throw malformed(i, field, Integer.toString(Byte.toUnsignedInt(bytes.get(i))), "0");
      }
    }
  }

  private long unsigned(int offset) {
    return Integer.toUnsignedLong(bytes.getInt(offset));
  }

  private Bytes bytesAt(int offset, int size) {
    return Bytes.copyOf(bytes.slice(offset, size));
  }

  /** As a hex dump shows it: the letters that there are, and the bytes. */
  private static String readable(Bytes magic) {
    StringBuilder letters = new StringBuilder();
    for (byte next : magic.toByteArray()) {
      letters.append(next >= ' ' && next <= '~' ? (char) next : '.');
    }
    return "\"" + letters + "\" (hex " + magic.toHex() + ")";
  }

  private MalformedDataException malformed(
      int offset, String field, String found, String expected) {
    return new MalformedDataException("VERITY_SUPERBLOCK", source, offset, field, found, expected);
  }

  static void encode(VeritySuperblock superblock, ByteBuffer target) {
    ByteBuffer out =
        target
            .slice(target.position(), SuperblockLayout.SIZE)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[SuperblockLayout.SIZE]);
    out.put(SuperblockLayout.SIGNATURE, SuperblockLayout.SIGNATURE_VALUE.toByteArray());
    out.putInt(SuperblockLayout.VERSION, SuperblockLayout.VERSION_VALUE);
    out.putInt(SuperblockLayout.HASH_TYPE, superblock.hashType());
    superblock.uuid().encodeBigEndian(out.position(SuperblockLayout.UUID));
    out.put(
        SuperblockLayout.ALGORITHM,
        superblock.algorithm().id().getBytes(StandardCharsets.US_ASCII));
    out.putInt(SuperblockLayout.DATA_BLOCK_SIZE, superblock.dataBlockSizeBytes());
    out.putInt(SuperblockLayout.HASH_BLOCK_SIZE, superblock.hashBlockSizeBytes());
    out.putLong(SuperblockLayout.DATA_BLOCKS, superblock.dataBlocks());
    out.putShort(SuperblockLayout.SALT_SIZE, (short) superblock.salt().size());
    out.put(SuperblockLayout.SALT, superblock.salt().toByteArray());
    target.position(target.position() + SuperblockLayout.SIZE);
  }
}
