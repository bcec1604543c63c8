// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.settings.LayeredSettings;
import org.jspecify.annotations.Nullable;

/** A state, and what the running model sees of it, which is found out only once. */
final class Snapshot {
  private final StoreState state;
  private final StoreOptions options;
  private volatile @Nullable StoredSettings view;
  private volatile @Nullable LayeredSettings layered;

  Snapshot(StoreState state, StoreOptions options) {
    this.state = state;
    this.options = options;
  }

  /** A state that the model sees as it sees another: only what waits is not the same. */
  Snapshot withPendingOf(StoreContents contents) {
    Snapshot next = new Snapshot(state.withContents(contents), options);
    next.layered = layered;
    return next;
  }

  StoreState state() {
    return state;
  }

  StoreContents contents() {
    return state.contents();
  }

  StoredSettings view() {
    StoredSettings found = view;
    if (found == null) {
      found = StoredSettings.of(state.contents(), options.known());
      view = found;
    }
    return found;
  }

  LayeredSettings layered() {
    LayeredSettings found = layered;
    if (found == null) {
      found = view().over(options.defaults());
      layered = found;
    }
    return found;
  }
}
