// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import dev.gantry.settings.SettingKey;
import java.io.Serial;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A commit that is refused because somebody else changed the same keys; nothing was written. */
public final class EditConflictException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  private static final int SHOWN = 10;

  /** What the commit was based on. */
  private final long baseRevision;

  /** What the store has. */
  private final long currentRevision;

  /** The keys; not kept if the exception is written out and read back. */
  private final transient SortedSet<SettingKey> keys;

  /** Whether the keys changed, or only may have. */
  private final boolean historyLost;

  EditConflictException(
      long baseRevision, long currentRevision, SortedSet<SettingKey> keys, boolean historyLost) {
    super("SETTINGS_CONFLICT", message(baseRevision, currentRevision, keys, historyLost), null);
    this.baseRevision = baseRevision;
    this.currentRevision = currentRevision;
    this.keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    this.historyLost = historyLost;
  }

  private static String message(
      long base, long current, SortedSet<SettingKey> keys, boolean historyLost) {
    StringBuilder text = new StringBuilder("commit based on revision ");
    text.append(base).append(" refused: the store has revision ").append(current).append(", ");
    text.append(
        base > current
            ? "which is older, so nothing is known about "
            : historyLost
                ? "and what changed since is not kept for "
                : "which changed other values of ");
    keys.stream().limit(SHOWN).forEach(key -> text.append(Text.clean(key.toString())).append(", "));
    if (keys.size() > SHOWN) {
      text.append("and ").append(keys.size() - SHOWN).append(" more, ");
    }
    return text.append("expected no such change; read again and repeat the change").toString();
  }

  /**
   * Returns what the commit was based on.
   *
   * @return a revision
   */
  public long baseRevision() {
    return baseRevision;
  }

  /**
   * Returns what the store has.
   *
   * @return a revision
   */
  public long currentRevision() {
    return currentRevision;
  }

  /**
   * Returns the keys in conflict.
   *
   * @return keys that the commit would have set or unset, and that others changed at, above or
   *     below them; empty if this exception was written out and read back
   */
  @SuppressWarnings("NullAway") // a transient field of an exception that was read back
  public SortedSet<SettingKey> keys() {
    return keys == null ? Collections.emptySortedSet() : keys;
  }

  /**
   * Tells whether the store no longer knows what changed, so that all keys of the commit count as
   * changed: the base is older than the history, or a migration came between.
   *
   * @return whether the history does not reach back
   */
  public boolean isHistoryLost() {
    return historyLost;
  }
}
