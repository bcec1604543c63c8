// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A small random format, with the options of veritysetup that say the same. */
final class RandomShape {
  private static final List<VerityAlgorithm> DIGESTS =
      List.of(
          VerityAlgorithm.SHA256,
          VerityAlgorithm.SHA1,
          VerityAlgorithm.SHA224,
          VerityAlgorithm.SHA384,
          VerityAlgorithm.SHA512,
          VerityAlgorithm.SHA512_224,
          VerityAlgorithm.SHA512_256,
          VerityAlgorithm.SHA3_224,
          VerityAlgorithm.SHA3_256,
          VerityAlgorithm.SHA3_384,
          VerityAlgorithm.SHA3_512,
          VerityAlgorithm.BLAKE2B_512,
          VerityAlgorithm.BLAKE2S_256,
          VerityAlgorithm.SM3,
          VerityAlgorithm.WHIRLPOOL,
          VerityAlgorithm.RIPEMD160,
          VerityAlgorithm.RMD160,
          VerityAlgorithm.MD5,
          VerityAlgorithm.MD4);

  final VerityParameters parameters;
  final boolean inOneFile;
  final byte[] content;
  final long blocks;

  /** Whether blocks are asked for that there are not, or an overlap: both sides must refuse. */
  final boolean isBad;

  RandomShape(Random random) {
    int dataSize = 512 << random.nextInt(random.nextInt(8) == 0 ? 8 : 4);
    int hashSize = 512 << random.nextInt(random.nextInt(8) == 0 ? 8 : 4);
    int covered = 1 + random.nextInt(random.nextBoolean() ? 4 : 300);
    covered = Math.max(1, Math.min(covered, (1 << 18) / dataSize));
    int spare = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
    int tail = random.nextInt(4) == 0 ? random.nextInt(dataSize) : 0;
    this.inOneFile = random.nextInt(4) == 0;
    boolean limited = spare > 0 || inOneFile;
    this.isBad = random.nextInt(16) == 0;
    this.content = VerityData.splitMix((covered + spare) * dataSize + tail);
    this.blocks = covered;

    long offset = random.nextBoolean() ? 0 : 512L * random.nextInt(100);
    if (inOneFile) {
      offset = (content.length + 511L) / 512 * 512 + 512L * random.nextInt(20);
    }
    boolean hasSuperblock = random.nextInt(4) != 0;
    if (!hasSuperblock) {
      offset = (offset + hashSize - 1) / hashSize * hashSize;
    }
    if (isBad && inOneFile) {
      offset = (long) (covered - 1) * dataSize / hashSize * hashSize;
    }
    int salt = random.nextInt(3) == 0 ? 32 : random.nextInt(257);
    VerityParameters.Builder builder =
        VerityParameters.builder(VerityData.UUID, VerityData.salt(salt))
            .hashType(random.nextInt(2))
            .algorithm(DIGESTS.get(random.nextInt(random.nextBoolean() ? 1 : DIGESTS.size())))
            .dataBlockSizeBytes(dataSize)
            .hashBlockSizeBytes(hashSize)
            .hashOffsetBytes(offset);
    if (isBad && !inOneFile) {
      builder.dataBlocks(content.length / dataSize + 1L);
    } else if (limited) {
      builder.dataBlocks(covered);
    }
    if (!hasSuperblock) {
      builder.withoutSuperblock();
    }
    this.parameters = builder.build();
  }

  VerityLayout layout() {
    return parameters.layout(blocks);
  }

  /** Data and hash device as they are before; one and the same if all is in one file. */
  BlockDevice hashDevice() {
    byte[] bytes = new byte[(int) layout().endBytes()];
    if (inOneFile) {
      bytes = Arrays.copyOf(content, Math.max(bytes.length, content.length));
    }
    return BlockDevices.inMemory(bytes, 512);
  }

  BlockSource dataSource(BlockDevice hash) {
    return inOneFile ? hash : BlockDevices.inMemory(content, 512);
  }

  List<String> formatOptions() {
    List<String> options = shapeOptions();
    parameters.dataBlocks().ifPresent(count -> options.add("--data-blocks=" + count));
    options.add(parameters.hasSuperblock() ? "--uuid=" + parameters.uuid() : "--no-superblock");
    return options;
  }

  List<String> verifyOptions() {
    if (parameters.hasSuperblock()) {
      return List.of("--hash-offset=" + parameters.hashOffsetBytes());
    }
    List<String> options = shapeOptions();
    options.add("--no-superblock");
    options.add("--data-blocks=" + blocks);
    return options;
  }

  private List<String> shapeOptions() {
    String salt = parameters.salt().size() == 0 ? "-" : parameters.salt().toHex();
    return new ArrayList<>(
        List.of(
            "--format=" + parameters.hashType(),
            "--hash=" + parameters.algorithm().id(),
            "--data-block-size=" + parameters.dataBlockSizeBytes(),
            "--hash-block-size=" + parameters.hashBlockSizeBytes(),
            "--salt=" + salt,
            "--hash-offset=" + parameters.hashOffsetBytes()));
  }

  @Override
  public String toString() {
    return formatOptions()
        + " data of "
        + content.length
        + " bytes"
        + (inOneFile ? ", one file" : "")
        + (isBad ? ", bad" : "");
  }
}
