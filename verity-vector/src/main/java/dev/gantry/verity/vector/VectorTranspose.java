// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns sixteen chunks, one after the other, into sixteen words, each of all chunks: a matrix of 16
 * by 16 is transposed, and its big-endian words are made integers.
 *
 * <p>It is done by halves, quarters and so on: of two rows whose numbers differ in one bit, those
 * columns change places whose numbers have the other bit set. Four rows at a time, so that each
 * method is small enough for the compilers; {@link VectorSha256} says more on that.
 */
final class VectorTranspose {
  private static final int SIZE = VectorSha256.LANES;
  private static final int GROUP = 4;
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;

  private static final VectorShuffle<Integer> SWAP_1 = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
  private static final VectorShuffle<Integer> SWAP_2 = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  private static final VectorShuffle<Integer> SWAP_4 = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
  private static final VectorShuffle<Integer> SWAP_8 = VectorShuffle.fromOp(SPECIES, i -> i ^ 8);
  private static final VectorMask<Integer> HIGH_1 = columnsWith(1);
  private static final VectorMask<Integer> LOW_1 = HIGH_1.not();
  private static final VectorMask<Integer> HIGH_2 = columnsWith(2);
  private static final VectorMask<Integer> LOW_2 = HIGH_2.not();
  private static final VectorMask<Integer> HIGH_4 = columnsWith(4);
  private static final VectorMask<Integer> LOW_4 = HIGH_4.not();
  private static final VectorMask<Integer> HIGH_8 = columnsWith(8);
  private static final VectorMask<Integer> LOW_8 = HIGH_8.not();

  private VectorTranspose() {}

  private static VectorMask<Integer> columnsWith(int bit) {
    boolean[] columns = new boolean[SIZE];
    for (int i = 0; i < SIZE; i++) {
      columns[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, columns, 0);
  }

  /** The first half: from chunks that begin {@code stride} bytes from each other. */
  static void rows(byte[] content, int offset, int stride, int[] rows) {
    for (int row = 0; row < SIZE; row += GROUP) {
      fourRows(content, offset + row * stride, stride, rows, row * SIZE);
    }
  }

  /** The second half: from the result of the first to words. */
  static void columns(int[] rows, int[] words) {
    for (int row = 0; row < GROUP; row++) {
      fourColumns(rows, words, row * SIZE);
    }
  }

  private static void fourRows(byte[] content, int offset, int stride, int[] rows, int at) {
    IntVector a = ByteVector.fromArray(BYTES, content, offset).reinterpretAsInts();
    IntVector b = ByteVector.fromArray(BYTES, content, offset + stride).reinterpretAsInts();
    IntVector c = ByteVector.fromArray(BYTES, content, offset + 2 * stride).reinterpretAsInts();
    IntVector d = ByteVector.fromArray(BYTES, content, offset + 3 * stride).reinterpretAsInts();
    IntVector swap;
    swap = a.blend(b.rearrange(SWAP_1), HIGH_1);
    b = b.blend(a.rearrange(SWAP_1), LOW_1);
    a = swap;
    swap = c.blend(d.rearrange(SWAP_1), HIGH_1);
    d = d.blend(c.rearrange(SWAP_1), LOW_1);
    c = swap;
    swap = a.blend(c.rearrange(SWAP_2), HIGH_2);
    c = c.blend(a.rearrange(SWAP_2), LOW_2);
    a = swap;
    swap = b.blend(d.rearrange(SWAP_2), HIGH_2);
    d = d.blend(b.rearrange(SWAP_2), LOW_2);
    b = swap;
    a.intoArray(rows, at);
    b.intoArray(rows, at + SIZE);
    c.intoArray(rows, at + 2 * SIZE);
    d.intoArray(rows, at + 3 * SIZE);
  }

  private static void fourColumns(int[] rows, int[] words, int at) {
    IntVector a = IntVector.fromArray(SPECIES, rows, at);
    IntVector b = IntVector.fromArray(SPECIES, rows, at + GROUP * SIZE);
    IntVector c = IntVector.fromArray(SPECIES, rows, at + 2 * GROUP * SIZE);
    IntVector d = IntVector.fromArray(SPECIES, rows, at + 3 * GROUP * SIZE);
    IntVector swap;
    swap = a.blend(b.rearrange(SWAP_4), HIGH_4);
    b = b.blend(a.rearrange(SWAP_4), LOW_4);
    a = swap;
    swap = c.blend(d.rearrange(SWAP_4), HIGH_4);
    d = d.blend(c.rearrange(SWAP_4), LOW_4);
    c = swap;
    swap = a.blend(c.rearrange(SWAP_8), HIGH_8);
    c = c.blend(a.rearrange(SWAP_8), LOW_8);
    a = swap;
    swap = b.blend(d.rearrange(SWAP_8), HIGH_8);
    d = d.blend(b.rearrange(SWAP_8), LOW_8);
    b = swap;
    a.lanewise(VectorOperators.ROR, 8)
        .and(0xff00ff00)
        .or(a.lanewise(VectorOperators.ROL, 8).and(0x00ff00ff))
        .intoArray(words, at);
    b.lanewise(VectorOperators.ROR, 8)
        .and(0xff00ff00)
        .or(b.lanewise(VectorOperators.ROL, 8).and(0x00ff00ff))
        .intoArray(words, at + GROUP * SIZE);
    c.lanewise(VectorOperators.ROR, 8)
        .and(0xff00ff00)
        .or(c.lanewise(VectorOperators.ROL, 8).and(0x00ff00ff))
        .intoArray(words, at + 2 * GROUP * SIZE);
    d.lanewise(VectorOperators.ROR, 8)
        .and(0xff00ff00)
        .or(d.lanewise(VectorOperators.ROL, 8).and(0x00ff00ff))
        .intoArray(words, at + 3 * GROUP * SIZE);
  }
}
