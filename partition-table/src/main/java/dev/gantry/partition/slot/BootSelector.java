// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionTypes;
import java.util.List;
import java.util.Optional;

/**
 * The boot loader's rule for picking a slot ({@code gptprio.next} of Bottlerocket's GRUB).
 *
 * <p>Of all boot partitions that are successful or have tries left, the one with the highest
 * priority boots; priority 0 never does, and among equals the lowest number wins. If the one that
 * was picked has tries left, successful or not, one of them is used up and the table is written
 * before it boots.
 *
 * <p>Pure and stateless.
 */
public final class BootSelector {
  private BootSelector() {}

  /**
   * Picks a slot by Bottlerocket's boot partition type.
   *
   * @param table the table that the boot loader reads
   * @return what boots, or nothing if the machine would not boot
   */
  public static Optional<BootChoice> select(GptTable table) {
    return select(table, PartitionTypes.BOTTLEROCKET);
  }

  /**
   * Picks a slot.
   *
   * @param table the table that the boot loader reads
   * @param types what partition types mean
   * @return what boots, or nothing if the machine would not boot
   */
  public static Optional<BootChoice> select(GptTable table, PartitionTypes types) {
    List<GptPartition> boots = table.partitionsOfType(types.boot());
    int best = 0;
    int bestIndex = -1;
    for (int i = 0; i < boots.size(); i++) {
      SlotAttributes attributes = SlotAttributes.decode(boots.get(i).attributes());
      if (attributes.isBootable() && attributes.priority() > best) {
        best = attributes.priority();
        bestIndex = i;
      }
    }
    if (bestIndex < 0) {
      return Optional.empty();
    }
    GptPartition boot = boots.get(bestIndex);
    SlotAttributes attributes = SlotAttributes.decode(boot.attributes());
    GptTable after = table;
    if (attributes.tries() > 0) {
      SlotAttributes tried = attributes.withTries(attributes.tries() - 1);
      after = table.withPartition(boot.withAttributes(tried.applyTo(boot.attributes())));
    }
    return Optional.of(new BootChoice(SlotId.at(bestIndex), boot, after, attributes.tries() > 0));
  }
}
