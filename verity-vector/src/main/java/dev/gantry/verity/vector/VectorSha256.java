// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The compression function of SHA-256 (FIPS 180-4, section 6.2.2) for sixteen messages at once:
 * each vector holds one word of all of them.
 *
 * <p>What looks clumsy here is what the compilers of the JDK turn into good code. A method must
 * stay below some 180 vector operations, or the first compiler gives up on it and the second never
 * gets it; it must not pass vectors to methods of its own, since they would be made objects; and
 * what is kept in local variables over a loop stays in registers, of which there are 32. So there
 * are loops of four rounds, with eight words of state and sixteen of the message in variables that
 * change places. A sum is written so that the longest chain of a round is three operations.
 */
final class VectorSha256 {
  static final int LANES = 16;
  static final int CHUNK_BYTES = 64;
  static final int CHUNK_WORDS = 16;
  static final int STATE_WORDS = 8;

  private static final int ROUNDS = 64;

  /** Rounds that make a word of the message schedule as well. */
  private static final int SCHEDULED_ROUNDS = ROUNDS - CHUNK_WORDS;

  private static final int ROUNDS_PER_LOOP = 4;
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_512;

  /** FIPS 180-4, section 5.3.3. */
  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  /** FIPS 180-4, section 4.2.2. */
  private static final int[] CONSTANTS = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  /** Each constant once for each lane. */
  private static final int[] CONSTANT_VECTORS = new int[ROUNDS * LANES];

  static {
    for (int i = 0; i < CONSTANT_VECTORS.length; i++) {
      CONSTANT_VECTORS[i] = CONSTANTS[i / LANES];
    }
  }

  private VectorSha256() {}

  static int preferredLanes() {
    return IntVector.SPECIES_PREFERRED.length();
  }

  static void begin(int[] state) {
    for (int i = 0; i < STATE_WORDS * LANES; i++) {
      state[i] = INITIAL[i / LANES];
    }
  }

  /**
   * Compresses one chunk of each message.
   *
   * @param state words of the state, each for all lanes; changed
   * @param words words of the chunk, each for all lanes; destroyed
   * @param saved room for a state
   */
  static void compress(int[] state, int[] words, int[] saved) {
    System.arraycopy(state, 0, saved, 0, STATE_WORDS * LANES);
    scheduledRounds(state, words, CONSTANT_VECTORS);
    lastRounds(state, words, CONSTANT_VECTORS, saved);
  }

