// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.model.RoleNames;
import java.time.Instant;
import java.util.Optional;

/**
 * Proof that a root ceremony is complete: the root is well-formed, not expired, signed by the
 * threshold of its own keys, and, unless it is the first, follows its predecessor by one and is
 * signed by the threshold of the predecessor's keys too (TUF specification section 5.3).
 *
 * <p>It proves nothing about the predecessor: that one is what the caller trusts. Immutable and
 * thread-safe.
 */
public final class CompletedRoot {
  private final SignedFile file;
  private final long version;
  private final Instant expires;
  private final Optional<Bytes> previous;

  CompletedRoot(SignedFile file, long version, Instant expires, Optional<Bytes> previous) {
    this.file = file;
    this.version = version;
    this.expires = expires;
    this.previous = previous;
  }

  /**
   * Returns the version.
   *
   * @return 1 or more
   */
  public long version() {
    return version;
  }

  /**
   * Returns when the root expires.
   *
   * @return the first instant at which it no longer counts
   */
  public Instant expires() {
    return expires;
  }

  /**
   * Returns the name that a repository serves the file under.
   *
   * @return for example {@code 2.root.json}
   */
  public String fileName() {
    return RoleNames.served(RoleNames.ROOT, version);
  }

  /**
   * Returns the file, without signatures that do not count.
   *
   * @return the whole file
   */
  public Bytes toBytes() {
    return file.bytes();
  }

  /**
   * Returns the root before it.
   *
   * @return the file that this root was compared with; empty if it is the first
   */
  public Optional<Bytes> previous() {
    return previous;
  }

  SignedFile file() {
    return file;
  }

  /** Returns the file name. */
  @Override
  public String toString() {
    return fileName();
  }
}
