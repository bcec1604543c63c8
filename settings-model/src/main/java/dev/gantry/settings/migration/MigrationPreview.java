// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.migration;

import dev.gantry.settings.store.StoreContents;
import java.util.List;
import java.util.Objects;

/**
 * What a migration does to a store.
 *
 * @param legs the route
 * @param changes all leaves that change, in the order in which they do
 * @param result what the store holds afterwards
 */
public record MigrationPreview(
    List<MigrationRoutes.Leg> legs, List<MigrationChange> changes, StoreContents result) {
  /** Creates a preview. */
  public MigrationPreview {
    legs = List.copyOf(legs);
    changes = List.copyOf(changes);
    Objects.requireNonNull(result, "result");
  }
}
