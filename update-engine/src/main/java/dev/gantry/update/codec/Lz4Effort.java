// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.codec;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/** How hard an encoder tries; the format is the same. */
public enum Lz4Effort {
  /** About the ratio of {@code lz4 -1}: for tests and for hosts that publish often. */
  FAST,
  /** About the ratio of {@code lz4 -9}, which Bottlerocket's releases have. */
  HIGH;

  private static final int HIGH_LEVEL = 9;

  LZ4Compressor compressor() {
    LZ4Factory factory = LZ4Factory.safeInstance();
    return this == FAST ? factory.fastCompressor() : factory.highCompressor(HIGH_LEVEL);
  }
}
