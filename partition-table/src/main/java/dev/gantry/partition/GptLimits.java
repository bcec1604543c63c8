// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

/**
 * What a reader accepts at most; checked before anything is allocated.
 *
 * <p>Immutable.
 *
 * @param maxEntryCount most entries in a table, used or not
 * @param maxEntryArrayBytes largest entry array
 */
public record GptLimits(int maxEntryCount, int maxEntryArrayBytes) {
  /** 4096 entries and 1 MiB: 32 and 64 times what partitioning tools make. */
  public static final GptLimits DEFAULT = new GptLimits(4096, 1 << 20);

  /**
   * Creates limits.
   *
   * @throws IllegalArgumentException if the table that every tool makes would be refused
   */
  public GptLimits {
    if (maxEntryCount < 128 || maxEntryArrayBytes < GptHeader.MIN_ENTRY_ARRAY_BYTES) {
      throw new IllegalArgumentException("limits are below 128 entries of 128 bytes");
    }
  }
}
