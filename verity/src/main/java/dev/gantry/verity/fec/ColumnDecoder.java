// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.fec;

import java.util.Arrays;

/**
 * Finds the errors of one codeword: some at places that are known (erasures), some not. With e of
 * the latter and f of the former it is certain to be right if 2e + f ≤ roots (Berlekamp–Massey from
 * the erasure locator on, then Forney; Blahut, "Theory and Practice of Error Control Codes").
 *
 * <p>Place 0 is the first symbol of the message. Polynomials are arrays with the constant first.
 * Not thread-safe: one for each worker.
 */
final class ColumnDecoder {
  private static final int LAST_PLACE = ReedSolomon.SYMBOLS - 1;

  private final int roots;
  private final int[] syndromes;
  private final int[] erasureLocator;
  private final int[] locator;
  private final int[] previous;
  private final int[] next;
  private final int[] evaluator;
  private final int[] places;
  private final int[] values;
  private int[] erasures = new int[0];
  private int count;

  ColumnDecoder(int roots) {
    this.roots = roots;
    this.syndromes = new int[roots];
    this.erasureLocator = new int[roots + 1];
    this.locator = new int[roots + 1];
    this.previous = new int[roots + 1];
    this.next = new int[roots + 1];
    this.evaluator = new int[roots];
    this.places = new int[roots];
    this.values = new int[roots];
    setErasures(new int[0]);
  }

  /** Sets the places that are known to be suspect, for the codewords that follow. */
  void setErasures(int[] suspects) {
    if (suspects.length > roots) {
      throw new IllegalArgumentException(suspects.length + " erasures, but " + roots + " roots");
    }
    erasures = suspects;
    Arrays.fill(erasureLocator, 0);
    erasureLocator[0] = 1;
    for (int i = 0; i < suspects.length; i++) {
      // Times 1 − Xx, from the highest coefficient down.
      int x = GaloisField.power(LAST_PLACE - suspects[i]);
      for (int j = i + 1; j > 0; j--) {
        erasureLocator[j] ^= GaloisField.multiply(erasureLocator[j - 1], x);
      }
    }
  }

  /**
   * Decodes the codeword whose parity differs by this from the one of its message.
   *
   * @param difference stored parity minus computed parity, highest power first, from {@code offset}
   *     on
   * @return false if there are more errors than the code can find
   */
  boolean decode(byte[] difference, int offset) {
    count = 0;
    if (!computeSyndromes(difference, offset)) {
      return true;
    }
    int degree = computeLocator();
    if (degree < 0 || !findPlaces(degree)) {
      count = 0;
      return false;
    }
    return true;
  }

  /** Number of places that {@link #decode} found; erasures are among them. */
  int count() {
    return count;
  }

  int place(int i) {
    return places[i];
  }

  /** What to add to the symbol; may be 0 at an erasure. */
  int value(int i) {
    return values[i];
  }

  private boolean computeSyndromes(byte[] difference, int offset) {
    boolean wrong = false;
    for (int j = 0; j < roots; j++) {
      int point = GaloisField.power(j);
      int sum = 0;
      for (int t = 0; t < roots; t++) {
        sum = GaloisField.multiply(sum, point) ^ (difference[offset + t] & 0xff);
      }
      syndromes[j] = sum;
      wrong |= sum != 0;
    }
    return wrong;
  }

  /** Computes the locator of errors and erasures; returns its degree, or -1. */
  private int computeLocator() {
    System.arraycopy(erasureLocator, 0, locator, 0, roots + 1);
    System.arraycopy(erasureLocator, 0, previous, 0, roots + 1);
    int erased = erasures.length;
    int length = erased;
    for (int r = erased; r < roots; r++) {
      int discrepancy = 0;
      for (int i = 0; i <= r; i++) {
        discrepancy ^= GaloisField.multiply(locator[i], syndromes[r - i]);
      }
      System.arraycopy(previous, 0, previous, 1, roots);
      previous[0] = 0;
      if (discrepancy == 0) {
        continue;
      }
      for (int i = 0; i <= roots; i++) {
        next[i] = locator[i] ^ GaloisField.multiply(discrepancy, previous[i]);
      }
      if (2 * length <= r + erased) {
        length = r + 1 + erased - length;
        for (int i = 0; i <= roots; i++) {
          previous[i] = GaloisField.divide(locator[i], discrepancy);
        }
      }
      System.arraycopy(next, 0, locator, 0, roots + 1);
    }
    int degree = roots;
    while (locator[degree] == 0) {
      degree--;
    }
    return degree == length && 2 * (length - erased) + erased <= roots ? degree : -1;
  }

  private boolean findPlaces(int degree) {
    if (degree == erasures.length) {
      System.arraycopy(erasures, 0, places, 0, degree);
      count = degree;
    } else {
      for (int place = 0; place <= LAST_PLACE; place++) {
        if (evaluate(locator, degree + 1, place - LAST_PLACE) == 0) {
          if (count == degree) {
            return false;
          }
          places[count++] = place;
        }
      }
    }
    return count == degree && computeValues(degree);
  }

  private boolean computeValues(int degree) {
    for (int i = 0; i < roots; i++) {
      evaluator[i] = 0;
      for (int j = 0; j <= Math.min(i, degree); j++) {
        evaluator[i] ^= GaloisField.multiply(locator[j], syndromes[i - j]);
      }
    }
    for (int i = 0; i < count; i++) {
      int inverse = places[i] - LAST_PLACE;
      // The derivative of the locator has its odd terms only.
      int slope = 0;
      for (int j = 1; j <= degree; j += 2) {
        slope ^= GaloisField.multiply(locator[j], GaloisField.power(inverse * (j - 1)));
      }
      if (slope == 0) {
        return false;
      }
      int omega =
          GaloisField.multiply(evaluate(evaluator, roots, inverse), GaloisField.power(-inverse));
      values[i] = GaloisField.divide(omega, slope);
    }
    return true;
  }

  /** The value of a polynomial at a power of 2. */
  private static int evaluate(int[] polynomial, int terms, int exponent) {
    int point = GaloisField.power(exponent);
    int sum = 0;
    for (int i = terms - 1; i >= 0; i--) {
      sum = GaloisField.multiply(sum, point) ^ polynomial[i];
    }
    return sum;
  }
}
