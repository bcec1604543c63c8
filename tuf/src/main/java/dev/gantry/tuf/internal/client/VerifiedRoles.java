// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.model.MetaFile;
import dev.gantry.tuf.internal.model.TargetsRole;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Delegated roles that were verified, each under the keys of one version of one delegator: what one
 * delegator's keys vouch for says nothing about another's.
 *
 * <p>Bounded by the bytes of the files; roles that were not used for long go first. Thread-safe:
 * lookups do not wait for a role that is being loaded, and threads that need the same role load it
 * once.
 */
public final class VerifiedRoles {
  private final long maxBytes;
  private final Map<Key, Loaded> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Object> turns = new ConcurrentHashMap<>();
  private long bytes;

  /**
   * Creates an empty cache.
   *
   * @param maxBytes the most bytes of files
   */
  public VerifiedRoles(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * A delegated role as one delegator trusts it.
   *
   * @param delegator the delegator: this version of it, the object itself
   * @param roleName the role
   */
  record Key(TargetsRole delegator, String roleName) {}

  /**
   * A role that was loaded and verified, all but its expiry.
   *
   * @param raw the file as served
   * @param listed what the snapshot says of it
   * @param role its content
   */
  public record Loaded(Bytes raw, MetaFile listed, TargetsRole role) {}

  /** Loads a role. */
  interface Loader {
    Loaded load() throws IOException;
  }

  Loaded get(Key key, MetaFile listed, Loader loader) throws IOException {
    Optional<Loaded> known = find(key, listed);
    if (known.isPresent()) {
      return known.get();
    }
    Object turn = turns.computeIfAbsent(key, unused -> new Object());
    synchronized (turn) {
      try {
        Optional<Loaded> meanwhile = find(key, listed);
        if (meanwhile.isPresent()) {
          return meanwhile.get();
        }
        Loaded loaded = loader.load();
        put(key, loaded);
        return loaded;
      } finally {
        turns.remove(key, turn);
      }
    }
  }

  private synchronized Optional<Loaded> find(Key key, MetaFile listed) {
    return Optional.ofNullable(entries.get(key)).filter(known -> known.listed().equals(listed));
  }

  private synchronized void put(Key key, Loaded loaded) {
    remove(key);
    entries.put(key, loaded);
    bytes += loaded.raw().size();
    while (bytes > maxBytes && entries.size() > 1) {
      remove(entries.keySet().iterator().next());
    }
  }

  /** Removes a role, and those that were verified under it: nothing leads to them any more. */
  private void remove(Key key) {
    Loaded removed = entries.remove(key);
    Deque<TargetsRole> gone = new ArrayDeque<>();
    if (removed != null) {
      bytes -= removed.raw().size();
      gone.push(removed.role());
    }
    while (!gone.isEmpty()) {
      TargetsRole delegator = gone.pop();
      Iterator<Map.Entry<Key, Loaded>> all = entries.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<Key, Loaded> entry = all.next();
        if (entry.getKey().delegator() == delegator) {
          bytes -= entry.getValue().raw().size();
          gone.push(entry.getValue().role());
          all.remove();
        }
      }
    }
  }

  synchronized long bytes() {
    return bytes;
  }
}
