// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionTypes;
import java.util.List;
import java.util.Optional;

/**
 * Says what a boot loader picks from a table.
 *
 * <p>It looks at boot partitions alone: a table whose slots lack a companion, or that has more of
 * them than a {@link SlotTable} allows, boots as well. Pure and stateless.
 */
public final class BootSelector {
  private BootSelector() {}

  /**
   * Picks a slot as Bottlerocket's boot loader does.
   *
   * @param table the table that the boot loader reads
   * @return what boots, or nothing if the machine would not boot
   */
  public static Optional<BootChoice> select(GptTable table) {
    return select(table, SlotScheme.BOTTLEROCKET);
  }

  /**
   * Picks a slot by Bottlerocket's rule.
   *
   * @param table the table that the boot loader reads
   * @param types what partition types mean
   * @return what boots, or nothing if the machine would not boot
   */
  public static Optional<BootChoice> select(GptTable table, PartitionTypes types) {
    return select(table, SlotScheme.bottlerocket(types));
  }

  /**
   * Picks a slot.
   *
   * @param table the table that the boot loader reads
   * @param scheme the boot type and the rule
   * @return what boots, or nothing if the machine would not boot
   */
  public static Optional<BootChoice> select(GptTable table, SlotScheme scheme) {
    List<GptPartition> boots = table.partitionsOfType(scheme.bootType());
    List<SlotAttributes> attributes =
        boots.stream().map(boot -> SlotAttributes.decode(boot.attributes())).toList();
    return scheme
        .bootRule()
        .pick(attributes)
        .map(
            pick -> {
              GptPartition boot = boots.get(pick.index());
              boolean writes = !pick.after().equals(attributes.get(pick.index()));
              GptTable after =
                  writes
                      ? table.withPartition(
                          boot.withAttributes(pick.after().applyTo(boot.attributes())))
                      : table;
              Optional<SlotId> slot =
                  pick.index() < SlotId.COUNT
                      ? Optional.of(SlotId.of(pick.index()))
                      : Optional.empty();
              return new BootChoice(slot, boot, after, writes);
            });
  }
}
