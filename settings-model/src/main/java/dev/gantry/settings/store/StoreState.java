// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the state file holds.
 *
 * @param contents the current revision
 * @param history how to get back from it, the newest revision first
 */
record StoreState(StoreContents contents, List<HistoryEntry> history) {
  StoreState {
    history = List.copyOf(history);
  }

  /** The state with the same revision and another set of transactions. */
  StoreState withContents(StoreContents next) {
    return new StoreState(next, history);
  }

  StoreState withRevision(StoreContents next, HistoryEntry entry, int historySize) {
    List<HistoryEntry> entries = new ArrayList<>();
    if (historySize > 0) {
      entries.add(entry);
      entries.addAll(history.subList(0, Math.min(history.size(), historySize - 1)));
    }
    return new StoreState(next, entries);
  }

  /** The first revision that can be read. */
  long oldest() {
    return contents.revision() - history.size();
  }

  StoreContents at(long revision) {
    StoreContents then = contents;
    for (HistoryEntry entry : history) {
      if (then.revision() == revision) {
        break;
      }
      then = entry.goBack(then);
    }
    return then;
  }
}
