// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityProof;
import java.util.Objects;
import java.util.Optional;

/** What became of one start of the machine. */
public sealed interface BootOutcome {
  /**
   * Says whether a system runs.
   *
   * @return true for {@link Running}
   */
  default boolean isRunning() {
    return this instanceof Running;
  }

  /**
   * A system runs and its root file system was verified.
   *
   * @param slot the slot it runs from
   * @param configuration what its boot partition says
   * @param proof that its root file system is what the configuration's root hash stands for
   * @param before the slot's attributes before the start
   * @param after the slot's attributes now, with one try less if there was one
   */
  record Running(
      SlotId slot,
      BootConfiguration configuration,
      VerityProof proof,
      SlotAttributes before,
      SlotAttributes after)
      implements BootOutcome {
    /** Creates an outcome. */
    public Running {
      Objects.requireNonNull(slot, "slot");
      Objects.requireNonNull(configuration, "configuration");
      Objects.requireNonNull(proof, "proof");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
    }

    /**
     * Returns the version that runs.
     *
     * @return the configuration's version
     */
    public Version version() {
      return configuration.version();
    }

    /**
     * Returns the root hash that was verified.
     *
     * @return the proof's root hash
     */
    public RootHash rootHash() {
      return proof.rootHash();
    }
  }

  /**
   * Nothing runs; the machine starts again.
   *
   * @param reason how far it came
   * @param code stable name of the fault underneath, for example {@code BOOT_CONFIG_MISSING}; for
   *     {@link Reason#NOTHING_BOOTABLE} and {@link Reason#UNHEALTHY} that of the reason
   * @param detail what is wrong, in a sentence
   * @param slot the slot that was picked, if the start came so far
   * @param version the version in it, if the start came so far
   * @param before the slot's attributes before the start, if one was picked
   * @param after the slot's attributes now, if one was picked
   */
  record Failed(
      Reason reason,
      String code,
      String detail,
      Optional<SlotId> slot,
      Optional<Version> version,
      Optional<SlotAttributes> before,
      Optional<SlotAttributes> after)
      implements BootOutcome {
    /** Creates an outcome. */
    public Failed {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(slot, "slot");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
    }

    /**
     * Says whether the next start meets the same disk, and so fails in the same way.
     *
     * @return true if this start used up no try
     */
    public boolean leavesDiskAsItWas() {
      return before.equals(after);
    }
  }

  /** How far a start came that failed. */
  enum Reason {
    /** The loader finds no partition table that it accepts. */
    NO_TABLE,
    /** The loader finds no slot that may boot. */
    NOTHING_BOOTABLE,
    /** The loader must use up a try and cannot write the table. */
    TABLE_NOT_WRITTEN,
    /** The boot partition of the slot cannot be read, or its configuration not be used. */
    BAD_BOOT_PARTITION,
    /** The kernel does not find the partitions that it looks for by their numbers. */
    ROOT_NOT_FOUND,
    /** The root file system is not what the root hash stands for. */
    ROOT_CORRUPT,
    /** The system came up but is not healthy. */
    UNHEALTHY
  }
}
