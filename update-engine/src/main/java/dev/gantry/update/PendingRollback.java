// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Digest;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import java.util.List;

/**
 * A way back on request.
 *
 * @param from the slot that is left
 * @param version the version that is left
 * @param imageDigests the digests of its targets, if known
 */
record PendingRollback(SlotId from, Version version, List<Digest> imageDigests) {
  PendingRollback {
    imageDigests = List.copyOf(imageDigests);
  }
}
