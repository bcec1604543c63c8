// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityProof;
import java.util.Objects;

/**
 * Says that the system in a slot is whole: its boot configuration can be read and names the slot's
 * own partitions, and every block of its root partition is what the root hash in that configuration
 * stands for.
 *
 * <p>Only the engine makes one, after it has read all of that from the disk; a slot cannot be
 * marked valid without. Immutable.
 */
public final class SlotProof {
  private final SlotId slot;
  private final Version version;
  private final VerityProof verity;

  SlotProof(SlotId slot, Version version, VerityProof verity) {
    this.slot = Objects.requireNonNull(slot, "slot");
    this.version = Objects.requireNonNull(version, "version");
    this.verity = Objects.requireNonNull(verity, "verity");
  }

  /**
   * Returns which slot was proved.
   *
   * @return the slot
   */
  public SlotId slot() {
    return slot;
  }

  /**
   * Returns the version in the slot's boot configuration.
   *
   * @return the version
   */
  public Version version() {
    return version;
  }

  /**
   * Returns the root hash in the slot's boot configuration.
   *
   * @return the root hash, which all data was verified against
   */
  public RootHash rootHash() {
    return verity.rootHash();
  }

  /**
   * Returns the proof of the root file system.
   *
   * @return the proof
   */
  public VerityProof verity() {
    return verity;
  }

  /** Returns slot, version and root hash, for messages. */
  @Override
  public String toString() {
    return "slot " + slot + ": " + version + ", root hash " + rootHash();
  }
}
