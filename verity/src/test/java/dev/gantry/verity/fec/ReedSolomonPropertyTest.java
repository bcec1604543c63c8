// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Codewords that were encoded, damaged and decoded are what they were. */
final class ReedSolomonPropertyTest {
  private static final int COLUMNS = 8;

  /** Both encoders against the definition: a polynomial with the powers 0 … roots − 1 as zeros. */
  @Property(tries = 200)
  void codewordsHaveTheZerosOfTheGenerator(
      @ForAll @IntRange(min = 2, max = 24) int roots, @ForAll long seed) {
    byte[][] codewords = codewords(roots, new Random(seed));
    for (byte[] codeword : codewords) {
      for (int j = 0; j < roots; j++) {
        int sum = 0;
        for (byte symbol : codeword) {
          sum = GaloisField.multiply(sum, GaloisField.power(j)) ^ (symbol & 0xff);
        }
        assertEquals(0, sum);
      }
    }
  }

  @Property(tries = 300)
  void decodesErrorsAndErasuresWithinThePower(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 0, max = 24) int wanted,
      @ForAll long seed) {
    Random random = new Random(seed);
    int erasures = Math.min(wanted, roots);
    int errors = (roots - erasures) / 2;
    for (byte[] codeword : codewords(roots, random)) {
      int[] places = random.ints(0, 255).distinct().limit(erasures + errors).toArray();
      byte[] damaged = codeword.clone();
      for (int i = 0; i < places.length; i++) {
        // An erasure may be right by chance, an error not.
        damaged[places[i]] ^= (byte) (i < erasures ? random.nextInt(256) : 1 + random.nextInt(255));
      }
      ColumnDecoder decoder = new ColumnDecoder(roots);
      decoder.setErasures(Arrays.copyOf(places, erasures));
      assertTrue(decoder.decode(difference(damaged, roots), 0));
      apply(decoder, damaged);
      assertArrayEquals(codeword, damaged);
    }
  }

  /** Beyond the power anything may come out, but it is a codeword, and nothing is thrown. */
  @Property(tries = 300)
  void whateverIsDecodedIsACodeword(
      @ForAll @IntRange(min = 2, max = 24) int roots,
      @ForAll @IntRange(min = 0, max = 24) int erasures,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] damaged = new byte[255];
    random.nextBytes(damaged);
    ColumnDecoder decoder = new ColumnDecoder(roots);
    decoder.setErasures(random.ints(0, 255).distinct().limit(Math.min(erasures, roots)).toArray());
    if (decoder.decode(difference(damaged, roots), 0)) {
      apply(decoder, damaged);
      assertArrayEquals(new byte[roots], difference(damaged, roots));
    } else {
      assertEquals(0, decoder.count());
    }
  }

  private static void apply(ColumnDecoder decoder, byte[] codeword) {
    for (int i = 0; i < decoder.count(); i++) {
      codeword[decoder.place(i)] ^= (byte) decoder.value(i);
    }
  }

  private static byte[] difference(byte[] codeword, int roots) {
    byte[] parity = parity(new byte[][] {codeword}, roots)[0];
    for (int t = 0; t < roots; t++) {
      parity[t] ^= codeword[255 - roots + t];
    }
    return parity;
  }

  private static byte[][] codewords(int roots, Random random) {
    byte[][] codewords = new byte[COLUMNS][255];
    for (byte[] codeword : codewords) {
      random.nextBytes(codeword);
    }
    byte[][] parity = parity(codewords, roots);
    for (int i = 0; i < COLUMNS; i++) {
      System.arraycopy(parity[i], 0, codewords[i], 255 - roots, roots);
    }
    return codewords;
  }

  private static byte[][] parity(byte[][] messages, int roots) {
    ParityTile tile = ParityTile.of(roots, COLUMNS);
    tile.start(COLUMNS);
    for (int j = 0; j < 255 - roots; j++) {
      ByteBuffer row = ByteBuffer.allocate(COLUMNS);
      for (int i = 0; i < messages.length; i++) {
        row.put(i, messages[i][j]);
      }
      tile.addRow(row);
    }
    ByteBuffer parity = ByteBuffer.allocate(COLUMNS * roots);
    tile.finish(parity);
    byte[][] result = new byte[messages.length][roots];
    parity.flip();
    for (byte[] column : result) {
      parity.get(column);
    }
    return result;
  }
}
