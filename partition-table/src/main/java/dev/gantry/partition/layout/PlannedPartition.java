// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.Guid;
import java.util.Objects;
import java.util.Optional;

/**
 * One partition of a {@link SlotLayout}.
 *
 * <p>Immutable.
 *
 * @param number its number on its disk, from 1
 * @param role what it is
 * @param label its GPT name
 * @param typeGuid its type
 * @param uniqueGuid its identity if the layout fixes it, else empty: random for each disk
 * @param offsetBytes where it begins
 * @param sizeBytes its size
 * @param attributes its first attributes
 */
public record PlannedPartition(
    int number,
    PartitionRole role,
    String label,
    Guid typeGuid,
    Optional<Guid> uniqueGuid,
    long offsetBytes,
    long sizeBytes,
    long attributes) {
  /** Creates a partition; nothing is checked before a table is made of it. */
  public PlannedPartition {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(typeGuid, "typeGuid");
    Objects.requireNonNull(uniqueGuid, "uniqueGuid");
  }
}
