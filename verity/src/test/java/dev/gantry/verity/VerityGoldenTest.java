// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.Guid;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What veritysetup made, byte for byte. */
final class VerityGoldenTest {
  private static Stream<JsonNode> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            VerityGoldenTest.class.getResourceAsStream("verity-golden.json"), "golden file")) {
      return new ObjectMapper().readTree(in).get("cases").valueStream();
    }
  }

  static Stream<Arguments> accepted() throws IOException {
    return named(cases().filter(node -> node.get("exit").asInt() == 0 && !isRoundedDown(node)));
  }

  static Stream<Arguments> refused() throws IOException {
    return named(
        cases()
            .filter(node -> node.get("exit").asInt() != 0 && !node.has("fec_roots"))
            .filter(node -> !node.get("id").asString().equals("alg-blake2b-256")));
  }

  /** veritysetup takes the offset for another; see docs/formats/dm-verity.md. */
  private static boolean isRoundedDown(JsonNode golden) {
    return golden.get("id").asString().equals("nosb-off512");
  }

  private static Stream<Arguments> named(Stream<JsonNode> nodes) {
    return nodes.map(node -> Arguments.of(node.get("id").asString(), node));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void formatGivesTheSameBytes(String id, JsonNode golden) throws IOException {
    boolean inOne = golden.get("hash_in_data_file").asBoolean();
    boolean hasParity = golden.has("fec_roots");
    VerityParameters parameters = parameters(golden);
    BlockSource content = data(golden);
    long blocks = golden.get("data_blocks").asLong();
    VerityLayout layout = parameters.layout(blocks);
    // With forward error correction, what follows the tree is for the tests of that.
    long size = hasParity ? layout.endBytes() : golden.get("hash_file_size").asLong();
    BlockDevice hash = BlockDevices.inMemory(Math.toIntExact(Math.max(size, layout.endBytes())));
    BlockSource data = content;
    if (inOne) {
      ByteBuffer buffer = ByteBuffer.allocate((int) content.sizeBytes());
      content.readFully(0, buffer);
      hash.writeFully(0, buffer.flip());
      data = hash;
    }

    VerityTree tree = VerityFormatter.format(data, hash, parameters, VerityOptions.defaults());

    assertEquals(golden.get("root_hash").asString(), tree.rootHash().hex());
    assertEquals(blocks, tree.dataBlocks());
    assertEquals(layout, tree.layout());
    assertEquals(golden.get("tree_offset").asLong(), layout.treeOffsetBytes());
    assertEquals(golden.get("tree_bytes").asLong(), layout.treeBytes());
    JsonNode levels = golden.get("level_blocks_leaf_first");
    assertEquals(levels.size(), layout.levels());
    for (int level = 1; level <= levels.size(); level++) {
      assertEquals(levels.get(level - 1).asLong(), layout.blocks(level));
    }
    same(golden, "tree_sha256", hash, layout.treeOffsetBytes(), layout.treeBytes());
    if (parameters.hasSuperblock()) {
      long offset = parameters.hashOffsetBytes();
      same(golden, "superblock_sha256_512", hash, offset, VeritySuperblock.SIZE_BYTES);
      VeritySuperblock superblock = VeritySuperblock.read(hash, offset);
      assertEquals(tree.superblock(), superblock);
      assertEquals(layout, VerityLayout.of(superblock, offset));
    }
    if (!hasParity) {
      same(golden, "hash_file_sha256", hash, 0, size);
    }
    VerityProof proof =
        VerityVerifier.verify(data, hash, layout, tree.rootHash(), VerityOptions.defaults());
    assertEquals(blocks, proof.dataBlocks());
    assertEquals(0, golden.get("verify_exit").asInt());
    VerityTable table = VerityTable.bottlerocket("$boot_uuid", tree);
    assertTrue(proof.matches(table));
    assertEquals(table, VerityTable.parse(table.tableLine(), "test"));
  }

  private static void same(
      JsonNode golden, String field, BlockSource source, long offset, long length)
      throws IOException {
    assertEquals(
        golden.get(field).asString(), VerityData.sha256(source, offset, length).hex(), field);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusesWhatVeritysetupRefuses(String id, JsonNode golden) throws IOException {
    Class<? extends Exception> expected =
        switch (id) {
          case "empty", "short4095" -> MalformedDataException.class;
          case "blocks130" -> LengthMismatchException.class;
          case "same-overlap" -> LimitExceededException.class;
          case "alg-crc32c" -> NoSuchElementException.class;
          case "salt257", "bs1048576", "bs768", "bs256", "off4000" ->
              IllegalArgumentException.class;
          default -> throw new AssertionError("unexpected refusal");
        };
    BlockDevice hash = BlockDevices.inMemory(1 << 20);
    BlockSource data = golden.get("hash_in_data_file").asBoolean() ? hash : data(golden);
    assertThrows(
        expected,
        () -> VerityFormatter.format(data, hash, parameters(golden), VerityOptions.defaults()));
    assertEquals(
        VerityData.sha256Unchecked(BlockDevices.inMemory(1 << 20)),
        VerityData.sha256Unchecked(hash),
        "nothing is written");
  }

  /** What veritysetup silently does instead: the tree goes to byte 0. */
  @Test
  void refusesAnOffsetThatVeritysetupRoundsDown() throws IOException {
    JsonNode golden = cases().filter(VerityGoldenTest::isRoundedDown).findFirst().orElseThrow();
    assertEquals(512, golden.get("hash_offset").asInt());
    assertEquals(0, golden.get("tree_offset").asInt());
    assertThrows(IllegalArgumentException.class, () -> parameters(golden));
  }

  /** Bottlerocket's shape: a hash file of 1 MiB, salt 00 to 1f. */
  @ParameterizedTest
  @CsvSource({
    "1, 4ce3ecf32c133bf6321901b6092219474b6ac91a19d0304621d629e6bb9987dc,"
        + " 646446489292d6a1c03b1a6c1b1bc588f8626c8ddd603b747ece99da4489e817",
    "128, acb37719c99f3ac554ecbbccb8910616915a08e5a67bd3b9778694c60e673da4,"
        + " 836332f0aac1bb3d3bf0fc77caa3c90068c499465dedd2663860a15463e07949",
    "300, c382722c1ecf53fb069ad2c8daf053944e8583184cd65423f47418e4d5ab59ee,"
        + " 4ac5f0a0d1e1027e79ebb12bd906fbd1752d0d9af1d506e37bdd21d3d366bbf4"
  })
  void bottlerocketVectors(int blocks, String root, String hashFile) throws IOException {
    Bytes salt = Bytes.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    VerityParameters parameters =
        VerityParameters.of(Guid.parse("11111111-2222-3333-4444-555555555555"), salt);
    BlockDevice hash = BlockDevices.inMemory(1 << 20);
    VerityTree tree =
        VerityFormatter.format(
            BlockDevices.inMemory(VerityData.counting(blocks), 512),
            hash,
            parameters,
            VerityOptions.defaults());
    assertEquals(RootHash.sha256(root), tree.rootHash());
    assertEquals(Digest.sha256(hashFile), VerityData.sha256(hash, 0, 1 << 20));
  }

  @Test
  void goldenFileHasTheCasesThatMatter() throws IOException {
    assertEquals(152, cases().count());
    assertEquals(10, refused().count());
    assertEquals(135, accepted().count());
  }

  private static BlockSource data(JsonNode golden) {
    int size = golden.get("data_bytes").asInt();
    byte[] content =
        golden.get("data_kind").asString().equals("zero")
            ? new byte[size]
            : VerityData.splitMix(size);
    return BlockDevices.inMemory(content, 512);
  }

  private static VerityParameters parameters(JsonNode golden) {
    Bytes salt =
        golden.has("salt_hex") ? Bytes.parseHex(golden.get("salt_hex").asString()) : Bytes.empty();
    VerityParameters.Builder builder =
        VerityParameters.builder(VerityData.UUID, salt)
            .hashType(golden.get("hash_type").asInt())
            .algorithm(
                VerityAlgorithm.find(golden.get("algorithm").asString().toLowerCase(Locale.ROOT))
                    .orElseThrow())
            .dataBlockSizeBytes(golden.get("data_block_size").asInt())
            .hashBlockSizeBytes(golden.get("hash_block_size").asInt())
            .hashOffsetBytes(golden.get("hash_offset").asLong());
    // To veritysetup, 0 is all of the device.
    if (golden.has("data_blocks_arg") && golden.get("data_blocks_arg").asLong() > 0) {
      builder.dataBlocks(golden.get("data_blocks_arg").asLong());
    }
    if (!golden.get("superblock").asBoolean()) {
      builder.withoutSuperblock();
    }
    return builder.build();
  }
}
