// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.partition.GptPartition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One slot: its partitions and its attributes.
 *
 * <p>Immutable.
 */
public final class Slot {
  private final SlotId id;
  private final GptPartition boot;
  private final Map<String, GptPartition> companions;
  private final SlotAttributes attributes;

  Slot(SlotId id, GptPartition boot, Map<String, GptPartition> companions) {
    this.id = id;
    this.boot = boot;
    this.companions = new LinkedHashMap<>(companions);
    this.attributes = SlotAttributes.decode(boot.attributes());
  }

  /**
   * Returns which slot it is.
   *
   * @return its name
   */
  public SlotId id() {
    return id;
  }

  /**
   * Returns the boot partition, which carries the attributes.
   *
   * @return the partition
   */
  public GptPartition boot() {
    return boot;
  }

  /**
   * Returns a partition that belongs to the slot.
   *
   * @param role its role, as the {@link SlotScheme} names it
   * @return the partition, or nothing if the scheme has no such role
   */
  public Optional<GptPartition> companion(String role) {
    return Optional.ofNullable(companions.get(role));
  }

  /**
   * Returns the root file system.
   *
   * @return the partition of role {@link SlotScheme#ROOT}
   * @throws IllegalStateException if the slots have none
   */
  public GptPartition root() {
    return required(SlotScheme.ROOT);
  }

  /**
   * Returns the verity hash tree.
   *
   * @return the partition of role {@link SlotScheme#HASH}
   * @throws IllegalStateException if the slots have none
   */
  public GptPartition hash() {
    return required(SlotScheme.HASH);
  }

  private GptPartition required(String role) {
    return companion(role)
        .orElseThrow(() -> new IllegalStateException("slots have no partition of role " + role));
  }

  /**
   * Returns what the boot partition's bits say.
   *
   * @return the attributes
   */
  public SlotAttributes attributes() {
    return attributes;
  }

  Slot withAttributes(SlotAttributes changed) {
    return new Slot(id, boot.withAttributes(changed.applyTo(boot.attributes())), companions);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slot that
        && id == that.id
        && boot.equals(that.boot)
        && companions.equals(that.companions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, boot, companions);
  }

  /** Returns the name and the attributes. */
  @Override
  public String toString() {
    return id + ": " + attributes;
  }
}
