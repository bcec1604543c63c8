// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A partition table seen as slots.
 *
 * <p>Immutable. The first boot partition by number is slot A, the second slot B, and so on. Every
 * instance has the slots' companions where all who look for them agree: Bottlerocket's tools take
 * the n-th root partition, the kernel takes the partition whose number is one higher than the boot
 * partition's ({@code PARTNROFF=1}, and 2 for the hash tree). A table in which these differ is
 * refused.
 */
public final class SlotTable {
  private static final String SOURCE = "partition table";
  private static final long EVER_BOOTED = 1L << 57;

  private final GptTable table;
  private final SlotScheme scheme;
  private final List<Slot> slots;
  private final Optional<GptPartition> privateState;

  private SlotTable(
      GptTable table, SlotScheme scheme, List<Slot> slots, Optional<GptPartition> privateState) {
    this.table = table;
    this.scheme = scheme;
    this.slots = List.copyOf(slots);
    this.privateState = privateState;
  }

  /**
   * Finds the slots in a table of Bottlerocket's.
   *
   * @param table a partition table
   * @return the slots
   * @throws MalformedDataException if there is no boot partition ({@code SLOT_BOOT_MISSING}) or no
   *     private one ({@code SLOT_PRIVATE_MISSING}), or a root or hash partition is not where it has
   *     to be ({@code SLOT_NOT_ADJACENT})
   * @throws UnsupportedFormatException if there are more than {@link SlotId#COUNT} boot partitions
   */
  public static SlotTable of(GptTable table)
      throws MalformedDataException, UnsupportedFormatException {
    return of(table, SlotScheme.BOTTLEROCKET);
  }

  /**
   * Finds the slots in a table like Bottlerocket's.
   *
   * @param table a partition table
   * @param types what partition types mean
   * @return the slots
   * @throws MalformedDataException as {@link #of(GptTable)} does
   * @throws UnsupportedFormatException if there are more than {@link SlotId#COUNT} boot partitions
   */
  public static SlotTable of(GptTable table, PartitionTypes types)
      throws MalformedDataException, UnsupportedFormatException {
    return of(table, SlotScheme.bottlerocket(types));
  }

