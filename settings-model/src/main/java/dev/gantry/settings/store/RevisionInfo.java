// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.Version;
import dev.gantry.settings.SettingKey;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One revision in the history of a store.
 *
 * @param revision its number
 * @param time when it was committed
 * @param action what made it
 * @param transaction name of the transaction, or of what else made it
 * @param modelVersion version of the model that its settings are of
 * @param keys leaves that were defined, removed or defined otherwise in any layer
 */
public record RevisionInfo(
    long revision,
    Instant time,
    Action action,
    String transaction,
    Version modelVersion,
    SortedSet<SettingKey> keys) {
  /** Creates an entry. */
  public RevisionInfo {
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  /** What makes revisions. */
  public enum Action {
    /** A transaction, or an edit without one. */
    COMMIT,
    /** A return to the settings of an earlier revision. */
    REVERT,
    /** A migration to another version of the model. */
    MIGRATE,
    /** An import from another store. */
    IMPORT
  }
}
