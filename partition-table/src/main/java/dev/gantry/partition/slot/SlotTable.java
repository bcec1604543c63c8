// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.Guid;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A partition table seen as slots.
 *
 * <p>Immutable. The first boot partition by number is slot A, the second slot B. Every instance has
 * root and hash partitions where all who look for them agree: tools take the n-th root partition,
 * the kernel takes the partition whose number is one higher than the boot partition's ({@code
 * PARTNROFF=1}, and 2 for the hash tree). A table in which these differ is refused.
 */
public final class SlotTable {
  private static final String SOURCE = "partition table";
  private static final int MAX_SLOTS = 2;
  private static final long EVER_BOOTED = 1L << 57;

  private final GptTable table;
  private final PartitionTypes types;
  private final List<Slot> slots;
  private final GptPartition privateState;

  private SlotTable(
      GptTable table, PartitionTypes types, List<Slot> slots, GptPartition privateState) {
    this.table = table;
    this.types = types;
    this.slots = List.copyOf(slots);
    this.privateState = privateState;
  }

  /**
   * Finds the slots in a table with Bottlerocket's partition types.
   *
   * @param table a partition table
   * @return the slots
   * @throws MalformedDataException if there is no boot partition ({@code SLOT_BOOT_MISSING}) or no
   *     private one ({@code SLOT_PRIVATE_MISSING}), or a root or hash partition is not where it has
   *     to be ({@code SLOT_NOT_ADJACENT})
   * @throws UnsupportedFormatException if there are more than two boot partitions
   */
  public static SlotTable of(GptTable table)
      throws MalformedDataException, UnsupportedFormatException {
    return of(table, PartitionTypes.BOTTLEROCKET);
  }

  /**
   * Finds the slots in a table.
   *
   * @param table a partition table
   * @param types what partition types mean
   * @return the slots
   * @throws MalformedDataException as {@link #of(GptTable)} does
   * @throws UnsupportedFormatException if there are more than two boot partitions
   */
  public static SlotTable of(GptTable table, PartitionTypes types)
      throws MalformedDataException, UnsupportedFormatException {
    List<GptPartition> boots = table.partitionsOfType(types.boot());
    if (boots.isEmpty()) {
      throw missing("SLOT_BOOT_MISSING", types.boot(), "boot");
    }
    if (boots.size() > MAX_SLOTS) {
      throw new UnsupportedFormatException(
          SOURCE, "number of boot partitions", Integer.toString(boots.size()), "1 or 2");
    }
    List<GptPartition> privates = table.partitionsOfType(types.privateState());
    if (privates.isEmpty()) {
      throw missing("SLOT_PRIVATE_MISSING", types.privateState(), "private");
    }
    List<GptPartition> roots = behind(table, boots, types.root(), 1, "root");
    List<GptPartition> hashes = behind(table, boots, types.hash(), 2, "hash");
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < boots.size(); i++) {
      SlotId id = i == 0 ? SlotId.A : SlotId.B;
      SlotAttributes attributes = SlotAttributes.decode(boots.get(i).attributes());
      slots.add(new Slot(id, boots.get(i), roots.get(i), hashes.get(i), attributes));
    }
    return new SlotTable(table, types, slots, privates.get(0));
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

  /** The partitions of a type, if each is so many numbers behind its boot partition. */
  private static List<GptPartition> behind(
      GptTable table, List<GptPartition> boots, Guid type, int distance, String what)
      throws MalformedDataException {
    List<GptPartition> found = table.partitionsOfType(type);
    List<Integer> expected = boots.stream().map(boot -> boot.number() + distance).toList();
    List<Integer> numbers = found.stream().map(GptPartition::number).toList();
    if (!numbers.equals(expected)) {
      throw new MalformedDataException(
          "SLOT_NOT_ADJACENT",
          SOURCE,
          MalformedDataException.UNKNOWN_OFFSET,
          "numbers of the " + what + " partitions",
          numbers.toString(),
          expected + ", " + distance + " more than those of the boot partitions (PARTNROFF)");
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
   * Returns what partition types mean here.
   *
   * @return the types
   */
  public PartitionTypes types() {
    return types;
  }

  /**
   * Returns the slots.
   *
   * @return an immutable list of one or two slots, A first
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
   * Returns the partition of the host's own state.
   *
   * @return the first partition of the private type
   */
  public GptPartition privatePartition() {
    return privateState;
  }

  /**
   * Says whether any system on this disk was ever confirmed: bit 57 of the private partition.
   *
   * @return true from the first confirmation on
   */
  public boolean hasBootEverSucceeded() {
    return (privateState.attributes() & EVER_BOOTED) != 0;
  }

  SlotTable withAttributes(SlotId id, SlotAttributes attributes) {
    Slot old = slot(id);
    GptPartition boot = old.boot().withAttributes(attributes.applyTo(old.boot().attributes()));
    List<Slot> changed = new ArrayList<>(slots);
    changed.set(id.index(), new Slot(id, boot, old.root(), old.hash(), attributes));
    return new SlotTable(table.withPartition(boot), types, changed, privateState);
  }

  SlotTable withBootEverSucceeded() {
    GptPartition changed = privateState.withAttributes(privateState.attributes() | EVER_BOOTED);
    return new SlotTable(table.withPartition(changed), types, slots, changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotTable that && table.equals(that.table) && types.equals(that.types);
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, types);
  }

  /** Returns the slots' attributes in one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Slot slot : slots) {
      text.append(text.length() == 0 ? "" : "; ").append(slot.id()).append(": ");
      text.append(slot.attributes());
    }
    return text.toString();
  }
}
