// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.GantryException;
import java.time.Instant;

/**
 * Content of timestamp metadata (TUF 4.6).
 *
 * @param version 1 or more
 * @param expires first instant at which it no longer counts
 * @param snapshot what it says of the snapshot
 */
public record TimestampRole(long version, Instant expires, MetaFile snapshot) {
  /**
   * Reads the content of a file.
   *
   * @param envelope the file
   * @return its content; trust is the caller's matter
   * @throws GantryException if it is no timestamp metadata
   */
  public static TimestampRole parse(Envelope envelope) throws GantryException {
    Fields signed = envelope.requireType(RoleNames.TIMESTAMP).signed(CommonFields.and("meta"));
    CommonFields common = CommonFields.parse(signed);
    MetaFile snapshot = MetaFile.parse(signed.object("meta").object("snapshot.json"));
    return new TimestampRole(common.version(), common.expires(), snapshot);
  }
}
