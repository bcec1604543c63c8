// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.Guid;
import dev.gantry.partition.layout.PartitionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the slots of a system are found in a partition table, and by which rule one of them boots.
 *
 * <p>Immutable. A slot is a partition of the boot type, whichever that is: its attribute bits 48 to
 * 56 are those of {@link SlotAttributes}. Its companions are found by their numbers.
 */
public final class SlotScheme {
  /** Role of the root file system. */
  public static final String ROOT = "root";

  /** Role of the verity hash tree. */
  public static final String HASH = "hash";

  /** Bottlerocket's slots: boot, root and hash, and a private partition for the host. */
  public static final SlotScheme BOTTLEROCKET = bottlerocket(PartitionTypes.BOTTLEROCKET);

  /**
   * ChromeOS's slots: a kernel, which carries the attributes, and the root file system with the
   * next number. An update gets six tries, as ChromeOS's installer gives it.
   */
  public static final SlotScheme CHROMEOS =
      builder(Guid.parse("fe3a2a5d-4f32-41a7-b725-accc3285a309"))
          .companion(
              new SlotCompanion(ROOT, Guid.parse("3cb8e202-3b7e-47dd-8a3c-7ff2a13cfcec"), 1, false))
          .bootRule(StandardBootRule.CHROMEOS)
          .tries(6)
          .build();

  private final Guid bootType;
  private final List<SlotCompanion> companions;
  private final Optional<Guid> privateType;
  private final BootRule bootRule;
  private final int tries;

  private SlotScheme(Builder builder) {
    this.bootType = builder.bootType;
    this.companions = List.copyOf(builder.companions);
    this.privateType = builder.privateType;
    this.bootRule = builder.bootRule;
    this.tries = builder.tries;
  }

  /**
   * Returns Bottlerocket's scheme with types of one's own.
   *
   * @param types what partition types mean
   * @return a scheme
   */
  public static SlotScheme bottlerocket(PartitionTypes types) {
    return builder(types.boot())
        .companion(new SlotCompanion(ROOT, types.root(), 1, true))
        .companion(new SlotCompanion(HASH, types.hash(), 2, true))
        .privateType(types.privateState())
        .build();
  }

  /**
   * Starts a scheme without companions, with {@link StandardBootRule#GPTPRIO}.
   *
   * @param bootType type of the partitions that carry the attributes
   * @return a builder
   */
  public static Builder builder(Guid bootType) {
    return new Builder(bootType);
  }

  /**
   * Returns the type of the partitions that carry the attributes.
   *
   * @return a type GUID
   */
  public Guid bootType() {
    return bootType;
  }

  /**
   * Returns what belongs to each slot besides its boot partition.
   *
   * @return an immutable list
   */
  public List<SlotCompanion> companions() {
    return companions;
  }

  /**
   * Returns the type of the partition whose attribute bit 57 says that a boot has ever succeeded.
   *
   * @return a type GUID, or nothing if the system has no such bit
   */
  public Optional<Guid> privateType() {
    return privateType;
  }

  /**
   * Returns the boot loader's rule.
   *
   * @return the rule
   */
  public BootRule bootRule() {
    return bootRule;
  }

  /**
   * Returns how many tries an update gets.
   *
   * @return 1 to {@link SlotAttributes#MAX}
   */
  public int tries() {
    return tries;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotScheme that
        && bootType.equals(that.bootType)
        && companions.equals(that.companions)
        && privateType.equals(that.privateType)
        && bootRule.equals(that.bootRule)
        && tries == that.tries;
  }

  @Override
  public int hashCode() {
    return Objects.hash(bootType, companions, privateType, bootRule, tries);
  }

  /** Returns the boot type and the rule. */
  @Override
  public String toString() {
    return "slots of type " + bootType + " by rule " + bootRule;
  }

  /**
   * Collects a scheme.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private final Guid bootType;
    private final List<SlotCompanion> companions = new ArrayList<>();
    private Optional<Guid> privateType = Optional.empty();
    private BootRule bootRule = StandardBootRule.GPTPRIO;
    private int tries = 1;

    private Builder(Guid bootType) {
      this.bootType = Objects.requireNonNull(bootType, "bootType");
    }

    /**
     * Adds a partition to each slot.
     *
     * @param companion the partition
     * @return this builder
     * @throws IllegalArgumentException if there is one of that role or distance
     */
    public Builder companion(SlotCompanion companion) {
      for (SlotCompanion each : companions) {
        if (each.role().equals(companion.role()) || each.distance() == companion.distance()) {
          throw new IllegalArgumentException(companion + " and " + each);
        }
      }
      companions.add(companion);
      return this;
    }

    /**
     * Sets the type of the partition whose attribute bit 57 says that a boot has ever succeeded.
     *
     * @param type a type that every table of the system must have
     * @return this builder
     */
    public Builder privateType(Guid type) {
      this.privateType = Optional.of(type);
      return this;
    }

    /**
     * Sets the boot loader's rule.
     *
     * @param rule the rule
     * @return this builder
     */
    public Builder bootRule(BootRule rule) {
      this.bootRule = Objects.requireNonNull(rule, "rule");
      return this;
    }

    /**
     * Sets how many tries an update gets.
     *
     * @param count 1, which is the default, to {@link SlotAttributes#MAX}
     * @return this builder
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder tries(int count) {
      if (count < 1 || count > SlotAttributes.MAX) {
        throw new IllegalArgumentException(count + " tries, expected 1 to " + SlotAttributes.MAX);
      }
      this.tries = count;
      return this;
    }

    /**
     * Makes the scheme.
     *
     * @return a scheme
     */
    public SlotScheme build() {
      return new SlotScheme(this);
    }
  }
}