  private static void scheduledRounds(int[] state, int[] words, int[] constants) {
    IntVector a = IntVector.fromArray(SPECIES, state, 0);
    IntVector b = IntVector.fromArray(SPECIES, state, LANES);
    IntVector c = IntVector.fromArray(SPECIES, state, 2 * LANES);
    IntVector d = IntVector.fromArray(SPECIES, state, 3 * LANES);
    IntVector e = IntVector.fromArray(SPECIES, state, 4 * LANES);
    IntVector f = IntVector.fromArray(SPECIES, state, 5 * LANES);
    IntVector g = IntVector.fromArray(SPECIES, state, 6 * LANES);
    IntVector h = IntVector.fromArray(SPECIES, state, 7 * LANES);
    IntVector w0 = IntVector.fromArray(SPECIES, words, 0);
    IntVector w1 = IntVector.fromArray(SPECIES, words, LANES);
    IntVector w2 = IntVector.fromArray(SPECIES, words, 2 * LANES);
    IntVector w3 = IntVector.fromArray(SPECIES, words, 3 * LANES);
    IntVector w4 = IntVector.fromArray(SPECIES, words, 4 * LANES);
    IntVector w5 = IntVector.fromArray(SPECIES, words, 5 * LANES);
    IntVector w6 = IntVector.fromArray(SPECIES, words, 6 * LANES);
    IntVector w7 = IntVector.fromArray(SPECIES, words, 7 * LANES);
    IntVector w8 = IntVector.fromArray(SPECIES, words, 8 * LANES);
    IntVector w9 = IntVector.fromArray(SPECIES, words, 9 * LANES);
    IntVector w10 = IntVector.fromArray(SPECIES, words, 10 * LANES);
    IntVector w11 = IntVector.fromArray(SPECIES, words, 11 * LANES);
    IntVector w12 = IntVector.fromArray(SPECIES, words, 12 * LANES);
    IntVector w13 = IntVector.fromArray(SPECIES, words, 13 * LANES);
    IntVector w14 = IntVector.fromArray(SPECIES, words, 14 * LANES);
    IntVector w15 = IntVector.fromArray(SPECIES, words, 15 * LANES);
    IntVector sum;
    IntVector sigma;
    IntVector swap;
    for (int at = 0; at < SCHEDULED_ROUNDS * LANES; at += ROUNDS_PER_LOOP * LANES) {
      sum =
          h.add(w0.add(IntVector.fromArray(SPECIES, constants, at)))
              .add(g.lanewise(VectorOperators.XOR, e.and(f.lanewise(VectorOperators.XOR, g))));
      sigma =
          e.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, e.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, e.lanewise(VectorOperators.ROR, 25));
      h =
          sum.add(a.and(b).or(c.and(a.or(b))))
              .add(sigma)
              .add(
                  a.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.ROR, 22)));
      d = d.add(sum).add(sigma);
      w0 =
          w0.add(w9)
              .add(
                  w1.lanewise(VectorOperators.ROR, 7)
                      .lanewise(VectorOperators.XOR, w1.lanewise(VectorOperators.ROR, 18))
                      .lanewise(VectorOperators.XOR, w1.lanewise(VectorOperators.LSHR, 3)))
              .add(
                  w14.lanewise(VectorOperators.ROR, 17)
                      .lanewise(VectorOperators.XOR, w14.lanewise(VectorOperators.ROR, 19))
                      .lanewise(VectorOperators.XOR, w14.lanewise(VectorOperators.LSHR, 10)));
      sum =
          g.add(w1.add(IntVector.fromArray(SPECIES, constants, at + LANES)))
              .add(f.lanewise(VectorOperators.XOR, d.and(e.lanewise(VectorOperators.XOR, f))));
      sigma =
          d.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, d.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, d.lanewise(VectorOperators.ROR, 25));
      g =
          sum.add(h.and(a).or(b.and(h.or(a))))
              .add(sigma)
              .add(
                  h.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.ROR, 22)));
      c = c.add(sum).add(sigma);
      w1 =
          w1.add(w10)
              .add(
                  w2.lanewise(VectorOperators.ROR, 7)
                      .lanewise(VectorOperators.XOR, w2.lanewise(VectorOperators.ROR, 18))
                      .lanewise(VectorOperators.XOR, w2.lanewise(VectorOperators.LSHR, 3)))
              .add(
                  w15.lanewise(VectorOperators.ROR, 17)
                      .lanewise(VectorOperators.XOR, w15.lanewise(VectorOperators.ROR, 19))
                      .lanewise(VectorOperators.XOR, w15.lanewise(VectorOperators.LSHR, 10)));
      sum =
          f.add(w2.add(IntVector.fromArray(SPECIES, constants, at + 2 * LANES)))
              .add(e.lanewise(VectorOperators.XOR, c.and(d.lanewise(VectorOperators.XOR, e))));
      sigma =
          c.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, c.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, c.lanewise(VectorOperators.ROR, 25));
      f =
          sum.add(g.and(h).or(a.and(g.or(h))))
              .add(sigma)
              .add(
                  g.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, g.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, g.lanewise(VectorOperators.ROR, 22)));
      b = b.add(sum).add(sigma);
      w2 =
          w2.add(w11)
              .add(
                  w3.lanewise(VectorOperators.ROR, 7)
                      .lanewise(VectorOperators.XOR, w3.lanewise(VectorOperators.ROR, 18))
                      .lanewise(VectorOperators.XOR, w3.lanewise(VectorOperators.LSHR, 3)))
              .add(
                  w0.lanewise(VectorOperators.ROR, 17)
                      .lanewise(VectorOperators.XOR, w0.lanewise(VectorOperators.ROR, 19))
                      .lanewise(VectorOperators.XOR, w0.lanewise(VectorOperators.LSHR, 10)));
      sum =
          e.add(w3.add(IntVector.fromArray(SPECIES, constants, at + 3 * LANES)))
              .add(d.lanewise(VectorOperators.XOR, b.and(c.lanewise(VectorOperators.XOR, d))));
      sigma =
          b.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.ROR, 25));
      e =
          sum.add(f.and(g).or(h.and(f.or(g))))
              .add(sigma)
              .add(
                  f.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, f.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, f.lanewise(VectorOperators.ROR, 22)));
      a = a.add(sum).add(sigma);
      w3 =
          w3.add(w12)
              .add(
                  w4.lanewise(VectorOperators.ROR, 7)
                      .lanewise(VectorOperators.XOR, w4.lanewise(VectorOperators.ROR, 18))
                      .lanewise(VectorOperators.XOR, w4.lanewise(VectorOperators.LSHR, 3)))
              .add(
                  w1.lanewise(VectorOperators.ROR, 17)
                      .lanewise(VectorOperators.XOR, w1.lanewise(VectorOperators.ROR, 19))
                      .lanewise(VectorOperators.XOR, w1.lanewise(VectorOperators.LSHR, 10)));

      swap = a;
      a = e;
      e = swap;
      swap = b;
      b = f;
      f = swap;
      swap = c;
      c = g;
      g = swap;
      swap = d;
      d = h;
      h = swap;

      swap = w0;
      w0 = w4;
      w4 = w8;
      w8 = w12;
      w12 = swap;
      swap = w1;
      w1 = w5;
      w5 = w9;
      w9 = w13;
      w13 = swap;
      swap = w2;
      w2 = w6;
      w6 = w10;
      w10 = w14;
      w14 = swap;
      swap = w3;
      w3 = w7;
      w7 = w11;
      w11 = w15;
      w15 = swap;
    }
    a.intoArray(state, 0);
    b.intoArray(state, LANES);
    c.intoArray(state, 2 * LANES);
    d.intoArray(state, 3 * LANES);
    e.intoArray(state, 4 * LANES);
    f.intoArray(state, 5 * LANES);
    g.intoArray(state, 6 * LANES);
    h.intoArray(state, 7 * LANES);
    w0.intoArray(words, 0);
    w1.intoArray(words, LANES);
    w2.intoArray(words, 2 * LANES);
    w3.intoArray(words, 3 * LANES);
    w4.intoArray(words, 4 * LANES);
    w5.intoArray(words, 5 * LANES);
    w6.intoArray(words, 6 * LANES);
    w7.intoArray(words, 7 * LANES);
    w8.intoArray(words, 8 * LANES);
    w9.intoArray(words, 9 * LANES);
    w10.intoArray(words, 10 * LANES);
    w11.intoArray(words, 11 * LANES);
    w12.intoArray(words, 12 * LANES);
    w13.intoArray(words, 13 * LANES);
    w14.intoArray(words, 14 * LANES);
    w15.intoArray(words, 15 * LANES);
  }

  private static void lastRounds(int[] state, int[] words, int[] constants, int[] saved) {
    IntVector a = IntVector.fromArray(SPECIES, state, 0);
    IntVector b = IntVector.fromArray(SPECIES, state, LANES);
    IntVector c = IntVector.fromArray(SPECIES, state, 2 * LANES);
    IntVector d = IntVector.fromArray(SPECIES, state, 3 * LANES);
    IntVector e = IntVector.fromArray(SPECIES, state, 4 * LANES);
    IntVector f = IntVector.fromArray(SPECIES, state, 5 * LANES);
    IntVector g = IntVector.fromArray(SPECIES, state, 6 * LANES);
    IntVector h = IntVector.fromArray(SPECIES, state, 7 * LANES);
    IntVector sum;
    IntVector sigma;
    IntVector swap;
    for (int at = 0; at < CHUNK_WORDS * LANES; at += ROUNDS_PER_LOOP * LANES) {
      int k = SCHEDULED_ROUNDS * LANES + at;
      sum =
          h.add(
                  IntVector.fromArray(SPECIES, words, at)
                      .add(IntVector.fromArray(SPECIES, constants, k)))
              .add(g.lanewise(VectorOperators.XOR, e.and(f.lanewise(VectorOperators.XOR, g))));
      sigma =
          e.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, e.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, e.lanewise(VectorOperators.ROR, 25));
      h =
          sum.add(a.and(b).or(c.and(a.or(b))))
              .add(sigma)
              .add(
                  a.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.ROR, 22)));
      d = d.add(sum).add(sigma);
      sum =
          g.add(
                  IntVector.fromArray(SPECIES, words, at + LANES)
                      .add(IntVector.fromArray(SPECIES, constants, k + LANES)))
              .add(f.lanewise(VectorOperators.XOR, d.and(e.lanewise(VectorOperators.XOR, f))));
      sigma =
          d.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, d.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, d.lanewise(VectorOperators.ROR, 25));
      g =
          sum.add(h.and(a).or(b.and(h.or(a))))
              .add(sigma)
              .add(
                  h.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.ROR, 22)));
      c = c.add(sum).add(sigma);
      sum =
          f.add(
                  IntVector.fromArray(SPECIES, words, at + 2 * LANES)
                      .add(IntVector.fromArray(SPECIES, constants, k + 2 * LANES)))
              .add(e.lanewise(VectorOperators.XOR, c.and(d.lanewise(VectorOperators.XOR, e))));
      sigma =
          c.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, c.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, c.lanewise(VectorOperators.ROR, 25));
      f =
          sum.add(g.and(h).or(a.and(g.or(h))))
              .add(sigma)
              .add(
                  g.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, g.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, g.lanewise(VectorOperators.ROR, 22)));
      b = b.add(sum).add(sigma);
      sum =
          e.add(
                  IntVector.fromArray(SPECIES, words, at + 3 * LANES)
                      .add(IntVector.fromArray(SPECIES, constants, k + 3 * LANES)))
              .add(d.lanewise(VectorOperators.XOR, b.and(c.lanewise(VectorOperators.XOR, d))));
      sigma =
          b.lanewise(VectorOperators.ROR, 6)
              .lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.ROR, 11))
              .lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.ROR, 25));
      e =
          sum.add(f.and(g).or(h.and(f.or(g))))
              .add(sigma)
              .add(
                  f.lanewise(VectorOperators.ROR, 2)
                      .lanewise(VectorOperators.XOR, f.lanewise(VectorOperators.ROR, 13))
                      .lanewise(VectorOperators.XOR, f.lanewise(VectorOperators.ROR, 22)));
      a = a.add(sum).add(sigma);

      swap = a;
      a = e;
      e = swap;
      swap = b;
      b = f;
      f = swap;
      swap = c;
      c = g;
      g = swap;
      swap = d;
      d = h;
      h = swap;
    }
    a.add(IntVector.fromArray(SPECIES, saved, 0)).intoArray(state, 0);
    b.add(IntVector.fromArray(SPECIES, saved, LANES)).intoArray(state, LANES);
    c.add(IntVector.fromArray(SPECIES, saved, 2 * LANES)).intoArray(state, 2 * LANES);
    d.add(IntVector.fromArray(SPECIES, saved, 3 * LANES)).intoArray(state, 3 * LANES);
    e.add(IntVector.fromArray(SPECIES, saved, 4 * LANES)).intoArray(state, 4 * LANES);
    f.add(IntVector.fromArray(SPECIES, saved, 5 * LANES)).intoArray(state, 5 * LANES);
    g.add(IntVector.fromArray(SPECIES, saved, 6 * LANES)).intoArray(state, 6 * LANES);
    h.add(IntVector.fromArray(SPECIES, saved, 7 * LANES)).intoArray(state, 7 * LANES);
  }
}
