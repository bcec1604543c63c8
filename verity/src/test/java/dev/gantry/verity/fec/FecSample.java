// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.Guid;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VeritySuperblock;
import dev.gantry.verity.VerityTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** Data and tree in memory, to make parity of, to damage and to repair. */
final class FecSample {
  static final Guid UUID = Guid.parse("01234567-89ab-cdef-0123-456789abcdef");
  static final Bytes SALT = Bytes.of(splitMix(1L << 32, 32));

  final byte[] dataBytes;
  final byte[] hashBytes;
  final BlockDevice data;
  final BlockDevice hash;
  final VerityLayout layout;
  final RootHash rootHash;

  private FecSample(byte[] dataBytes, byte[] hashBytes, VerityLayout layout, RootHash rootHash) {
    this.dataBytes = dataBytes;
    this.hashBytes = hashBytes;
    this.data = BlockDevices.inMemory(dataBytes, 512);
    this.hash = BlockDevices.inMemory(hashBytes, 512);
    this.layout = layout;
    this.rootHash = rootHash;
  }

  /** Random data of a number of blocks, with a hash device that ends with the tree. */
  static FecSample of(int blocks, int blockSize) throws IOException {
    return of(blocks, blockSize, 0);
  }

  /** Random data, with zeros behind the tree. */
  static FecSample of(int blocks, int blockSize, int bytesBehindTree) throws IOException {
    VerityParameters parameters =
        VerityParameters.builder(UUID, SALT)
            .dataBlockSizeBytes(blockSize)
            .hashBlockSizeBytes(blockSize)
            .build();
    byte[] data = splitMix(0, blocks * blockSize);
    int hashSize = (int) VerityFormatter.hashAreaBytes(blocks, parameters) + bytesBehindTree;
    return format(data, hashSize, 0, parameters);
  }

  private static FecSample format(
      byte[] data, int hashSize, int hashOffset, VerityParameters parameters) throws IOException {
    byte[] hash = new byte[hashSize];
    VerityTree tree =
        VerityFormatter.format(
            BlockDevices.inMemory(data, 512),
            BlockDevices.inMemory(hash, 512).slice(hashOffset, hashSize - hashOffset),
            parameters,
            VerityOptions.defaults());
    return new FecSample(
        data, hash, VerityLayout.of(tree.superblock(), hashOffset), tree.rootHash());
  }

  /** What a golden case had before its parity was made. */
  static FecSample of(JsonNode golden) throws IOException {
    int blockSize = golden.get("data_block_size").asInt();
    int blocks = golden.get("data_blocks").asInt();
    VerityParameters parameters =
        VerityParameters.builder(UUID, Bytes.parseHex(golden.get("salt_hex").asString()))
            .hashType(golden.get("hash_type").asInt())
            .algorithm(VerityAlgorithm.find(golden.get("algorithm").asString()).orElseThrow())
            .dataBlockSizeBytes(blockSize)
            .hashBlockSizeBytes(blockSize)
            .build();
    byte[] data =
        golden.get("data_kind").asString().equals("zero")
            ? new byte[blocks * blockSize]
            : splitMix(0, blocks * blockSize);
    boolean inOneFile = golden.get("hash_in_data_file").asBoolean();
    int size =
        golden.get("fec_where").asString().equals("separate")
            ? golden.get("hash_file_size").asInt()
            : golden.get("fec_offset").asInt();
    boolean bare = !golden.get("superblock").asBoolean();
    int offset = inOneFile ? golden.get("hash_offset").asInt() : 0;
    // Without a superblock, the tree is where one with a superblock a block earlier has it.
    return bare && inOneFile
        ? format(data, size, offset - blockSize, parameters)
        : format(data, size + (bare ? blockSize : 0), offset, parameters);
  }

  static VeritySuperblock superblock(long blocks, int dataSize, int hashSize, Bytes salt) {
    return new VeritySuperblock(1, UUID, VerityAlgorithm.SHA256, dataSize, hashSize, blocks, salt);
  }

  /** The first bytes of the SplitMix64 stream, from a word on. */
  static byte[] splitMix(long firstWord, int size) {
    ByteBuffer words = ByteBuffer.allocate((size + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = firstWord; words.hasRemaining(); i++) {
      long z = (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      words.putLong(z ^ (z >>> 31));
    }
    return Arrays.copyOf(words.array(), size);
  }

  static byte[] read(BlockSource source, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    source.readFully(offset, buffer);
    return buffer.array();
  }

  static String sha256(BlockSource source, long offset, long length) throws IOException {
    MessageDigest engine = DigestAlgorithm.SHA256.newMessageDigest();
    engine.update(read(source, offset, (int) length));
    return new Digest(DigestAlgorithm.SHA256, Bytes.of(engine.digest())).hex();
  }
}
