// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Guid;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerityVerifierTest {
  @Test
  void proofSaysWhatWasVerified() throws IOException {
    Fixture fixture = Fixture.small(300);
    VerityProof proof = fixture.verify();
    assertEquals(fixture.tree.rootHash(), proof.rootHash());
    assertEquals(300, proof.dataBlocks());
    assertEquals(300 * 512, proof.dataBytes());
    assertEquals(512, proof.dataBlockSizeBytes());
    assertEquals(512, proof.hashBlockSizeBytes());
    assertEquals(1, proof.hashStartBlock());
    assertEquals(VerityAlgorithm.SHA256, proof.algorithm());
    assertEquals(VerityData.SALT, proof.salt());
  }

  @Test
  void proofMatchesOneTableOnly() throws IOException {
    Fixture fixture = Fixture.small(40);
    VerityProof proof = fixture.verify();
    VeritySuperblock superblock = fixture.tree.superblock();
    RootHash root = fixture.tree.rootHash();
    assertTrue(proof.matches(VerityTable.bottlerocket("$boot_uuid", superblock, root)));
    RootHash otherRoot = VerityData.digest(VerityAlgorithm.SHA256, Bytes.empty());
    assertFalse(proof.matches(VerityTable.bottlerocket("$boot_uuid", superblock, otherRoot)));
    for (VeritySuperblock other :
        List.of(
            withBlocks(superblock, 39),
            new VeritySuperblock(
                1, VerityData.UUID, VerityAlgorithm.SHA256, 512, 512, 40, Bytes.empty()),
            new VeritySuperblock(
                1, VerityData.UUID, VerityAlgorithm.SHA256, 1024, 512, 40, VerityData.SALT),
            new VeritySuperblock(
                1, VerityData.UUID, VerityAlgorithm.SHA256, 512, 1024, 40, VerityData.SALT))) {
      assertFalse(proof.matches(VerityTable.bottlerocket("$boot_uuid", other, root)));
    }
    String line = VerityTable.bottlerocket("$boot_uuid", superblock, root).tableLine();
    String shifted = line.replace(" 40 1 sha256", " 40 2 sha256");
    assertFalse(proof.matches(VerityTable.parse(shifted, "test")));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 54)})
  void numberOfDataBlocksMustBePossible(long blocks) throws IOException {
    Fixture fixture = Fixture.small(2);
    ByteBuffer.wrap(fixture.hashBytes)
        .putLong(SuperblockLayout.DATA_BLOCKS, Long.reverseBytes(blocks));
    MalformedDataException failure =
        assertThrows(MalformedDataException.class, () -> fixture.verify());
    assertEquals("data blocks", failure.field());
    assertEquals(SuperblockLayout.DATA_BLOCKS, failure.offsetBytes());
    assertThrows(
        IllegalArgumentException.class, () -> withBlocks(fixture.tree.superblock(), blocks));
  }

  /** The number of the top level times the bits of the fan-out is more than a long has. */
  @Test
  void largestTreeHasAShape() {
    VeritySuperblock largest =
        new VeritySuperblock(
            1, VerityData.UUID, VerityAlgorithm.SHA256, 512, 262144, (1L << 54) - 1, Bytes.empty());
    TreeGeometry geometry = TreeGeometry.of(largest, 0);
    assertEquals(5, geometry.levels());
    assertEquals(1, geometry.blocks(5));
    assertEquals(4, geometry.blocks(4));
    assertEquals(0, geometry.index(5, (1L << 54) - 2));
    assertTrue(geometry.endBytes() > 1L << 59);
  }

  @Test
  void largerDevicesAreFineAndTheirRestIsNotRead() throws IOException {
    Fixture fixture = Fixture.small(40);
    BlockDevice data = larger(fixture.dataBytes);
    BlockDevice hash = larger(fixture.hashBytes);
    VerityProof proof =
        VerityVerifier.verify(data, hash, fixture.tree.rootHash(), VerityOptions.defaults());
    assertEquals(40 * 512, proof.dataBytes());
  }

  private static BlockDevice larger(byte[] content) throws IOException {
    byte[] bytes = new byte[content.length + 4096];
    Arrays.fill(bytes, (byte) 0x5a);
    BlockDevice device = BlockDevices.inMemory(bytes, 512);
    device.writeFully(0, ByteBuffer.wrap(content));
    return device;
  }

  @Test
  void smallerDevicesAreRefused() throws IOException {
    Fixture fixture = Fixture.small(40);
    RootHash root = fixture.tree.rootHash();
    VerityOptions options = VerityOptions.defaults();
    LengthMismatchException data =
        assertThrows(
            LengthMismatchException.class,
            () ->
                VerityVerifier.verify(
                    fixture.data.slice(0, 40 * 512 - 1), fixture.hash, root, options));
    assertEquals(40 * 512, data.expectedBytes());
    assertEquals(40 * 512 - 1, data.actualBytes());
    long area = fixture.tree.hashAreaBytes();
    LengthMismatchException hash =
        assertThrows(
            LengthMismatchException.class,
            () ->
                VerityVerifier.verify(
                    fixture.data, fixture.hash.slice(0, area - 1), root, options));
    assertEquals(area, hash.expectedBytes());
    MalformedDataException superblock =
        assertThrows(
            MalformedDataException.class,
            () -> VerityVerifier.verify(fixture.data, fixture.hash.slice(0, 511), root, options));
    assertEquals("VERITY_SUPERBLOCK_TRUNCATED", superblock.code());
  }

  @Test
  void formatRefusesAHashDeviceThatIsTooSmall() {
    BlockDevice data = BlockDevices.inMemory(200 * 4096);
    VerityParameters parameters = VerityParameters.of(VerityData.UUID, Bytes.empty());
    LimitExceededException failure =
        assertThrows(
            LimitExceededException.class,
            () ->
                VerityFormatter.format(
                    data,
                    BlockDevices.inMemory(4 * 4096 - 512),
                    parameters,
                    VerityOptions.defaults()));
    // Superblock, one top block, two leaves.
    assertEquals(4 * 4096, failure.requested());
    assertEquals(4 * 4096 - 512, failure.limit());
  }

  @Test
  void anotherRootHashIsRefused() throws IOException {
    Fixture fixture = Fixture.small(40);
    RootHash other = VerityData.digest(VerityAlgorithm.SHA256, Bytes.empty());
    CorruptBlockException failure =
        assertThrows(
            CorruptBlockException.class,
            () ->
                VerityVerifier.verify(fixture.data, fixture.hash, other, VerityOptions.defaults()));
    assertEquals(BlockFault.ROOT_HASH_MISMATCH, failure.fault());
    assertEquals(fixture.geometry.levels(), failure.level());
    MalformedDataException algorithm =
        assertThrows(
            MalformedDataException.class,
            () ->
                VerityVerifier.verify(
                    fixture.data,
                    fixture.hash,
                    VerityData.digest(VerityAlgorithm.SHA512, Bytes.empty()),
                    VerityOptions.defaults()));
    assertEquals("VERITY_ALGORITHM_MISMATCH", algorithm.code());
  }

  /** The first in the order of the data; of a path from the root, the highest. */
  @Test
  void blamesTheHighestBlockOnTheWayToTheFirstBadData() throws IOException {
    for (int parallelism = 1; parallelism <= 8; parallelism++) {
      Fixture fixture = Fixture.small(9000);
      fixture.flip(fixture.block(0, 8999, BlockFault.DIGEST_MISMATCH));
      fixture.flip(fixture.block(1, 300, BlockFault.DIGEST_MISMATCH));
      assertBlame(fixture, parallelism, fixture.block(1, 300, BlockFault.DIGEST_MISMATCH));
      fixture.flip(fixture.block(2, 18, BlockFault.DIGEST_MISMATCH));
      assertBlame(fixture, parallelism, fixture.block(2, 18, BlockFault.DIGEST_MISMATCH));
      fixture.flip(fixture.block(0, 4000, BlockFault.DIGEST_MISMATCH));
      assertBlame(fixture, parallelism, fixture.block(0, 4000, BlockFault.DIGEST_MISMATCH));
      fixture.flip(fixture.block(4, 0, BlockFault.ROOT_HASH_MISMATCH));
      assertBlame(fixture, parallelism, fixture.block(4, 0, BlockFault.ROOT_HASH_MISMATCH));
    }
  }

  private static void assertBlame(Fixture fixture, int parallelism, CorruptBlock expected) {
    CorruptBlockException failure =
        assertThrows(
            CorruptBlockException.class, () -> fixture.verify(Fixture.options(parallelism)));
    assertEquals(expected, failure.block());
    assertEquals(expected.level(), failure.level());
    assertEquals(expected.blockIndex(), failure.blockIndex());
    assertEquals(expected.offsetBytes(), failure.offsetBytes());
    assertEquals(expected.source(), failure.source());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void inspectListsBadBlocksAndCountsTheRest(int parallelism) throws IOException {
    Fixture fixture = Fixture.small(9000);
    CorruptBlock first = fixture.block(0, 3, BlockFault.DIGEST_MISMATCH);
    CorruptBlock leaf = fixture.block(1, 300, BlockFault.DIGEST_MISMATCH);
    CorruptBlock upper = fixture.block(2, 20, BlockFault.DIGEST_MISMATCH);
    CorruptBlock below = fixture.block(0, 20 * 256 + 7, BlockFault.DIGEST_MISMATCH);
    CorruptBlock last = fixture.block(0, 8999, BlockFault.DIGEST_MISMATCH);
    List.of(first, leaf, upper, below, last).forEach(fixture::flip);

    VerityReport report = fixture.inspect(10, parallelism);
    assertFalse(report.isClean());
    assertEquals(List.of(first, leaf, upper, last), report.issues());
    assertEquals(2, report.corruptDataBlocks());
    assertEquals(2, report.corruptHashBlocks());
    assertEquals(16 + 256, report.unverifiableDataBlocks(), "what is below the bad hash blocks");
    assertEquals(9000, report.dataBlocks());

    VerityReport cut = fixture.inspect(2, parallelism);
    assertEquals(List.of(first, leaf), cut.issues());
    assertEquals(2, cut.corruptDataBlocks());
    assertEquals(List.of(), fixture.inspect(0, parallelism).issues());
  }

  @Test
  void inspectGoesOnWithoutARoot() throws IOException {
    Fixture fixture = Fixture.small(300);
    CorruptBlock top = fixture.block(3, 0, BlockFault.ROOT_HASH_MISMATCH);
    fixture.flip(top);
    VerityReport report = fixture.inspect(10, 2);
    assertEquals(List.of(top), report.issues());
    assertEquals(300, report.unverifiableDataBlocks());
    assertTrue(Fixture.small(300).inspect(10, 2).isClean());
    assertThrows(IllegalArgumentException.class, () -> fixture.inspect(-1, 1));
  }

  /** A superblock that claims less data than the tree covers leaves digests in the spare area. */
  @Test
  void digestsBehindTheLastBlockAreRefused() throws IOException {
    Fixture fixture = Fixture.small(20);
    fixture.rewriteSuperblock(withBlocks(fixture.tree.superblock(), 19));
    CorruptBlockException failure =
        assertThrows(CorruptBlockException.class, () -> fixture.verify());
    assertEquals(fixture.block(1, 1, BlockFault.SPARE_AREA_NOT_ZERO), failure.block());
    VerityReport report = fixture.inspect(5, 1);
    assertEquals(List.of(failure.block()), report.issues());
    assertEquals(3, report.unverifiableDataBlocks());
  }

  /** SHA-384 leaves 16 bytes of each slot of 64 that must be zero. */
  @Test
  void paddingOfADigestMustBeZero() throws IOException {
    VerityParameters parameters =
        VerityParameters.builder(VerityData.UUID, VerityData.SALT)
            .algorithm(VerityAlgorithm.SHA384)
            .build();
    Fixture fixture = new Fixture(parameters, 3);
    assertEquals(1, fixture.geometry.levels());
    fixture.hashBytes[4096 + 64 + 48] = 1;
    byte[] slot = new byte[64];
    new BlockHasher(fixture.geometry, () -> false).hash(fixture.hashBytes, 4096, 4096, slot, 0);
    RootHash root = new RootHash(VerityAlgorithm.SHA384, Bytes.of(slot, 0, 48));
    CorruptBlockException failure =
        assertThrows(
            CorruptBlockException.class,
            () ->
                VerityVerifier.verify(fixture.data, fixture.hash, root, VerityOptions.defaults()));
    assertEquals(BlockFault.SPARE_AREA_NOT_ZERO, failure.fault());
  }

  /**
   * Inherent in the format: the top block of a tree, as the only block of data, has the same root.
   * A table line tells them apart, so a proof against a superblock alone must be compared with one.
   */
  @Test
  void rootHashAloneDoesNotFixTheAmountOfData() throws IOException {
    Fixture fixture = Fixture.small(16);
    VerityTable table = VerityTable.bottlerocket("$boot_uuid", fixture.tree);
    assertTrue(fixture.verify().matches(table));
    byte[] topBlock = Arrays.copyOfRange(fixture.hashBytes, 512, 1024);
    fixture.rewriteSuperblock(withBlocks(fixture.tree.superblock(), 1));
    VerityProof swapped =
        VerityVerifier.verify(
            BlockDevices.inMemory(topBlock, 512),
            fixture.hash,
            fixture.tree.rootHash(),
            VerityOptions.defaults());
    assertEquals(1, swapped.dataBlocks());
    assertFalse(swapped.matches(table));
    assertThrows(
        LengthMismatchException.class,
        () ->
            VerityVerifier.verify(
                BlockDevices.inMemory(topBlock, 512),
                fixture.hash,
                table,
                VerityOptions.defaults()));
    // The kernel does not read the superblock, and neither does this.
    VerityProof real =
        VerityVerifier.verify(fixture.data, fixture.hash, table, VerityOptions.defaults());
    assertTrue(real.matches(table));
    assertTrue(
        VerityVerifier.inspect(fixture.data, fixture.hash, table, 1, VerityOptions.defaults())
            .isClean());
  }

  @Test
  void uuidIsNotPartOfTheTree() throws IOException {
    Fixture fixture = Fixture.small(20);
    VeritySuperblock superblock = fixture.tree.superblock();
    fixture.rewriteSuperblock(
        new VeritySuperblock(
            1, Guid.ZERO, superblock.algorithm(), 512, 512, 20, superblock.salt()));
    assertEquals(20, fixture.verify().dataBlocks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256", "crc32c", "", "sha256-generic"})
  void otherDigestsAreNotSupported(String name) throws IOException {
    Fixture fixture = Fixture.small(20);
    ByteBuffer.wrap(fixture.hashBytes)
        .put(SuperblockLayout.ALGORITHM, new byte[32])
        .put(SuperblockLayout.ALGORITHM, name.getBytes(StandardCharsets.US_ASCII));
    UnsupportedFormatException failure =
        assertThrows(UnsupportedFormatException.class, () -> fixture.verify());
    assertEquals("digest", failure.feature());
  }

  @Test
  void otherHashTypeAndVersionAreNotSupported() throws IOException {
    Fixture fixture = Fixture.small(20);
    fixture.hashBytes[SuperblockLayout.HASH_TYPE] = 2;
    assertEquals(
        "hash type",
        assertThrows(UnsupportedFormatException.class, () -> fixture.verify()).feature());
    fixture.hashBytes[SuperblockLayout.HASH_TYPE] = 1;
    fixture.hashBytes[SuperblockLayout.VERSION] = 2;
    assertEquals(
        "superblock version",
        assertThrows(UnsupportedFormatException.class, () -> fixture.verify()).feature());
  }

  private static VeritySuperblock withBlocks(VeritySuperblock superblock, long blocks) {
    return new VeritySuperblock(
        1,
        superblock.uuid(),
        superblock.algorithm(),
        superblock.dataBlockSizeBytes(),
        superblock.hashBlockSizeBytes(),
        blocks,
        superblock.salt());
  }
}
