// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.verity.RootHash;
import java.util.Objects;

/**
 * What a slot held when it was proved. Immutable.
 *
 * @param boot the boot image
 * @param root the root image, exactly the data that the root hash covers
 * @param hash the verity hash image
 * @param rootHash the root hash that the boot configuration in the slot hands to the kernel
 * @param dataBlocks how many blocks of data the root hash covers
 */
public record SlotContent(
    WrittenImage boot, WrittenImage root, WrittenImage hash, RootHash rootHash, long dataBlocks) {
  /** Creates a value. */
  public SlotContent {
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(rootHash, "rootHash");
  }
}
