// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.Guid;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.slot.SlotId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A partition of a {@link DiskLayout}: what it is, and how large it may be.
 *
 * <p>Immutable.
 */
public final class PartitionSpec {
  /** Largest weight. */
  public static final int MAX_WEIGHT = 1_000_000;

  private final String label;
  private final Guid typeGuid;
  private final long minimumBytes;
  private final long maximumBytes;
  private final int weight;
  private final Optional<Long> alignmentBytes;
  private final OptionalInt number;
  private final Optional<Guid> uniqueGuid;
  private final long attributes;
  private final Optional<SlotId> slot;

  private PartitionSpec(Builder builder) {
    this.label = builder.label;
    this.typeGuid = builder.typeGuid;
    this.minimumBytes = builder.minimumBytes;
    this.maximumBytes = builder.maximumBytes;
    this.weight = builder.weight;
    this.alignmentBytes = builder.alignmentBytes;
    this.number = builder.number;
    this.uniqueGuid = builder.uniqueGuid;
    this.attributes = builder.attributes;
    this.slot = builder.slot;
  }

  /**
   * Starts a partition of a fixed size.
   *
   * @param label its GPT name, at most {@link GptPartition#MAX_NAME_LENGTH} UTF-16 units
   * @param typeGuid its type, see {@link KnownTypes}
   * @param sizeBytes its size; the plan rounds it up to whole sectors
   * @return a builder
   * @throws IllegalArgumentException if the label is too long, or the size is not positive
   */
  public static Builder fixed(String label, Guid typeGuid, long sizeBytes) {
    return new Builder(label, typeGuid, sizeBytes, sizeBytes, 0);
  }

  /**
   * Starts a partition that shares the space that is left, with weight 1 and without a maximum.
   *
   * @param label its GPT name, at most {@link GptPartition#MAX_NAME_LENGTH} UTF-16 units
   * @param typeGuid its type, see {@link KnownTypes}
   * @param minimumBytes the least size with which the layout fits
   * @return a builder
   * @throws IllegalArgumentException if the label is too long, or the size is not positive
   */
  public static Builder rest(String label, Guid typeGuid, long minimumBytes) {
    return new Builder(label, typeGuid, minimumBytes, Long.MAX_VALUE, 1);
  }

  /**
   * Returns the GPT name.
   *
   * @return the label
   */
  public String label() {
    return label;
  }

  /**
   * Returns the type.
   *
   * @return a type GUID
   */
  public Guid typeGuid() {
    return typeGuid;
  }

  /**
   * Returns the least size.
   *
   * @return a size in bytes
   */
  public long minimumBytes() {
    return minimumBytes;
  }

  /**
   * Returns the largest size.
   *
   * @return a size in bytes; {@link Long#MAX_VALUE} if there is none
   */
  public long maximumBytes() {
    return maximumBytes;
  }

  /**
   * Returns the share of the space that is left when all partitions have their least size.
   *
   * @return 0 for a partition of fixed size
   */
  public int weight() {
    return weight;
  }

  /**
   * Returns what its begin is a multiple of.
   *
   * @return a number of bytes, or nothing if the layout's is meant
   */
  public Optional<Long> alignmentBytes() {
    return alignmentBytes;
  }

  /**
   * Returns its number.
   *
   * @return a number from 1, or nothing if it is the lowest that is free
   */
  public OptionalInt number() {
    return number;
  }

  /**
   * Returns its identity.
   *
   * @return a GUID, or nothing if every table gets a random one
   */
  public Optional<Guid> uniqueGuid() {
    return uniqueGuid;
  }

  /**
   * Returns its first attributes.
   *
   * @return all 64 bits
   */
  public long attributes() {
    return attributes;
  }

  /**
   * Returns the slot that it belongs to.
   *
   * @return a slot, or nothing if it belongs to none
   */
  public Optional<SlotId> slot() {
    return slot;
  }

  /** Returns label and sizes in one line. */
  @Override
  public String toString() {
    return "partition '"
        + label
        + "' of "
        + minimumBytes
        + (weight > 0 ? " bytes or more" : " bytes");
  }

  /**
   * Collects the properties of a partition.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private final String label;
    private final Guid typeGuid;
    private final long minimumBytes;
    private long maximumBytes;
    private int weight;
    private Optional<Long> alignmentBytes = Optional.empty();
    private OptionalInt number = OptionalInt.empty();
    private Optional<Guid> uniqueGuid = Optional.empty();
    private long attributes;
    private Optional<SlotId> slot = Optional.empty();

    private Builder(String label, Guid typeGuid, long minimumBytes, long maximumBytes, int weight) {
      if (label.length() > GptPartition.MAX_NAME_LENGTH) {
        throw new IllegalArgumentException("label is too long: " + label);
      }
      if (minimumBytes <= 0) {
        throw new IllegalArgumentException("size of " + label + " is " + minimumBytes);
      }
      this.label = label;
      this.typeGuid = Objects.requireNonNull(typeGuid, "typeGuid");
      this.minimumBytes = minimumBytes;
      this.maximumBytes = maximumBytes;
      this.weight = weight;
    }

    /**
     * Lets the partition share the space that is left up to a size.
     *
     * @param bytes the largest size, at least the least one
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maximumBytes(long bytes) {
      if (bytes < minimumBytes) {
        throw new IllegalArgumentException(
            label + " has at most " + bytes + " and at least " + minimumBytes + " bytes");
      }
      this.maximumBytes = bytes;
      return this;
    }

    /**
     * Sets the share of the space that is left. A partition with share 0 keeps its least size.
     *
     * @param share 0 to {@link #MAX_WEIGHT}
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder weight(int share) {
      if (share < 0 || share > MAX_WEIGHT) {
        throw new IllegalArgumentException("weight is " + share + ", expected 0 to " + MAX_WEIGHT);
      }
      this.weight = share;
      return this;
    }

    /**
     * Sets what the begin of the partition is a multiple of; without this, the layout's.
     *
     * @param bytes a power of two from 512 on
     * @return this builder
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder alignmentBytes(long bytes) {
      this.alignmentBytes = Optional.of(DiskLayout.checkAlignment(bytes));
      return this;
    }

    /**
     * Sets the number of the partition; without this, the lowest that is free.
     *
     * @param partitionNumber a number from 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder number(int partitionNumber) {
      if (partitionNumber < 1) {
        throw new IllegalArgumentException("number of " + label + " is " + partitionNumber);
      }
      this.number = OptionalInt.of(partitionNumber);
      return this;
    }

    /**
     * Fixes the identity of the partition.
     *
     * @param guid its unique GUID
     * @return this builder
     */
    public Builder uniqueGuid(Guid guid) {
      this.uniqueGuid = Optional.of(guid);
      return this;
    }

    /**
     * Sets the first attributes.
     *
     * @param bits all 64 bits
     * @return this builder
     */
    public Builder attributes(long bits) {
      this.attributes = bits;
      return this;
    }

    /**
     * Says which slot the partition belongs to.
     *
     * @param id the slot; the layout must have a scheme of slots then
     * @return this builder
     */
    public Builder slot(SlotId id) {
      this.slot = Optional.of(id);
      return this;
    }

    /**
     * Makes the partition.
     *
     * @return a partition
     */
    public PartitionSpec build() {
      return new PartitionSpec(this);
    }
  }
}
