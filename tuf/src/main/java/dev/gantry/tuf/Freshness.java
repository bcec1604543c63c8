// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How new metadata has to be. Whichever it is, all of it is verified from the root that the caller
 * trusts, in this process: signatures, thresholds, versions, and listed lengths and digests.
 */
public sealed interface Freshness {
  /**
   * Asks the repository, and refuses what has expired: the workflow of the specification.
   *
   * @return the freshness of {@link TufClient#refresh()}
   */
  static Freshness online() {
    return new Online();
  }

  /**
   * Takes what is kept if the last complete refresh of the store is recent, without any request;
   * else, or if what is kept does not hold, asks the repository as {@link #online()} does. What has
   * expired by now is refused either way.
   *
   * <p>A view of what is kept is offline ({@link TrustedView#isOnline} is false): it finds no
   * target in delegated roles that are not kept, which fails with {@link MetadataNotKeptException},
   * and targets found in it are not downloaded, which fails with {@code VIEW_OFFLINE}.
   *
   * @param maxAge the most time since the start of that refresh, zero or more
   * @return a freshness
   */
  static Freshness cached(Duration maxAge) {
    return new Cached(maxAge);
  }

  /**
   * Takes what is kept, and never asks the repository. What had expired at a given time is refused.
   *
   * <p>The clock is not asked. Whoever gives a time of the past says that what was fresh then is
   * fresh enough, as for an image that was made at that time.
   *
   * @param asOf the time at which metadata must not have expired
   * @return a freshness
   */
  static Freshness offline(Instant asOf) {
    return new Offline(asOf);
  }

  /**
   * Asks the repository, and accepts what has expired. Unsafe: whoever serves the metadata can hold
   * back updates for ever, and nobody notices.
   *
   * <p>The clock guard does not apply, since the time is of no matter. What is accepted is kept,
   * and counts against rollback later.
   *
   * @return a freshness
   */
  static Freshness unsafeIgnoreExpiry() {
    return new UnsafeIgnoreExpiry();
  }

  /** Asks the repository; see {@link Freshness#online}. */
  record Online() implements Freshness {}

  /**
   * Takes what is kept if it is recent; see {@link Freshness#cached}.
   *
   * @param maxAge the most time since the last complete refresh, zero or more
   */
  record Cached(Duration maxAge) implements Freshness {
    /** Checks the age. */
    public Cached {
      if (maxAge.isNegative()) {
        throw new IllegalArgumentException("age is negative: " + maxAge);
      }
    }
  }

  /**
   * Takes what is kept; see {@link Freshness#offline}.
   *
   * @param asOf the time at which metadata must not have expired
   */
  record Offline(Instant asOf) implements Freshness {
    /** Checks that there is a time. */
    public Offline {
      Objects.requireNonNull(asOf, "asOf");
    }
  }

  /** Asks the repository, and ignores expiry; see {@link Freshness#unsafeIgnoreExpiry}. */
  record UnsafeIgnoreExpiry() implements Freshness {}
}