  /**
   * Finds the slots in a table.
   *
   * @param table a partition table
   * @param scheme how slots are found
   * @return the slots
   * @throws MalformedDataException if there is no boot partition ({@code SLOT_BOOT_MISSING}), or no
   *     private one where the scheme has one ({@code SLOT_PRIVATE_MISSING}), or a companion is not
   *     where it has to be ({@code SLOT_NOT_ADJACENT})
   * @throws UnsupportedFormatException if there are more than {@link SlotId#COUNT} boot partitions
   */
  public static SlotTable of(GptTable table, SlotScheme scheme)
      throws MalformedDataException, UnsupportedFormatException {
    List<GptPartition> boots = table.partitionsOfType(scheme.bootType());
    if (boots.isEmpty()) {
      throw missing("SLOT_BOOT_MISSING", scheme.bootType(), "boot");
    }
    if (boots.size() > SlotId.COUNT) {
      throw new UnsupportedFormatException(
          SOURCE,
          "number of boot partitions",
          Integer.toString(boots.size()),
          "1 to " + SlotId.COUNT);
    }
    Optional<GptPartition> privateState = Optional.empty();
    if (scheme.privateType().isPresent()) {
      Guid type = scheme.privateType().get();
      List<GptPartition> privates = table.partitionsOfType(type);
      if (privates.isEmpty()) {
        throw missing("SLOT_PRIVATE_MISSING", type, "private");
      }
      privateState = Optional.of(privates.get(0));
    }
    List<Map<String, GptPartition>> companions = new ArrayList<>();
    boots.forEach(boot -> companions.add(new LinkedHashMap<>()));
    for (SlotCompanion companion : scheme.companions()) {
      List<GptPartition> found = behind(table, boots, companion);
      for (int i = 0; i < boots.size(); i++) {
        companions.get(i).put(companion.role(), found.get(i));
      }
    }
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < boots.size(); i++) {
      slots.add(new Slot(SlotId.of(i), boots.get(i), companions.get(i)));
    }
    return new SlotTable(table, scheme, slots, privateState);
  }

  private static MalformedDataException missing(String code, Guid type, String what) {
    return new MalformedDataException(
        code,
        SOURCE,
        MalformedDataException.UNKNOWN_OFFSET,
        what + " partition",
        "absent",
        "a partition of type " + type);
  }

  /** One partition for each slot, if each is so many numbers behind its boot partition. */
  private static List<GptPartition> behind(
      GptTable table, List<GptPartition> boots, SlotCompanion companion)
      throws MalformedDataException {
    List<Integer> expected =
        boots.stream().map(boot -> boot.number() + companion.distance()).toList();
    List<GptPartition> found =
        table.partitionsOfType(companion.typeGuid()).stream()
            .filter(p -> companion.foundByOrder() || expected.contains(p.number()))
            .toList();
    List<Integer> numbers = found.stream().map(GptPartition::number).toList();
    if (!numbers.equals(expected)) {
      throw new MalformedDataException(
          "SLOT_NOT_ADJACENT",
          SOURCE,
          MalformedDataException.UNKNOWN_OFFSET,
          "numbers of the " + companion.role() + " partitions",
          numbers.toString(),
          expected
              + ", "
              + companion.distance()
              + " more than those of the boot partitions (PARTNROFF)");
    }
    return found;
  }

  /**
   * Returns the partition table.
   *
   * @return the whole table
   */
  public GptTable table() {
    return table;
  }

  /**
   * Returns how slots are found here, and the boot loader's rule.
   *
   * @return the scheme
   */
  public SlotScheme scheme() {
    return scheme;
  }

  /**
   * Returns the slots.
   *
   * @return an immutable list of one slot or more, A first
   */
  public List<Slot> slots() {
    return slots;
  }

  /**
   * Says whether there is no slot B, so that nothing can be updated in place.
   *
   * @return true if there is slot A alone
   */
  public boolean isSingleSlot() {
    return slots.size() == 1;
  }

  /**
   * Returns one slot.
   *
   * @param id which slot
   * @return the slot
   * @throws IllegalArgumentException if there is no such slot, see {@link #isSingleSlot()}
   */
  public Slot slot(SlotId id) {
    if (id.index() >= slots.size()) {
      throw new IllegalArgumentException("there is no slot " + id);
    }
    return slots.get(id.index());
  }

  /**
   * Returns the slots that do not run, those first that are of least use: what an update should
   * overwrite is the first of them. Of two slots, the other one.
   *
   * <p>First come slots that the boot loader never picks, then those that were never successful,
   * then those with the lowest priority, and of equals the one with the highest partition numbers.
   *
   * @param running the slot that runs
   * @return an immutable list, empty if there is one slot
   * @throws IllegalArgumentException if there is no such running slot
   */
  public List<Slot> idleSlots(SlotId running) {
    slot(running);
    return slots.stream()
        .filter(slot -> slot.id() != running)
        .sorted(
            Comparator.comparing((Slot slot) -> slot.attributes().isBootable())
                .thenComparing(slot -> slot.attributes().successful())
                .thenComparing(slot -> slot.attributes().priority())
                .thenComparing(Slot::id, Comparator.reverseOrder()))
        .toList();
  }

  /**
   * Returns the slot that the boot loader picks next.
   *
   * @return a slot, or nothing if the machine would not boot
   */
  public Optional<SlotId> nextBoot() {
    return scheme.bootRule().pick(attributes()).map(pick -> SlotId.of(pick.index()));
  }

  /**
   * Returns the slot that the boot loader ends with if no boot from now on is ever confirmed, and
   * that it picks for ever then.
   *
   * @return a slot, or nothing if the machine ends with nothing to boot
   */
  public Optional<SlotId> lastResort() {
    List<SlotAttributes> now = new ArrayList<>(attributes());
    // Each round uses up a try of a slot, or ends.
    for (int round = 0; round <= slots.size() * (SlotAttributes.MAX + 1); round++) {
      Optional<BootRule.Pick> pick = scheme.bootRule().pick(now);
      if (pick.isEmpty()) {
        return Optional.empty();
      }
      SlotAttributes before = now.set(pick.get().index(), pick.get().after());
      if (before.equals(pick.get().after())) {
        return Optional.of(SlotId.of(pick.get().index()));
      }
    }
    return Optional.empty();
  }

  private List<SlotAttributes> attributes() {
    return slots.stream().map(Slot::attributes).toList();
  }

  /**
   * Returns the partition of the host's own state.
   *
   * @return the first partition of the private type, or nothing if the scheme has no such type
   */
  public Optional<GptPartition> privatePartition() {
    return privateState;
  }

  /**
   * Says whether any system on this disk was ever confirmed: bit 57 of the private partition.
   *
   * @return true from the first confirmation on; where the scheme has no private partition, whether
   *     a slot is successful now
   */
  public boolean hasBootEverSucceeded() {
    return privateState
        .map(partition -> (partition.attributes() & EVER_BOOTED) != 0)
        .orElseGet(() -> slots.stream().anyMatch(slot -> slot.attributes().successful()));
  }

  SlotTable withAttributes(SlotId id, SlotAttributes attributes) {
    Slot slot = slot(id).withAttributes(attributes);
    List<Slot> changed = new ArrayList<>(slots);
    changed.set(id.index(), slot);
    return new SlotTable(table.withPartition(slot.boot()), scheme, changed, privateState);
  }

  SlotTable withBootEverSucceeded() {
    if (privateState.isEmpty()) {
      return this;
    }
    GptPartition old = privateState.get();
    GptPartition changed = old.withAttributes(old.attributes() | EVER_BOOTED);
    return new SlotTable(table.withPartition(changed), scheme, slots, Optional.of(changed));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotTable that
        && table.equals(that.table)
        && scheme.equals(that.scheme);
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, scheme);
  }

  /** Returns the slots' attributes in one line. */
  @Override
  public String toString() {
    return slots.stream().map(Slot::toString).collect(Collectors.joining("; "));
  }
}
