// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.VerificationException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the content of a target, as it streams by, with its trusted length and every trusted
 * digest (TUF 5.7.3). Not thread-safe.
 */
public final class ContentCheck {
  private final String what;
  private final long lengthBytes;
  private final List<Digest> digests;
  private final List<MessageDigest> engines = new ArrayList<>();
  private long seenBytes;

  /**
   * Starts a check.
   *
   * @param what what is checked, for messages
   * @param lengthBytes trusted length
   * @param digests trusted digests, at least one
   */
  public ContentCheck(String what, long lengthBytes, List<Digest> digests) {
    if (digests.isEmpty()) {
      throw new IllegalArgumentException("no digest to compare with");
    }
    this.what = what;
    this.lengthBytes = lengthBytes;
    this.digests = digests;
    digests.forEach(digest -> engines.add(digest.algorithm().newMessageDigest()));
  }

  /**
   * Takes the next bytes.
   *
   * @throws LengthMismatchException if there are more than trusted; nothing of them is hashed then
   */
  public void update(byte[] buffer, int offset, int count) throws LengthMismatchException {
    if (count > lengthBytes - seenBytes) {
      throw new LengthMismatchException(what, lengthBytes, seenBytes + count);
    }
    for (MessageDigest engine : engines) {
      engine.update(buffer, offset, count);
    }
    seenBytes += count;
  }

  /** Returns how many bytes were seen. */
  public long seenBytes() {
    return seenBytes;
  }

  /** Returns how many bytes are still to come, 0 or more. */
  public long missingBytes() {
    return lengthBytes - seenBytes;
  }

  /** Says whether as many bytes were seen as trusted. */
  public boolean isComplete() {
    return seenBytes == lengthBytes;
  }

  /**
   * Ends the check.
   *
   * @throws VerificationException if bytes are missing or a digest differs
   */
  public void finish() throws VerificationException {
    if (!isComplete()) {
      throw new LengthMismatchException(what, lengthBytes, seenBytes);
    }
    for (int i = 0; i < digests.size(); i++) {
      Digest expected = digests.get(i);
      Digest actual = new Digest(expected.algorithm(), Bytes.of(engines.get(i).digest()));
      if (!actual.equals(expected)) {
        throw new DigestMismatchException(what, expected, actual);
      }
    }
  }
}
