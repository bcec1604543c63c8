// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.testkit.BlockSourceContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only verified bytes ever come out. */
final class VerifiedBlockSourceTest implements BlockSourceContract {
  private final Fixture fixture = Fixture.small(300);
  private final VerityLayout layout = VerityLayout.of(fixture.tree.superblock());

  VerifiedBlockSourceTest() throws IOException {}

  @Override
  public BlockSource createSource(Bytes content) throws IOException {
    VerityParameters parameters =
        VerityParameters.builder(VerityData.UUID, VerityData.SALT)
            .dataBlockSizeBytes(512)
            .hashBlockSizeBytes(1024)
            .build();
    byte[] hash = new byte[(int) VerityFormatter.hashAreaBytes(content.size() / 512, parameters)];
    BlockSource data = BlockDevices.inMemory(content.toByteArray(), 512);
    VerityTree tree =
        VerityFormatter.format(
            data, BlockDevices.inMemory(hash, 512), parameters, VerityOptions.defaults());
    return VerifiedBlockSource.builder(
            data,
            BlockDevices.inMemory(hash, 512),
            VerityLayout.of(tree.superblock()),
            tree.rootHash())
        .dataCacheBytes(4096)
        .open();
  }

  private VerifiedBlockSource.Builder builder(BlockSource data, BlockSource hash) {
    return VerifiedBlockSource.builder(data, hash, layout, fixture.tree.rootHash());
  }

  private VerifiedBlockSource open() throws IOException {
    return builder(fixture.data, fixture.hash).open();
  }

  private static byte[] read(BlockSource source, long offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    source.readFully(offset, target);
    return target.array();
  }

