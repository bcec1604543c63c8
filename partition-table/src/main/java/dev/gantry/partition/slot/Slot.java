// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.partition.GptPartition;
import java.util.Objects;

/**
 * One slot: its partitions and its attributes.
 *
 * <p>Immutable.
 *
 * @param id which slot
 * @param boot the boot partition, which carries the attributes
 * @param root the root file system, the partition behind {@code boot} by number
 * @param hash the verity hash tree, the partition behind {@code root} by number
 * @param attributes what the boot partition's bits say
 */
public record Slot(
    SlotId id, GptPartition boot, GptPartition root, GptPartition hash, SlotAttributes attributes) {
  /** Creates a slot. */
  public Slot {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(attributes, "attributes");
  }
}
