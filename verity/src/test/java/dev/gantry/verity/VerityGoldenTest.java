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
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import java.io.IOException;
import java.io.InputStream;
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
    return named(cases().filter(node -> node.get("exit").asInt() == 0));
  }

  static Stream<Arguments> refused() throws IOException {
    return named(cases().filter(node -> node.get("exit").asInt() != 0));
  }

  private static Stream<Arguments> named(Stream<JsonNode> nodes) {
    return nodes.map(node -> Arguments.of(node.get("id").asString(), node));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void formatGivesTheSameBytes(String id, JsonNode golden) throws IOException {
    long offset = golden.get("hash_offset").asLong();
    boolean hasSuperblock = golden.get("superblock").asBoolean();
    BlockSource data = data(golden);
    long blocks = golden.get("data_blocks").asLong();
    if (golden.has("data_blocks_arg")) {
      data = data.slice(0, blocks * golden.get("data_block_size").asLong());
    }
    VerityParameters parameters = parameters(golden);
    long treeBytes = golden.get("tree_bytes").asLong();
    long area = VerityFormatter.hashAreaBytes(blocks, parameters);
    int size =
        Math.toIntExact(
            hasSuperblock && !golden.get("hash_in_data_file").asBoolean()
                ? Math.max(offset + area, golden.get("hash_file_size").asLong())
                : offset + area);
    BlockDevice file = BlockDevices.inMemory(size);
    BlockDevice hash = file.slice(offset, size - offset);

    VerityTree tree = VerityFormatter.format(data, hash, parameters, VerityOptions.defaults());

    assertEquals(golden.get("root_hash").asString(), tree.rootHash().hex());
    assertEquals(blocks, tree.dataBlocks());
    assertEquals(area, tree.hashAreaBytes());
    long treeOffset = tree.superblock().treeOffsetBytes();
    assertEquals(area - treeOffset, treeBytes);
    assertEquals(
        Digest.sha256(golden.get("tree_sha256").asString()),
        VerityData.sha256(hash, treeOffset, treeBytes));
    if (hasSuperblock) {
      assertEquals(golden.get("tree_offset").asLong(), offset + treeOffset);
      assertEquals(
          Digest.sha256(golden.get("superblock_sha256_512").asString()),
          VerityData.sha256(hash, 0, VeritySuperblock.SIZE_BYTES));
      if (!golden.get("hash_in_data_file").asBoolean()) {
        assertEquals(golden.get("hash_file_size").asLong(), size);
        assertEquals(
            Digest.sha256(golden.get("hash_file_sha256").asString()),
            VerityData.sha256(file, 0, size));
      }
    }
    assertEquals(tree.superblock(), VeritySuperblock.read(hash));
    VerityProof proof =
        VerityVerifier.verify(data, hash, tree.rootHash(), VerityOptions.defaults());
    assertEquals(blocks, proof.dataBlocks());
    VerityTable table = VerityTable.bottlerocket("$boot_uuid", tree);
    assertTrue(proof.matches(table));
    // The tree alone, as a kernel finds it without a superblock.
    VerityTable bare =
        VerityTable.parse(
            table
                .tableLine()
                .replace(
                    " " + table.hashStartBlock() + " " + table.algorithm().id(),
                    " 0 " + table.algorithm().id()),
            "test");
    BlockSource treeOnly = hash.slice(treeOffset, treeBytes);
    assertTrue(VerityVerifier.verify(data, treeOnly, bare, VerityOptions.defaults()).matches(bare));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusesWhatVeritysetupRefuses(String id, JsonNode golden) {
    BlockDevice hash = BlockDevices.inMemory(1 << 20);
    Class<? extends Exception> expected =
        switch (id) {
          case "empty", "short4095" -> GantryException.class;
          default -> IllegalArgumentException.class;
        };
    assertThrows(
        expected,
        () ->
            VerityFormatter.format(
                data(golden), hash, parameters(golden), VerityOptions.defaults()));
    assertEquals(
        VerityData.sha256Unchecked(BlockDevices.inMemory(1 << 20)),
        VerityData.sha256Unchecked(hash),
        "nothing is written");
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
    assertEquals(6, refused().count());
    assertTrue(accepted().count() >= 40);
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
    return VerityParameters.builder(VerityData.UUID, salt)
        .algorithm(VerityAlgorithm.find(golden.get("algorithm").asString()).orElseThrow())
        .dataBlockSizeBytes(golden.get("data_block_size").asInt())
        .hashBlockSizeBytes(golden.get("hash_block_size").asInt())
        .build();
  }
}
