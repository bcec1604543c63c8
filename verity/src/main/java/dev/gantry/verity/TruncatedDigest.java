// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.security.MessageDigest;
import java.util.Arrays;

/** The first bytes of another digest. */
final class TruncatedDigest extends MessageDigest {
  private final MessageDigest whole;
  private final int sizeBytes;

  TruncatedDigest(MessageDigest whole, int sizeBytes) {
    super(whole.getAlgorithm() + "/" + sizeBytes * Byte.SIZE);
    this.whole = whole;
    this.sizeBytes = sizeBytes;
  }

  @Override
  protected int engineGetDigestLength() {
    return sizeBytes;
  }

  @Override
  protected void engineUpdate(byte input) {
    whole.update(input);
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    whole.update(input, offset, length);
  }

  @Override
  protected byte[] engineDigest() {
    return Arrays.copyOf(whole.digest(), sizeBytes);
  }

  @Override
  protected void engineReset() {
    whole.reset();
  }

  @Override
  public Object clone() throws CloneNotSupportedException {
    return new TruncatedDigest((MessageDigest) whole.clone(), sizeBytes);
  }
}
