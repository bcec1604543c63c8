// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import java.util.Objects;

/**
 * A release that is whole in the idle slot. Immutable.
 *
 * @param release the release and its slot
 * @param content what was written, read back and proved
 */
public record StagedUpdate(StagedRelease release, SlotContent content) {
  /** Creates a value. */
  public StagedUpdate {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(content, "content");
  }
}
