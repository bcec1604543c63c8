// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verified blocks by number; the one that was not used for the longest time goes first. The arrays
 * are shared and must not be changed. Thread-safe.
 */
final class BlockCache {
  private final Map<Long, byte[]> blocks;

  BlockCache(long maxBytes, int blockSize) {
    int maxBlocks = (int) Math.min(maxBytes / blockSize, Integer.MAX_VALUE);
    this.blocks =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > maxBlocks;
          }
        };
  }

  synchronized byte @Nullable [] get(long number) {
    return blocks.get(number);
  }

  synchronized void put(long number, byte[] block) {
    blocks.put(number, block);
  }
}
