// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.tuf.internal.client.RoleStore;
import dev.gantry.tuf.internal.client.StoredTime;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory in which a client keeps the metadata that it has verified, so that no older metadata
 * is accepted later, in this process or another one.
 *
 * <p>Each file is written, byte for byte as served, as soon as it is verified, and replaced
 * atomically: {@code root.json}, {@code timestamp.json}, {@code snapshot.json}, {@code
 * targets.json}, one for each delegated role that was needed, and every root in {@code
 * root_history}. Nothing in the directory gives trust: a client verifies all of it anew, starting
 * from the root that its caller trusts, and ignores what does not hold. Kept files are read only if
 * they are regular files: a link, pipe or directory of that name counts as absent, and is replaced
 * when the file is saved, except for a directory, which refuses the save.
 *
 * <p>Who may write here can make older metadata count as new again, and can keep clients from
 * refreshing, for example by holding the lock or by putting something else in place of the lock
 * file; so the directory should belong to the client alone. Links in the path of the directory
 * itself are followed.
 *
 * <p>A refresh locks the directory against other clients, in this process and in others, by {@code
 * store.lock}, and waits for them as long as {@link TufClient.Builder#lockTimeout} says; so any
 * number of processes may share a store. {@code refreshed_at} and {@code latest_time} hold the
 * start of the last complete refresh and the latest one, for {@link Freshness#cached} and {@link
 * ClockGuard}. Temporary files of a process that was killed go with the next refresh. Thread-safe.
 */
public final class TrustedStore {
  private final Path directory;
  private final RoleStore roles;

  TrustedStore(Path directory, RoleStore roles) {
    this.directory = directory;
    this.roles = roles;
  }

  /**
   * Opens a store.
   *
   * @param directory the directory; created if it is not there
   * @return the store; there is nothing to close
   * @throws dev.gantry.core.StateConflictException {@code STORE_BLOCKED} if {@code root_history} in
   *     it is no directory
   * @throws IOException if the directory cannot be made
   */
  public static TrustedStore open(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    return new TrustedStore(absolute, new DirectoryStore(absolute));
  }

  /**
   * Returns the directory.
   *
   * @return its absolute path
   */
  public Path directory() {
    return directory;
  }

  /**
   * Forgets the latest time at which a refresh succeeded, with which {@link ClockGuard} compares
   * the clock. For a clock that was wrong in the past and is right now; nothing else is forgotten.
   *
   * @throws IOException if the time cannot be removed
   */
  public void forgetTime() throws IOException {
    roles.deleteTime(StoredTime.LATEST);
  }

  RoleStore roles() {
    return roles;
  }
}
