// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.SettingKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What became of a commit that was not refused. */
public sealed interface CommitOutcome {
  /** There was no such transaction, or it had no changes; the store is as it was. */
  record NothingToCommit() implements CommitOutcome {}

  /**
   * The changes are in the store.
   *
   * @param revision the new revision
   * @param keys all keys that the transaction set or unset
   * @param changed those leaves whose effective value is another now, or that have a value only
   *     before or after
   */
  record Committed(long revision, SortedSet<SettingKey> keys, SortedSet<SettingKey> changed)
      implements CommitOutcome {
    /** Creates an outcome. */
    public Committed {
      keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
      changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
    }
  }
}
