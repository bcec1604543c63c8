// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.verity.CorruptBlock;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.VerityFormatter;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityParameters;
import dev.gantry.verity.VerityProof;
import dev.gantry.verity.VerityReport;
import dev.gantry.verity.VeritySuperblock;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityTree;
import dev.gantry.verity.VerityVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity}. */
@Command(
    name = "verity",
    description = "Makes and verifies dm-verity hash trees.",
    subcommands = {VerityCommand.Format.class, VerityCommand.Verify.class})
final class VerityCommand {
  private VerityCommand() {}

  private static VerityOptions options(Output output) {
    return VerityOptions.builder()
        .progress(output.progress())
        .cancellation(GantryCommand.cancellation())
        .build();
  }

  private static RootHash rootHash(VerityAlgorithm algorithm, String hex) {
    return RootHash.parse(algorithm, hex);
  }

  /** {@code gantry verity format}. */
  @Command(
      name = "format",
      description = "Writes superblock and hash tree of DATA to HASH and prints the root hash.")
  static final class Format extends GantryCommand {
    @Parameters(index = "0", paramLabel = "DATA", description = "Image or device to protect.")
    private Path data = Path.of("");

    @Parameters(
        index = "1",
        paramLabel = "HASH",
        description = "Where to write; a file of the size needed is made if there is none.")
    private Path hash = Path.of("");

    @Option(names = "--salt", paramLabel = "HEX", description = "Salt, - for none; default random.")
    private @Nullable String salt;

    @Option(names = "--uuid", paramLabel = "UUID", description = "Default random.")
    private @Nullable String uuid;

    @Option(
        names = "--hash",
        paramLabel = "NAME",
        defaultValue = "sha256",
        description = "Digest, for example sha256 or blake2b-512.")
    private String algorithm = "";

    @Option(names = "--data-block-size", paramLabel = "BYTES", defaultValue = "4096")
    private int dataBlockSize;

    @Option(names = "--hash-block-size", paramLabel = "BYTES", defaultValue = "4096")
    private int hashBlockSize;

    @Override
    protected int run(Output output) throws IOException {
      VerityParameters parameters = parameters();
      boolean existed = Files.exists(hash);
      if (existed && Files.isSameFile(data, hash)) {
        throw new IllegalArgumentException(
            "DATA and HASH are the same file: the tree would overwrite the data");
      }
      VerityTree tree = format(parameters, existed, output);
      VeritySuperblock superblock = tree.superblock();
      output.line("UUID:            " + superblock.uuid());
      output.line("Hash type:       " + superblock.hashType());
      output.line("Data blocks:     " + tree.dataBlocks());
      output.line("Data block size: " + superblock.dataBlockSizeBytes());
      output.line("Hash block size: " + superblock.hashBlockSizeBytes());
      output.line("Hash algorithm:  " + superblock.algorithm().id());
      output.line("Salt:            " + saltText(superblock.salt()));
      output.line("Root hash:       " + tree.rootHash().hex());
      if (tree.uncoveredDataBytes() > 0) {
        output.line("warning: the last " + tree.uncoveredDataBytes() + " bytes are not covered");
      }
      ObjectNode json = Output.object();
      json.put("root_hash", tree.rootHash().hex());
      json.put("uuid", superblock.uuid().toString());
      json.put("salt", superblock.salt().toHex());
      json.put("algorithm", superblock.algorithm().id());
      json.put("data_blocks", tree.dataBlocks());
      json.put("data_block_size_bytes", superblock.dataBlockSizeBytes());
      json.put("hash_block_size_bytes", superblock.hashBlockSizeBytes());
      json.put("hash_area_bytes", tree.hashAreaBytes());
      json.put("uncovered_data_bytes", tree.uncoveredDataBytes());
      json.put(
          "table",
          VerityTable.builder("DATA", "HASH", superblock, tree.rootHash()).build().tableLine());
      output.result(json);
      return ExitCode.OK;
    }

    private VerityTree format(VerityParameters parameters, boolean existed, Output output)
        throws IOException {
      boolean complete = false;
      try (BlockSource source = BlockDevices.openSource(data);
          BlockDevice target = openHash(source.sizeBytes(), parameters)) {
        VerityTree tree = VerityFormatter.format(source, target, parameters, options(output));
        complete = true;
        return tree;
      } finally {
        if (!complete && !existed) {
          Files.deleteIfExists(hash);
        }
      }
    }

