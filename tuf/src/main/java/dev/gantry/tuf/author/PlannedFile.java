// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A metadata file that a publication would write.
 *
 * @param fileName its name
 * @param role the role
 * @param oldVersion the version that is published, if any
 * @param newVersion the version that it would have
 * @param oldExpires when what is published expires, if it was read
 * @param newExpires when it would expire
 * @param estimatedBytes its size, with signatures of the usual length
 * @param missingSigners thresholds that the signers at hand do not meet; empty if it can be signed
 */
public record PlannedFile(
    String fileName,
    String role,
    OptionalLong oldVersion,
    long newVersion,
    Optional<Instant> oldExpires,
    Instant newExpires,
    long estimatedBytes,
    List<MissingSigners> missingSigners) {
  /** Creates a file; the list is copied. */
  public PlannedFile {
    missingSigners = List.copyOf(missingSigners);
  }

  /**
   * Keys that would have to sign and for which there is no signer.
   *
   * @param description whose keys, for example {@code root of root 3}
   * @param needed how many distinct keys must sign
   * @param available for how many there is a signer, or a signature
   * @param keyIds declared ids of the keys without a signer
   */
  public record MissingSigners(String description, int needed, int available, List<String> keyIds) {
    /** Creates an entry; the list is copied. */
    public MissingSigners {
      keyIds = List.copyOf(keyIds);
    }
  }
}
