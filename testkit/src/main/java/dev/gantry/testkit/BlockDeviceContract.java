// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlockDevice} must do beyond what a source does: a test class implements this
 * interface and says how to make a device, and inherits the tests.
 */
public interface BlockDeviceContract extends BlockSourceContract {
  /**
   * Makes a device for one test, which closes it.
   *
   * @param content what the device must hold at first, of any bytes
   * @return a new device of exactly this content
   * @throws IOException if it cannot be made
   */
  BlockDevice createDevice(Bytes content) throws IOException;

  @Override
  default BlockSource createSource(Bytes content) throws IOException {
    return createDevice(content);
  }

  /**
   * The unit of writing is a power of two from 512 on.
   *
   * @throws IOException if the device fails
   */
  @Test
  default void contract_tellsItsBlockSize() throws IOException {
    try (BlockDevice device = createDevice(ContractSupport.content())) {
      assertTrue(device.logicalBlockSizeBytes() >= 512);
      assertEquals(1, Integer.bitCount(device.logicalBlockSizeBytes()));
      assertEquals(device.logicalBlockSizeBytes(), device.slice(1, 2).logicalBlockSizeBytes());
    }
  }

  /**
   * Any range is written from any kind of buffer, and nothing else changes.
   *
   * @throws IOException if the device fails
   */
  @Test
  default void contract_writesAnyRange() throws IOException {
    int size = ContractSupport.SIZE_BYTES;
    int[][] ranges = {{0, size}, {0, 1}, {size - 1, 1}, {511, 2}, {512, 512}, {700, 9000}};
    try (BlockDevice device = createDevice(ContractSupport.content())) {
      byte[] expected = ContractSupport.content().toByteArray();
      int seed = 10;
      for (int[] range : ranges) {
        for (boolean direct : new boolean[] {true, false}) {
          Bytes news = ContractSupport.random(range[1], seed++);
          ByteBuffer source = news.asByteBuffer();
          if (direct) {
            source = ByteBuffer.allocateDirect(range[1]).put(source).flip();
          }
          device.writeFully(range[0], source);
          assertEquals(0, source.remaining());
          news.asByteBuffer().get(expected, range[0], range[1]);
          ContractSupport.assertReads(device, Bytes.of(expected));
        }
      }
      device.flush();
      ContractSupport.assertReads(device, Bytes.of(expected));
    }
  }

  /**
   * Only what remains of a buffer is written; its position moves to its limit and its content
   * stays.
   *
   * @throws IOException if the device fails
   */
  @Test
  default void contract_writesOnlyWhatRemains() throws IOException {
    try (BlockDevice device = createDevice(ContractSupport.content())) {
      byte[] array = ContractSupport.random(64, 3).toByteArray();
      ByteBuffer source = ByteBuffer.wrap(array, 8, 48).slice();
      source.position(4).limit(24);
      device.writeFully(2000, source);
      assertEquals(24, source.position());
      assertEquals(24, source.limit());
      assertEquals(ContractSupport.random(64, 3), Bytes.of(array));

      byte[] expected = ContractSupport.content().toByteArray();
      System.arraycopy(array, 12, expected, 2000, 20);
      ContractSupport.assertReads(device, Bytes.of(expected));
    }
  }

  /**
   * Writing nothing works up to and at the end.
   *
   * @throws IOException if the device fails
   */
  @Test
  default void contract_writesNothingAnywhereWithin() throws IOException {
    try (BlockDevice device = createDevice(ContractSupport.content())) {
      device.writeFully(0, ByteBuffer.allocate(0));
      device.writeFully(ContractSupport.SIZE_BYTES, ByteBuffer.allocate(0));
      device.flush();
      assertEquals(ContractSupport.SIZE_BYTES, device.sizeBytes());
      ContractSupport.assertReads(device, ContractSupport.content());
    }
  }

  /**
   * A range that is not within the device is refused, whatever the numbers, and nothing is written.
   *
   * @throws IOException if the device fails
   */
  @Test
  default void contract_refusesToWriteOutside() throws IOException {
    try (BlockDevice device = createDevice(ContractSupport.content())) {
      assertAll(
          ContractSupport.outside(ContractSupport.SIZE_BYTES)
              .map(range -> () -> ContractSupport.assertRefusesWrite(device, range)));
      assertEquals(ContractSupport.SIZE_BYTES, device.sizeBytes());
      ContractSupport.assertReads(device, ContractSupport.content());
    }
  }

  /**
   * A slice writes to its part of the device and to nothing else.
   *
   * @throws IOException if the device fails
   */
  @Test
  default void contract_writesThroughSlices() throws IOException {
    try (BlockDevice device = createDevice(ContractSupport.content())) {
      BlockDevice slice = device.slice(700, 3000);
      assertAll(
          ContractSupport.outside(3000)
              .map(range -> () -> ContractSupport.assertRefusesWrite(slice, range)));
      ContractSupport.assertReads(device, ContractSupport.content());

      Bytes news = ContractSupport.random(100, 4);
      slice.slice(10, 100).writeFully(0, news.asByteBuffer());
      slice.flush();
      slice.close();
      byte[] expected = ContractSupport.content().toByteArray();
      news.asByteBuffer().get(expected, 710, 100);
      ContractSupport.assertReads(device, Bytes.of(expected));
    }
  }

  /**
   * Several threads write distinct ranges at the same time, and every byte arrives.
   *
   * @throws Exception if the device fails
   */
  @Test
  default void contract_takesWritesOfManyThreads() throws Exception {
    try (BlockDevice device = createDevice(ContractSupport.content())) {
      int part = ContractSupport.SIZE_BYTES / 4;
      ContractSupport.inThreads(
          thread -> {
            // Parts meet within a sector, where an implementation may need a read before a write.
            int start = thread == 0 ? 0 : thread * part - 100;
            int end = thread == 3 ? ContractSupport.SIZE_BYTES : (thread + 1) * part - 100;
            device.writeFully(
                start, ContractSupport.random(end - start, 20 + thread).asByteBuffer());
          });
      byte[] expected = new byte[ContractSupport.SIZE_BYTES];
      for (int thread = 0; thread < 4; thread++) {
        int start = thread == 0 ? 0 : thread * part - 100;
        int end = thread == 3 ? ContractSupport.SIZE_BYTES : (thread + 1) * part - 100;
        ContractSupport.random(end - start, 20 + thread)
            .asByteBuffer()
            .get(expected, start, end - start);
      }
      ContractSupport.assertReads(device, Bytes.of(expected));
    }
  }
}
