// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A partition that is wanted: what it is, and as much as matters of where it goes and how large it
 * is. {@link GptTable.Builder#place} finds the rest.
 *
 * <p>Without {@link Builder#firstLba} the place is a free range, with {@link Builder#sectorCount}
 * or all of the range. Immutable.
 */
public final class PartitionRequest {
  /** Which free range is taken. */
  public enum Fit {
    /** The first one that is large enough. */
    FIRST,
    /** The largest one, the first among equals. */
    LARGEST
  }

  private final Builder values;

  private PartitionRequest(Builder values) {
    this.values = values;
  }

  /**
   * Starts a request.
   *
   * @param typeGuid what the partition is for
   * @param uniqueGuid identity of the partition, for example {@link Guid#random}
   * @return a builder without a name, without attributes, with the lowest free number, in the
   *     largest free range, aligned to 1 MiB
   */
  public static Builder builder(Guid typeGuid, Guid uniqueGuid) {
    return new Builder(typeGuid, uniqueGuid);
  }

  /**
   * Returns the type.
   *
   * @return what the partition is for
   */
  public Guid typeGuid() {
    return values.typeGuid;
  }

  /**
   * Returns the identity.
   *
   * @return the unique GUID
   */
  public Guid uniqueGuid() {
    return values.uniqueGuid;
  }

  /**
   * Returns the number that is wanted.
   *
   * @return a number, or nothing for the lowest that is free
   */
  public OptionalInt number() {
    return values.number;
  }

  /**
   * Returns the name.
   *
   * @return at most 36 UTF-16 units
   */
  public String name() {
    return values.name;
  }

  /**
   * Returns the attributes.
   *
   * @return all 64 bits
   */
  public long attributes() {
    return values.attributes;
  }

  /**
   * Returns the place that is wanted.
   *
   * @return the first sector, or nothing for any place
   */
  public OptionalLong firstLba() {
    return values.firstLba;
  }

  /**
   * Returns the size that is wanted.
   *
   * @return a number of sectors, or nothing for the rest of the free range
   */
  public OptionalLong sectorCount() {
    return values.sectorCount;
  }

  /**
   * Returns the alignment of a first sector that is not given.
   *
   * @return a number of sectors, or nothing for 1 MiB
   */
  public OptionalLong alignmentSectors() {
    return values.alignmentSectors;
  }

  /**
   * Says whether a size that is not given is cut so that the partition ends before a multiple of
   * the alignment.
   *
   * @return true if the end is aligned too
   */
  public boolean alignEnd() {
    return values.alignEnd;
  }

  /**
   * Returns which free range is taken if no first sector is given.
   *
   * @return the rule
   */
  public Fit fit() {
    return values.fit;
  }

  /** Returns size and place in one line. */
  @Override
  public String toString() {
    String size =
        values.sectorCount.isPresent()
            ? values.sectorCount.getAsLong() + " sectors"
            : "all sectors of a free range";
    return values.firstLba.isPresent()
        ? size + " from sector " + values.firstLba.getAsLong()
        : size;
  }

  /**
   * Collects the values of a request.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private final Guid typeGuid;
    private final Guid uniqueGuid;
    private OptionalInt number = OptionalInt.empty();
    private String name = "";
    private long attributes;
    private OptionalLong firstLba = OptionalLong.empty();
    private OptionalLong sectorCount = OptionalLong.empty();
    private OptionalLong alignmentSectors = OptionalLong.empty();
    private boolean alignEnd;
    private Fit fit = Fit.LARGEST;

    private Builder(Guid typeGuid, Guid uniqueGuid) {
      this.typeGuid = Objects.requireNonNull(typeGuid, "typeGuid");
      this.uniqueGuid = Objects.requireNonNull(uniqueGuid, "uniqueGuid");
    }

    private Builder(Builder other) {
      this(other.typeGuid, other.uniqueGuid);
      this.number = other.number;
      this.name = other.name;
      this.attributes = other.attributes;
      this.firstLba = other.firstLba;
      this.sectorCount = other.sectorCount;
      this.alignmentSectors = other.alignmentSectors;
      this.alignEnd = other.alignEnd;
      this.fit = other.fit;
    }

    /**
     * Asks for a number.
     *
     * @param value 1 or more
     * @return this builder
     */
    public Builder number(int value) {
      this.number = OptionalInt.of(value);
      return this;
    }

    /**
     * Gives a name.
     *
     * @param value at most 36 UTF-16 units without NUL
     * @return this builder
     */
    public Builder name(String value) {
      this.name = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Gives attributes.
     *
     * @param value all 64 bits
     * @return this builder
     */
    public Builder attributes(long value) {
      this.attributes = value;
      return this;
    }

    /**
     * Asks for a place; it is taken as it is, without alignment.
     *
     * @param value the first sector
     * @return this builder
     */
    public Builder firstLba(long value) {
      this.firstLba = OptionalLong.of(value);
      return this;
    }

    /**
     * Asks for a size.
     *
     * @param value a number of sectors, 1 or more
     * @return this builder
     */
    public Builder sectorCount(long value) {
      this.sectorCount = OptionalLong.of(value);
      return this;
    }

    /**
     * Aligns a first sector that is not given.
     *
     * @param value what it has to be a multiple of, 1 or more
     * @return this builder
     */
    public Builder alignmentSectors(long value) {
      this.alignmentSectors = OptionalLong.of(value);
      return this;
    }

    /**
     * Aligns the end too where neither first sector nor size is given.
     *
     * @return this builder
     */
    public Builder alignEnd() {
      this.alignEnd = true;
      return this;
    }

    /**
     * Chooses among the free ranges if no first sector is given.
     *
     * @param value the rule
     * @return this builder
     */
    public Builder fit(Fit value) {
      this.fit = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Makes the request.
     *
     * @return the request
     * @throws IllegalArgumentException if a number is out of range
     */
    public PartitionRequest build() {
      if (number.orElse(1) < 1
          || firstLba.orElse(0) < 0
          || sectorCount.orElse(1) < 1
          || alignmentSectors.orElse(1) < 1) {
        throw new IllegalArgumentException(
            "partition "
                + number
                + " at "
                + firstLba
                + ", "
                + sectorCount
                + " sectors, alignment "
                + alignmentSectors);
      }
      return new PartitionRequest(new Builder(this));
    }
  }
}
