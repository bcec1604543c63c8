// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Reads a DER SEQUENCE of two positive INTEGERs: an ECDSA signature or a PKCS#1 public key. */
final class DerReader {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private final byte[] der;
  private int position;

  private DerReader(byte[] der) {
    this.der = der;
  }

  /** Two integers. */
  record Pair(BigInteger first, BigInteger second) {}

  /**
   * Reads the structure; X.690 section 10 in full, so that one pair has one encoding.
   *
   * @return the pair, or empty if the bytes are anything else, down to the last one
   */
  static Optional<Pair> pair(byte[] der) {
    DerReader reader = new DerReader(der);
    int length = reader.header(SEQUENCE);
    if (length < 0 || length != der.length - reader.position) {
      return Optional.empty();
    }
    BigInteger first = reader.integer();
    BigInteger second = reader.integer();
    return first.signum() < 0 || second.signum() < 0 || reader.position != der.length
        ? Optional.empty()
        : Optional.of(new Pair(first, second));
  }

  /** Returns a negative number where there is no non-negative minimal integer. */
  private BigInteger integer() {
    BigInteger none = BigInteger.ONE.negate();
    int length = header(INTEGER);
    if (length < 1 || length > der.length - position) {
      return none;
    }
    byte[] value = Arrays.copyOfRange(der, position, position + length);
    position += length;
    boolean padded = length > 1 && value[0] == 0 && value[1] >= 0;
    return value[0] < 0 || padded ? none : new BigInteger(value);
  }

  /** Reads a tag and a minimal definite length; returns -1 where there is none. */
  private int header(int tag) {
    if (der.length - position < 2 || (der[position] & 0xff) != tag) {
      return -1;
    }
    int length = der[position + 1] & 0xff;
    position += 2;
    if (length < 0x80) {
      return length;
    }
    int octets = length & 0x7f;
    if (octets < 1 || octets > 3 || octets > der.length - position) {
      return -1;
    }
    length = 0;
    for (int i = 0; i < octets; i++) {
      length = (length << 8) | (der[position++] & 0xff);
    }
    boolean minimal = length >= 0x80 && length >>> (8 * (octets - 1)) != 0;
    return minimal ? length : -1;
  }
}
