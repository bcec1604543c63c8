// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.core.Text;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.VerityLayout;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VeritySuperblock;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a tree depends on, by the names of veritysetup. */
final class TreeOptions {
  @Option(
      names = "--hash",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "Digest, for example sha256, sha512 or blake2b-512. Default: ${DEFAULT-VALUE}.")
  private String algorithm = "";

  @Option(
      names = "--format",
      paramLabel = "TYPE",
      defaultValue = "1",
      description = "Hash type: 1 normal, 0 Chrome OS. Default: ${DEFAULT-VALUE}.")
  private int hashType;

  @Option(
      names = "--data-block-size",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description = "Power of two from 512 to 524288. Default: ${DEFAULT-VALUE}.")
  private int dataBlockSize;

  @Option(
      names = "--hash-block-size",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description = "Power of two from 512 to 524288. Default: ${DEFAULT-VALUE}.")
  private int hashBlockSize;

  @Option(
      names = "--data-blocks",
      paramLabel = "N",
      description = "Covers the first N blocks; default all.")
  private long dataBlocks;

  @Option(
      names = "--hash-offset",
      paramLabel = "BYTES",
      description = "Where the hash area begins on HASH, a multiple of 512; default 0.")
  private long hashOffset;

  @Option(names = "--no-superblock", description = "The tree is all there is.")
  private boolean noSuperblock;

  @Option(
      names = {"-s", "--salt"},
      paramLabel = "HEX",
      description = "Salt, - for none; default random.")
  private @Nullable String salt;

  @Option(names = "--uuid", paramLabel = "UUID", description = "Default random.")
  private @Nullable String uuid;

  long hashOffset() {
    return hashOffset;
  }

  /**
   * Returns the parameters of a new tree.
   *
   * @param inOne whether data and hash area are in one file, of which all before the hash area is
   *     covered then
   */
  VerityParameters parameters(BlockSource data, boolean inOne) {
    SecureRandom random = new SecureRandom();
    byte[] randomSalt = new byte[VerityParameters.RANDOM_SALT_BYTES];
    random.nextBytes(randomSalt);
    VerityParameters.Builder builder =
        builder(
            uuid == null ? Guid.random(random) : Guid.parse(uuid),
            salt == null ? Bytes.of(randomSalt) : bytes(salt));
    long blocks = dataBlocks;
    if (inOne && blocks == 0) {
      blocks = Math.min(hashOffset, data.sizeBytes()) / dataBlockSize;
    }
    return (blocks == 0 ? builder : builder.dataBlocks(blocks)).build();
  }

  /** Returns the layout of a tree that exists: of its superblock, or of the options. */
  VerityLayout layout(BlockSource data, BlockSource hash) throws IOException {
    if (!noSuperblock) {
      return VerityLayout.of(VeritySuperblock.read(hash, hashOffset), hashOffset);
    }
    if (salt == null) {
      throw new IllegalArgumentException("--salt is missing; with --no-superblock it is needed");
    }
    VerityParameters parameters = builder(Guid.ZERO, bytes(salt)).build();
    long blocks = dataBlocks == 0 ? data.sizeBytes() / dataBlockSize : dataBlocks;
    return parameters.layout(blocks);
  }

  private VerityParameters.Builder builder(Guid identity, Bytes chosenSalt) {
    VerityParameters.Builder builder =
        VerityParameters.builder(identity, chosenSalt)
            .hashType(hashType)
            .algorithm(algorithm(algorithm))
            .dataBlockSizeBytes(dataBlockSize)
            .hashBlockSizeBytes(hashBlockSize)
            .hashOffsetBytes(hashOffset);
    return noSuperblock ? builder.withoutSuperblock() : builder;
  }

  static VerityAlgorithm algorithm(String name) {
    return VerityAlgorithm.find(name.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--hash is "
                        + Text.quote(name)
                        + ", expected one of "
                        + VerityAlgorithm.all()));
  }

  private static Bytes bytes(String text) {
    return Bytes.parseHex("-".equals(text) ? "" : text);
  }
}
