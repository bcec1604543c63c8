// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlockSource} must do: a test class implements this interface and says how to
 * make a source, and inherits the tests.
 *
 * <p>Sources are made with {@value ContractSupport#SIZE_BYTES} bytes, a multiple of every usual
 * block size.
 */
public interface BlockSourceContract {
  /**
   * Makes a source for one test, which closes it.
   *
   * @param content what the source must hold, of any bytes
   * @return a new source of exactly this content
   * @throws IOException if it cannot be made
   */
  BlockSource createSource(Bytes content) throws IOException;

  /**
   * The size is the number of bytes.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_tellsItsSize() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      assertEquals(ContractSupport.SIZE_BYTES, source.sizeBytes());
    }
  }

  /**
   * The description is one line that is not blank.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_describesItselfInOneLine() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      assertFalse(source.description().isBlank());
      assertEquals(1, source.description().lines().count());
    }
  }

  /**
   * Any range reads as it is, into any kind of buffer.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_readsAnyRange() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      ContractSupport.assertReads(source, ContractSupport.content());
    }
  }

  /**
   * A read fills what remains of the buffer, moves its position to its limit, and touches nothing
   * else.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_fillsOnlyWhatRemains() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      byte[] array = new byte[40];
      ByteBuffer target = ByteBuffer.wrap(array, 4, 32).slice();
      target.position(2).limit(22);
      source.readFully(1000, target);

      byte[] expected = new byte[40];
      for (int i = 0; i < 20; i++) {
        expected[6 + i] = ContractSupport.content().get(1000 + i);
      }
      assertArrayEquals(expected, array);
      assertEquals(22, target.position());
      assertEquals(22, target.limit());
    }
  }

  /**
   * Reading nothing works up to and at the end.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_readsNothingAnywhereWithin() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      source.readFully(0, ByteBuffer.allocate(0));
      source.readFully(ContractSupport.SIZE_BYTES, ByteBuffer.allocate(0));
    }
  }

  /**
   * A range that is not within the source is refused, whatever the numbers, and the buffer stays as
   * it is.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_refusesRangesOutside() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      assertAll(
          ContractSupport.outside(ContractSupport.SIZE_BYTES)
              .map(range -> () -> ContractSupport.assertRefusesRead(source, range)));
    }
  }

  /**
   * A slice reads its part, by its own offsets, and refuses the rest.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_slices() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      BlockSource slice = source.slice(700, 3000);
      Bytes part = Bytes.of(ContractSupport.content().toByteArray(), 700, 3000);
      assertEquals(3000, slice.sizeBytes());
      assertEquals(1, slice.description().lines().count());
      ContractSupport.assertReads(slice, part);
      assertAll(
          ContractSupport.outside(3000)
              .map(range -> () -> ContractSupport.assertRefusesRead(slice, range)));

      BlockSource inner = slice.slice(10, 100);
      ContractSupport.assertReads(inner, Bytes.of(part.toByteArray(), 10, 100));
      assertEquals(0, slice.slice(3000, 0).sizeBytes());
    }
  }

  /**
   * A slice that is not within the source is refused, whatever the numbers.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_refusesSlicesOutside() throws IOException {
    try (BlockSource source = createSource(ContractSupport.content())) {
      BlockSource slice = source.slice(1, 100);
      assertAll(
          () -> assertRefusesSlice(source, -1, 1),
          () -> assertRefusesSlice(source, 0, -1),
          () -> assertRefusesSlice(source, 1, ContractSupport.SIZE_BYTES),
          () -> assertRefusesSlice(source, 1, Long.MAX_VALUE),
          () -> assertRefusesSlice(source, Long.MAX_VALUE, 1),
          () -> assertRefusesSlice(slice, Long.MAX_VALUE, Long.MAX_VALUE),
          () -> assertRefusesSlice(slice, 1, 100));
    }
  }

  private static void assertRefusesSlice(BlockSource source, long offset, long length) {
    assertThrows(IndexOutOfBoundsException.class, () -> source.slice(offset, length));
  }

  /**
   * Closing a slice leaves the source open, and closing twice does no harm.
   *
   * @throws IOException if the source fails
   */
  @Test
  default void contract_closes() throws IOException {
    BlockSource source = createSource(ContractSupport.content());
    BlockSource slice = source.slice(0, 10);
    slice.close();
    ContractSupport.assertReads(source, ContractSupport.content());
    source.close();
    source.close();
  }

  /**
   * Several threads read at the same time, and none sees bytes of another.
   *
   * @throws Exception if the source fails
   */
  @Test
  default void contract_servesManyThreads() throws Exception {
    try (BlockSource source = createSource(ContractSupport.content())) {
      ContractSupport.inThreads(
          thread -> ContractSupport.assertReads(source, ContractSupport.content()));
    }
  }
}