    private VerityParameters parameters() {
      SecureRandom random = new SecureRandom();
      byte[] randomSalt = new byte[VerityParameters.RANDOM_SALT_BYTES];
      random.nextBytes(randomSalt);
      Bytes chosen =
          salt == null ? Bytes.of(randomSalt) : Bytes.parseHex("-".equals(salt) ? "" : salt);
      return VerityParameters.builder(uuid == null ? Guid.random(random) : Guid.parse(uuid), chosen)
          .algorithm(
              VerityAlgorithm.find(algorithm)
                  .orElseThrow(
                      () -> new IllegalArgumentException("--hash is unknown: " + algorithm)))
          .dataBlockSizeBytes(dataBlockSize)
          .hashBlockSizeBytes(hashBlockSize)
          .build();
    }

    private BlockDevice openHash(long dataBytes, VerityParameters parameters) throws IOException {
      if (Files.exists(hash)) {
        return BlockDevices.open(hash);
      }
      long blocks = Math.max(1, dataBytes / parameters.dataBlockSizeBytes());
      return BlockDevices.create(
          hash,
          VerityFormatter.hashAreaBytes(blocks, parameters),
          BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES);
    }

    private static String saltText(Bytes salt) {
      return salt.size() == 0 ? "-" : salt.toHex();
    }
  }

  /** {@code gantry verity verify}. */
  @Command(
      name = "verify",
      description = "Verifies every block of DATA and HASH against a root hash.")
  static final class Verify extends GantryCommand {
    @Parameters(index = "0", paramLabel = "DATA", description = "Protected image or device.")
    private Path data = Path.of("");

    @Parameters(index = "1", paramLabel = "HASH", description = "Its hash image or device.")
    private Path hash = Path.of("");

    @Parameters(index = "2", paramLabel = "ROOT_HASH", description = "Trusted root hash, in hex.")
    private String rootHash = "";

    @Option(
        names = "--report",
        paramLabel = "N",
        defaultValue = "0",
        description = "Go on after the first bad block and list up to N.")
    private int report;

    @Override
    protected int run(Output output) throws IOException {
      try (BlockSource source = BlockDevices.openSource(data);
          BlockSource tree = BlockDevices.openSource(hash)) {
        RootHash trusted = rootHash(VeritySuperblock.read(tree).algorithm(), rootHash);
        return report > 0
            ? inspect(output, source, tree, trusted)
            : verify(output, source, tree, trusted);
      }
    }

    private static int verify(Output output, BlockSource data, BlockSource hash, RootHash trusted)
        throws IOException {
      VerityProof proof = VerityVerifier.verify(data, hash, trusted, options(output));
      output.line(
          "verified " + proof.dataBlocks() + " blocks against root hash " + proof.rootHash().hex());
      ObjectNode json = Output.object();
      json.put("verified", true);
      json.put("root_hash", proof.rootHash().hex());
      json.put("data_blocks", proof.dataBlocks());
      output.result(json);
      return ExitCode.OK;
    }

    private int inspect(Output output, BlockSource data, BlockSource hash, RootHash trusted)
        throws IOException {
      VerityReport result = VerityVerifier.inspect(data, hash, trusted, report, options(output));
      ObjectNode json = Output.object();
      json.put("verified", result.isClean());
      json.put("data_blocks", result.dataBlocks());
      json.put("corrupt_data_blocks", result.corruptDataBlocks());
      json.put("corrupt_hash_blocks", result.corruptHashBlocks());
      json.put("unverifiable_data_blocks", result.unverifiableDataBlocks());
      ArrayNode issues = json.putArray("issues");
      for (CorruptBlock block : result.issues()) {
        output.line(block.toString());
        issues
            .addObject()
            .put("level", block.level())
            .put("block_index", block.blockIndex())
            .put("offset_bytes", block.offsetBytes())
            .put("fault", block.fault().name());
      }
      output.line(
          result.corruptDataBlocks()
              + " bad data blocks, "
              + result.corruptHashBlocks()
              + " bad hash blocks, "
              + result.unverifiableDataBlocks()
              + " data blocks that could not be verified");
      output.result(json);
      return result.isClean() ? ExitCode.OK : ExitCode.DATA_REFUSED;
    }
  }
}