  @Test
  void deliversWhatIsVerifiedUpToTheCorruptBlock() throws IOException {
    byte[] good = fixture.dataBytes.clone();
    CorruptBlock bad = fixture.block(CorruptBlock.DATA_LEVEL, 7, BlockFault.DIGEST_MISMATCH);
    fixture.flip(bad);
    ByteBuffer target = ByteBuffer.allocate(10 * 512);
    CorruptBlockException failure =
        assertThrows(CorruptBlockException.class, () -> open().readFully(100, target));
    assertEquals(bad, failure.block());
    assertEquals(7 * 512 - 100, target.position());
    assertArrayEquals(
        Arrays.copyOfRange(good, 100, 7 * 512), Arrays.copyOf(target.array(), 7 * 512 - 100));
    assertArrayEquals(new byte[512], Arrays.copyOfRange(target.array(), 3500, 4012));
    assertArrayEquals(Arrays.copyOfRange(good, 4096, 5096), read(open(), 4096, 1000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void namesTheCorruptHashBlock(int level) {
    BlockFault fault = level == 3 ? BlockFault.ROOT_HASH_MISMATCH : BlockFault.DIGEST_MISMATCH;
    CorruptBlock bad = fixture.block(level, 0, fault);
    fixture.flip(bad);
    CorruptBlockException failure =
        assertThrows(CorruptBlockException.class, () -> read(open(), 0, 1));
    assertEquals(bad, failure.block());
  }

  /** A device whose every other answer is a lie: what comes out is right, or nothing does. */
  @Test
  void isNotFooledByADeviceThatChangesItsMind() throws IOException {
    AtomicLong reads = new AtomicLong();
    Random random = new Random(5);
    BlockSource data = new LyingSource(fixture.data, reads, random);
    BlockSource hash = new LyingSource(fixture.hash, reads, random);
    int right = 0;
    for (int i = 0; i < 2000; i++) {
      BlockSource source = builder(data, hash).hashCacheBytes(i % 3 * 512).open();
      int offset = random.nextInt(fixture.dataBytes.length - 2000);
      byte[] expected = Arrays.copyOfRange(fixture.dataBytes, offset, offset + 1500);
      try {
        assertArrayEquals(expected, read(source, offset, 1500));
        right++;
      } catch (CorruptBlockException e) {
        assertTrue(e.offsetBytes() >= 0);
      }
    }
    assertTrue(right > 10, "some reads get through: " + right);
  }

  @Test
  void readsTheTreeOnceIfItFitsTheCache() throws IOException {
    AtomicLong reads = new AtomicLong();
    BlockSource hash = new LyingSource(fixture.hash, reads, null);
    BlockSource source = builder(fixture.data, hash).open();
    assertArrayEquals(fixture.dataBytes, read(source, 0, fixture.dataBytes.length));
    assertEquals(22, reads.get(), "19 leaves, 2 blocks above, 1 on top");
    read(source, 0, fixture.dataBytes.length);
    assertEquals(22, reads.get());
  }

  @Test
  void worksWithoutAnyCache() throws IOException {
    BlockSource source = builder(fixture.data, fixture.hash).hashCacheBytes(0).open();
    assertArrayEquals(fixture.dataBytes, read(source, 0, fixture.dataBytes.length));
  }

  @Test
  void keepsDataInItsCacheOnlyIfAsked() throws IOException {
    AtomicLong reads = new AtomicLong();
    BlockSource data = new LyingSource(fixture.data, reads, null);
    BlockSource source = builder(data, fixture.hash).dataCacheBytes(1024).open();
    read(source, 0, 1024);
    long after = reads.get();
    read(source, 5, 1000);
    assertEquals(after, reads.get(), "both blocks are in the cache");
    read(source, 1024, 512);
    read(source, 0, 512);
    assertEquals(after + 2, reads.get(), "the first had to go");
  }

  @Test
  void takesFromARecoveryOnlyWhatIsRight() throws IOException {
    byte[] good = fixture.dataBytes.clone();
    byte[] goodHash = fixture.hashBytes.clone();
    fixture.flip(fixture.block(0, 33, BlockFault.DIGEST_MISMATCH));
    fixture.flip(fixture.block(1, 2, BlockFault.DIGEST_MISMATCH));
    byte[] damaged = fixture.dataBytes.clone();
    BlockRecovery copy =
        (block, tree, target) -> {
          byte[] from = block.isData() ? good : goodHash;
          target.put(from, (int) block.offsetBytes(), target.remaining());
          return true;
        };
    BlockSource source = builder(fixture.data, fixture.hash).recovery(copy).open();
    assertArrayEquals(good, read(source, 0, good.length));
    assertArrayEquals(damaged, fixture.dataBytes, "nothing is written");

    for (BlockRecovery useless :
        new BlockRecovery[] {(block, tree, target) -> true, (block, tree, target) -> false}) {
      BlockSource other = builder(fixture.data, fixture.hash).recovery(useless).open();
      assertThrows(CorruptBlockException.class, () -> read(other, 33 * 512, 512));
    }
  }

  @Test
  void refusesDevicesThatAreTooSmallAndOtherDigests() {
    BlockSource small = fixture.data.slice(0, 299 * 512);
    assertThrows(LengthMismatchException.class, () -> builder(small, fixture.hash).open());
    BlockSource cut = fixture.hash.slice(0, fixture.hashBytes.length - 1);
    assertThrows(LengthMismatchException.class, () -> builder(fixture.data, cut).open());
    RootHash other = new RootHash(VerityAlgorithm.SHA512, Bytes.of(new byte[64]));
    assertThrows(
        MalformedDataException.class,
        () -> VerifiedBlockSource.builder(fixture.data, fixture.hash, layout, other).open());
    assertThrows(
        IllegalArgumentException.class,
        () -> builder(fixture.data, fixture.hash).hashCacheBytes(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder(fixture.data, fixture.hash).dataCacheBytes(-1));
  }

  /** Counts reads; with randomness, changes a bit in some of them. */
  private record LyingSource(BlockSource delegate, AtomicLong reads, @Nullable Random random)
      implements BlockSource {
    @Override
    public long sizeBytes() {
      return delegate.sizeBytes();
    }

    @Override
    public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
      int start = target.position();
      int length = target.remaining();
      delegate.readFully(offsetBytes, target);
      reads.incrementAndGet();
      if (random != null && random.nextInt(6) == 0) {
        int at = start + random.nextInt(length);
        target.put(at, (byte) (target.get(at) ^ 4));
      }
    }

    @Override
    public String description() {
      return delegate.description();
    }

    @Override
    public void close() {}
  }
}
