// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.store;

import dev.gantry.core.StateConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the state of a store, and remembers what it read last. */
final class StateAccess {
  private final StoreFiles files;
  private final StoreOptions options;
  private volatile StateFile.@Nullable Loaded last;

  StateAccess(StoreFiles files, StoreOptions options) {
    this.files = files;
    this.options = options;
  }

  /** Something to do while no other writer can. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  <T> T locked(Work<T> work) throws IOException {
    Optional<Closeable> lock = files.lock(options.lockTimeout());
    if (lock.isEmpty()) {
      throw new StateConflictException(
          "STORE_LOCKED",
          "writing settings",
          files.description() + " is locked by another writer",
          "a lock within " + options.lockTimeout() + "; try again");
    }
    Closeable held = lock.get();
    try (held) {
      return work.run();
    }
  }

  void createIfAbsent() throws IOException {
    if (StateFile.digest(files).isEmpty()) {
      locked(
          () -> {
            if (StateFile.digest(files).isEmpty()) {
              StoreContents empty = StoreContents.empty(options.modelVersion());
              save(new Snapshot(new StoreState(empty, List.of()), options));
            }
            return true;
          });
    }
  }

  /** The state now; without the lock it may be old as soon as it is there. */
  Snapshot load() throws IOException {
    StateFile.Loaded known = last;
    if (known != null && StateFile.digest(files).filter(known.digest()::equals).isPresent()) {
      return known.snapshot();
    }
    StateFile.Loaded read = StateFile.read(files, options);
    last = read;
    return read.snapshot();
  }

  /** The state under the lock, which must be of the running model. */
  Snapshot loadToChange() throws IOException {
    Snapshot snapshot = load();
    if (!snapshot.contents().modelVersion().equals(options.modelVersion())) {
      throw new StateConflictException(
          "STORE_MODEL_VERSION",
          "changing settings",
          "the store is of model " + snapshot.contents().modelVersion(),
          "model " + options.modelVersion() + "; run the migrations first");
    }
    return snapshot;
  }

  void save(Snapshot snapshot) throws IOException {
    last = StateFile.write(files, snapshot);
  }
}
