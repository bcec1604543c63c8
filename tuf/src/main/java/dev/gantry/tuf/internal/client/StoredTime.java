// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

/** The times that a store remembers, each in a file of its own. */
public enum StoredTime {
  /**
   * Start of the last refresh that was complete, by which a client tells how old the kept metadata
   * is. Lost times only cost requests, so it is not forced to the disk.
   */
  REFRESHED("refreshed_at", false),

  /** The latest time of any complete refresh, by which a client notices a clock that went back. */
  LATEST("latest_time", true);

  private final String fileName;
  private final boolean durable;

  StoredTime(String fileName, boolean durable) {
    this.fileName = fileName;
    this.durable = durable;
  }

  /** Returns the name of the file; it does not end in {@code .json}, as metadata does. */
  public String fileName() {
    return fileName;
  }

  /** Says whether the time must outlive a crash. */
  public boolean durable() {
    return durable;
  }
}
