// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;

/** The superblock codec against itself and against hostile bytes. */
final class VeritySuperblockPropertyTest {
  private static final int[] FIELDS = {
    SuperblockLayout.VERSION,
    SuperblockLayout.HASH_TYPE,
    SuperblockLayout.ALGORITHM,
    SuperblockLayout.DATA_BLOCK_SIZE,
    SuperblockLayout.HASH_BLOCK_SIZE,
    SuperblockLayout.DATA_BLOCKS,
    SuperblockLayout.DATA_BLOCKS + 4,
    SuperblockLayout.SALT_SIZE,
  };

  @Provide
  Arbitrary<VeritySuperblock> superblocks() {
    Arbitrary<Integer> blockSizes = Arbitraries.integers().between(9, 19).map(log -> 1 << log);
    Arbitrary<Guid> uuids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Guid::new);
    Arbitrary<Bytes> salts = Arbitraries.bytes().array(byte[].class).ofMaxSize(256).map(Bytes::of);
    return Combinators.combine(
            uuids,
            Arbitraries.of(VerityAlgorithm.all()),
            blockSizes,
            blockSizes,
            Arbitraries.longs().between(1, Long.MAX_VALUE >> 19),
            salts)
        .as(
            (uuid, digest, data, hash, blocks, salt) ->
                new VeritySuperblock(1, uuid, digest, data, hash, blocks, salt));
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    Arbitrary<Integer> values =
        Arbitraries.oneOf(
            Arbitraries.integers(), Arbitraries.integers().between(0, 31).map(bit -> 1 << bit));
    return Combinators.combine(Arbitraries.integers().between(0, FIELDS.length - 1), values)
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void decodeGivesBackWhatWasEncoded(@ForAll("superblocks") VeritySuperblock superblock)
      throws GantryException {
    ByteBuffer buffer = ByteBuffer.allocate(VeritySuperblock.SIZE_BYTES);
    superblock.encode(buffer);
    assertEquals(0, buffer.remaining());
    Bytes canonical = Bytes.copyOf(buffer.flip());
    VeritySuperblock decoded = VeritySuperblock.decode(canonical.asByteBuffer(), "test");
    assertEquals(superblock, decoded);
    ByteBuffer again = ByteBuffer.allocate(VeritySuperblock.SIZE_BYTES);
    decoded.encode(again);
    assertEquals(canonical, Bytes.copyOf(again.flip()));
  }

  /** Every level is as large as the one below needs, and nothing overlaps or overflows. */
  @Property(edgeCases = EdgeCasesMode.NONE)
  void geometryHolds(@ForAll("superblocks") VeritySuperblock superblock) {
    TreeGeometry geometry = TreeGeometry.of(superblock, 0);
    long end = geometry.treeOffset();
    for (int level = geometry.levels(); level >= 1; level--) {
      assertEquals(end, geometry.offset(level, 0));
      long blocks = geometry.blocks(level);
      assertTrue(blocks * geometry.fanOut() >= geometry.blocks(level - 1));
      assertTrue((blocks - 1) * geometry.fanOut() < geometry.blocks(level - 1));
      end = geometry.offset(level, blocks);
    }
    assertEquals(end, geometry.endBytes());
    assertEquals(1, geometry.blocks(geometry.levels()));
    assertTrue(geometry.endBytes() > 0);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void mutatedSuperblockEndsInAProofOrATypedError(
      @ForAll("superblocks") VeritySuperblock superblock,
      @ForAll("mutations") List<Mutation> mutations)
      throws IOException {
    byte[] hash = new byte[8192];
    ByteBuffer buffer = ByteBuffer.wrap(hash);
    superblock.encode(buffer);
    mutations.forEach(mutation -> buffer.putInt(FIELDS[mutation.field()], mutation.value()));
    endsWell(hash);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void randomBytesEndInATypedError(@ForAll @Size(max = 1024) byte[] bytes) throws IOException {
    endsWell(bytes);
    if (bytes.length >= 16) {
      ByteBuffer.wrap(bytes)
          .put(SuperblockLayout.SIGNATURE_VALUE.asByteBuffer())
          .putLong(0x0100000001000000L);
      endsWell(bytes);
    }
  }

  private static void endsWell(byte[] hash) throws IOException {
    try {
      VerityProof proof =
          VerityVerifier.verify(
              BlockDevices.inMemory(4096),
              BlockDevices.inMemory(hash, 512),
              VerityData.digest(VerityAlgorithm.SHA256, Bytes.empty()),
              Fixture.options(1));
      Assertions.fail("not verifiable: " + proof);
    } catch (GantryException expected) {
      assertTrue(!expected.code().isEmpty());
    }
  }

  /** A 32-bit field set to a value that is often at a border. */
  record Mutation(int field, int value) {}
}
