// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

/** How one update cycle gets at metadata, and whether it asks for the time. */
public enum Mode {
  /** Asks the repository, and refuses what has expired: the workflow of the specification. */
  ONLINE(true, true),

  /** Asks the repository, and accepts what has expired. */
  ONLINE_IGNORING_EXPIRY(true, false),

  /** Verifies what is kept, changes nothing of it, and refuses what has expired. */
  KEPT(false, true);

  private final boolean online;
  private final boolean checksExpiry;

  Mode(boolean online, boolean checksExpiry) {
    this.online = online;
    this.checksExpiry = checksExpiry;
  }

  /** Says whether the repository may be asked. */
  public boolean online() {
    return online;
  }

  /** Says whether metadata that has expired is refused. */
  public boolean checksExpiry() {
    return checksExpiry;
  }
}
