// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.partition.slot.SlotTable;
import dev.gantry.update.boot.BootOutcome;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A disk image that was assembled and started once.
 *
 * @param file the image
 * @param slots its slots, as they were read back
 * @param boot what the simulated start of it found in slot A
 */
public record AssembledDisk(Path file, SlotTable slots, BootOutcome.Running boot) {
  /** Creates a description. */
  public AssembledDisk {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(slots, "slots");
    Objects.requireNonNull(boot, "boot");
  }
}
