// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

/**
 * Arithmetic of the field with 256 elements, modulo x^8 + x^4 + x^3 + x^2 + 1; 2 generates all but
 * zero.
 */
final class GaloisField {
  /** The polynomial that reduces products. */
  static final int POLYNOMIAL = 0x11d;

  /** Number of elements that are not zero. */
  static final int ORDER = 255;

  /** Powers of 2, twice, so that a sum of two logarithms needs no reduction. */
  private static final byte[] POWERS = new byte[2 * ORDER];

  private static final short[] LOGARITHMS = new short[ORDER + 1];

  static {
    int power = 1;
    for (int i = 0; i < ORDER; i++) {
      POWERS[i] = (byte) power;
      POWERS[i + ORDER] = (byte) power;
      LOGARITHMS[power] = (short) i;
      power <<= 1;
      if (power > ORDER) {
        power ^= POLYNOMIAL;
      }
    }
  }

  private GaloisField() {}

  /** The power of 2 with an exponent of any size. */
  static int power(int exponent) {
    return POWERS[Math.floorMod(exponent, ORDER)] & 0xff;
  }

  static int multiply(int a, int b) {
    return a == 0 || b == 0 ? 0 : POWERS[LOGARITHMS[a] + LOGARITHMS[b]] & 0xff;
  }

  /** Divides by anything but zero. */
  static int divide(int a, int b) {
    return a == 0 ? 0 : POWERS[LOGARITHMS[a] + ORDER - LOGARITHMS[b]] & 0xff;
  }
}
