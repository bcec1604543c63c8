// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.slot.SlotScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A layout of a vendor's own: partitions in the order in which they lie on the disk, with sizes
 * that adapt to it. {@link #plan} makes numbers of it for one disk.
 *
 * <p>Immutable. {@link SlotLayout} and {@link BottlerocketLayout} are for the layouts of
 * Bottlerocket, whose sizes are fixed.
 */
public final class DiskLayout {
  /** Partitions begin at multiples of this unless a layout says otherwise: one MiB. */
  public static final long DEFAULT_ALIGNMENT_BYTES = 1L << 20;

  private final List<PartitionSpec> partitions;
  private final long alignmentBytes;
  private final Optional<SlotScheme> slotScheme;

  private DiskLayout(Builder builder) {
    this.partitions = List.copyOf(builder.partitions);
    this.alignmentBytes = builder.alignmentBytes;
    this.slotScheme = builder.slotScheme;
  }

  /**
   * Starts a layout without partitions.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns one of Bottlerocket's layouts in this form. Planned for a disk of the layout's size it
   * has the same places.
   *
   * @param slots a layout of fixed sizes
   * @return the layout
   */
  public static DiskLayout of(SlotLayout slots) {
    Builder layout = builder().alignmentBytes(SlotLayout.ALIGNMENT_BYTES);
    for (PlannedPartition planned : slots.partitions()) {
      PartitionSpec.Builder spec =
          PartitionSpec.fixed(planned.label(), planned.typeGuid(), planned.sizeBytes())
              .number(planned.number())
              .attributes(planned.attributes());
      planned.uniqueGuid().ifPresent(spec::uniqueGuid);
      layout.add(spec.build());
    }
    return layout.build();
  }

  /**
   * Returns the partitions.
   *
   * @return an immutable list in the order of their places
   */
  public List<PartitionSpec> partitions() {
    return partitions;
  }

  /**
   * Returns what partitions begin at multiples of, if they do not say otherwise.
   *
   * @return a number of bytes
   */
  public long alignmentBytes() {
    return alignmentBytes;
  }

  /**
   * Returns how the slots of the layout are found.
   *
   * @return the scheme, or nothing if there are no slots
   */
  public Optional<SlotScheme> slotScheme() {
    return slotScheme;
  }

  /**
   * Plans the layout for a disk. Each partition gets its least size; what is left is shared by
   * weight, in units of the largest alignment, among those that may be larger. What they cannot
   * take stays free behind the last partition.
   *
   * @param sectorSizeBytes sector size of the table, 512 or 4096
   * @param diskSizeBytes size of the disk
   * @return places for all partitions
   * @throws StateConflictException if the least sizes do not fit ({@code DISK_TOO_SMALL})
   * @throws GantryException if the partitions are not the slots that they are said to be
   * @throws IllegalArgumentException if the sector size is another one, an alignment is no multiple
   *     of it, or a number is higher than a new table has entries
   */
  public LayoutPlan plan(int sectorSizeBytes, long diskSizeBytes) throws GantryException {
    LayoutPlan plan = new LayoutPlanner(this, sectorSizeBytes, diskSizeBytes).plan();
    if (slotScheme.isPresent()) {
      SlotCheck.check(plan, slotScheme.get());
    }
    return plan;
  }

  static long checkAlignment(long bytes) {
    if (bytes < 512 || Long.bitCount(bytes) != 1) {
      throw new IllegalArgumentException(
          "alignment is " + bytes + ", expected a power of two from 512 on");
    }
    return bytes;
  }

  /**
   * Collects the partitions of a layout.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private final List<PartitionSpec> partitions = new ArrayList<>();
    private long alignmentBytes = DEFAULT_ALIGNMENT_BYTES;
    private Optional<SlotScheme> slotScheme = Optional.empty();

    private Builder() {}

    /**
     * Adds a partition behind those that were added before.
     *
     * @param partition the partition
     * @return this builder
     * @throws IllegalArgumentException if its number or identity is taken
     */
    public Builder add(PartitionSpec partition) {
      for (PartitionSpec each : partitions) {
        boolean number = partition.number().isPresent() && each.number().equals(partition.number());
        boolean guid =
            partition.uniqueGuid().isPresent() && each.uniqueGuid().equals(partition.uniqueGuid());
        if (number || guid) {
          throw new IllegalArgumentException(
              partition + " has the " + (number ? "number" : "GUID") + " of " + each);
        }
      }
      partitions.add(partition);
      return this;
    }

    /**
     * Sets what partitions begin at multiples of.
     *
     * @param bytes a power of two from 512 on, one MiB unless set
     * @return this builder
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder alignmentBytes(long bytes) {
      this.alignmentBytes = checkAlignment(bytes);
      return this;
    }

    /**
     * Says that the layout has slots; plans are then checked to have them as the scheme finds them.
     *
     * @param scheme how slots are found
     * @return this builder
     */
    public Builder slotScheme(SlotScheme scheme) {
      this.slotScheme = Optional.of(Objects.requireNonNull(scheme, "scheme"));
      return this;
    }

    /**
     * Makes the layout.
     *
     * @return a layout
     * @throws IllegalArgumentException if a partition belongs to a slot and there is no scheme
     */
    public DiskLayout build() {
      if (slotScheme.isEmpty() && partitions.stream().anyMatch(p -> p.slot().isPresent())) {
        throw new IllegalArgumentException("a layout with slots needs a scheme of slots");
      }
      return new DiskLayout(this);
    }
  }
}
