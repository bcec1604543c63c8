// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Layouts up to the limits of the format, without the space for them. */
final class VerityLayoutTest {
  /** Zeros of any size. */
  private record Zeros(long sizeBytes) implements BlockSource {
    @Override
    public void readFully(long offsetBytes, ByteBuffer target) {
      Objects.checkFromIndexSize(offsetBytes, target.remaining(), sizeBytes);
      while (target.hasRemaining()) {
        target.put((byte) 0);
      }
    }

    @Override
    public String description() {
      return "zeros";
    }

    @Override
    public void close() {}
  }

  private static VerityParameters.Builder builder() {
    return VerityParameters.builder(VerityData.UUID, Bytes.empty());
  }

  @Test
  void largestDeviceHasTheMostLevels() {
    long most = Long.MAX_VALUE / 512;
    VerityLayout layout =
        builder()
            .algorithm(VerityAlgorithm.SHA512)
            .dataBlockSizeBytes(512)
            .hashBlockSizeBytes(512)
            .hashOffsetBytes(VerityParameters.MAX_HASH_OFFSET_BYTES)
            .build()
            .layout(most);
    assertEquals(18, layout.levels());
    assertEquals((most + 7) / 8, layout.blocks(1));
    assertEquals(1, layout.blocks(18));
    assertTrue(layout.endBytes() > layout.treeOffsetBytes());
    assertThrows(
        IllegalArgumentException.class,
        () -> builder().dataBlockSizeBytes(512).build().layout(most + 1));
    assertThrows(IndexOutOfBoundsException.class, () -> layout.blocks(19));
  }

  @Test
  void petabyteOfDefaultBlocks() {
    VerityLayout layout = builder().build().layout((1L << 50) / 4096);
    assertEquals(6, layout.levels());
    assertEquals(1L << 31, layout.blocks(1));
    assertEquals(8, layout.blocks(5));
    assertEquals(1, layout.blocks(6));
    assertEquals(4096, layout.treeOffsetBytes());
  }

  /** The size is judged before anything is read or written. */
  @Test
  void petabyteNeedsALargerHashDevice() {
    BlockSource data = new Zeros(1L << 50);
    assertThrows(
        LimitExceededException.class,
        () ->
            VerityFormatter.format(
                data, BlockDevices.inMemory(1 << 20), builder().build(), VerityOptions.defaults()));
  }

  /** Only the start of a petabyte is covered. */
  @Test
  void fewBlocksOfAPetabyte() throws IOException {
    BlockSource data = new Zeros(1L << 50);
    VerityParameters parameters = builder().dataBlocks(130).build();
    var hash = BlockDevices.inMemory(1 << 20);
    VerityTree tree = VerityFormatter.format(data, hash, parameters, VerityOptions.defaults());
    assertEquals(0, tree.uncoveredDataBytes());
    assertEquals(
        130,
        VerityVerifier.verify(data, hash, tree.layout(), tree.rootHash(), VerityOptions.defaults())
            .dataBlocks());
  }

  @Test
  void treeBeginsAtTheNextWholeBlockBehindTheSuperblock() {
    long[][] cases = {
      {512, 0, 512},
      {512, 512, 1024},
      {4096, 0, 4096},
      {4096, 3584, 4096},
      {4096, 4096, 8192},
      {524288, 512, 524288}
    };
    for (long[] each : cases) {
      VerityLayout layout =
          builder().hashBlockSizeBytes((int) each[0]).hashOffsetBytes(each[1]).build().layout(5);
      assertEquals(each[2], layout.treeOffsetBytes());
      assertEquals(each[2] / each[0], layout.hashStartBlock());
    }
  }

  @Test
  void equalIfAllIs() {
    VerityLayout layout = builder().build().layout(9);
    assertEquals(layout, builder().build().layout(9));
    assertEquals(layout.hashCode(), builder().build().layout(9).hashCode());
    assertTrue(!layout.equals(builder().hashType(0).build().layout(9)));
    assertTrue(!layout.equals(builder().hashOffsetBytes(4096).build().layout(9)));
    assertTrue(!layout.equals(builder().build().layout(10)));
  }
}
