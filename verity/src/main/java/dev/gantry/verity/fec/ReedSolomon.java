// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

/**
 * The code of dm-verity: 255 symbols of 8 bits, {@code roots} of them parity, systematic; the zeros
 * of its generator are the powers 0 … roots − 1 of 2 (cryptsetup {@code lib/verity}, kernel {@code
 * dm-verity-fec.h}).
 *
 * <p>The first symbol of a message is the coefficient of the highest power.
 */
final class ReedSolomon {
  /** Symbols of a codeword. */
  static final int SYMBOLS = 255;

  private ReedSolomon() {}

  /** The remainder of x^exponent by the generator, highest power first; exponent ≥ roots. */
  static int[] remainder(int roots, int exponent) {
    int[] generator = generator(roots);
    int[] state = new int[roots];
    System.arraycopy(generator, 1, state, 0, roots);
    for (int i = roots; i < exponent; i++) {
      int carry = state[0];
      for (int t = 0; t < roots; t++) {
        int next = t + 1 < roots ? state[t + 1] : 0;
        state[t] = next ^ GaloisField.multiply(carry, generator[t + 1]);
      }
    }
    return state;
  }

  /** Coefficients of the generator, highest power first; the first is 1. */
  private static int[] generator(int roots) {
    int[] result = {1};
    for (int i = 0; i < roots; i++) {
      int[] product = new int[result.length + 1];
      for (int j = 0; j < result.length; j++) {
        product[j] ^= result[j];
        product[j + 1] ^= GaloisField.multiply(result[j], GaloisField.power(i));
      }
      result = product;
    }
    return result;
  }
}
