// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;
import java.time.Instant;
import java.util.Objects;

/**
 * Metadata that has expired, as in a freeze attack: whoever serves it may hold back newer metadata.
 */
public final class ExpiredMetadataException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The role. */
  private final String roleName;

  /** Version of the metadata. */
  private final long version;

  /** First instant at which it no longer counts. */
  private final Instant expires;

  /** Time of the check. */
  private final Instant now;

  /** Section of the specification. */
  private final String section;

  /**
   * Creates a failure.
   *
   * @param roleName the role whose metadata was refused; foreign text is cut and escaped here
   * @param version its version
   * @param expires first instant at which the metadata no longer counts
   * @param now start of the refresh, against which every expiry of it is checked
   * @param section section of the TUF specification
   */
  public ExpiredMetadataException(
      String roleName, long version, Instant expires, Instant now, String section) {
    super(
        "METADATA_EXPIRED",
        "version "
            + version
            + " of the metadata of role "
            + Text.quote(roleName)
            + " expired at "
            + expires
            + ", the time is "
            + now
            + " (TUF "
            + section
            + ")",
        null);
    this.roleName = Text.clean(roleName);
    this.version = version;
    this.expires = Objects.requireNonNull(expires, "expires");
    this.now = Objects.requireNonNull(now, "now");
    this.section = Objects.requireNonNull(section, "section");
  }

  /**
   * Returns the role whose metadata was refused.
   *
   * @return its name, cut and escaped
   */
  public String roleName() {
    return roleName;
  }

  /**
   * Returns the version of the metadata.
   *
   * @return 1 or more
   */
  public long version() {
    return version;
  }

  /**
   * Returns when it expired.
   *
   * @return the first instant at which the metadata no longer counts
   */
  public Instant expires() {
    return expires;
  }

  /**
   * Returns the time that it was checked against.
   *
   * @return the start of the refresh
   */
  public Instant now() {
    return now;
  }

  /**
   * Returns the section of the TUF specification that was violated.
   *
   * @return for example {@code 5.4.4}
   */
  public String section() {
    return section;
  }
}
