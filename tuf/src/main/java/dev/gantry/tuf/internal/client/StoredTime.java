// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

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

  /**
   * Encodes a time.
   *
   * @param time the time
   * @return the content of its file
   */
  public static Bytes encode(Instant time) {
    return Bytes.of((time + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Decodes a time.
   *
   * @param content what is in its file
   * @return the time, or empty if there is none
   */
  public static Optional<Instant> decode(Bytes content) {
    try {
      return Optional.of(
          Instant.parse(new String(content.toByteArray(), StandardCharsets.US_ASCII).strip()));
    } catch (DateTimeParseException damaged) {
      return Optional.empty();
    }
  }
}
