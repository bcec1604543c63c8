// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.internal.model.MetaFile;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** The version and the expiry that a role gets when it is signed. */
final class DocumentTerms {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final RepositoryState state;
  private final PendingChanges changes;
  private final ExpiryPolicy policy;
  private final Instant now;

  DocumentTerms(RepositoryState state, PendingChanges changes, ExpiryPolicy policy, Instant now) {
    this.state = state;
    this.changes = changes;
    this.policy = policy;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns the newest version that clients may remember, or 0. */
  long published(String role) throws GantryException {
    if (role.equals("root")) {
      SignedFile root = state.root();
      return root == null ? 0 : root.version();
    }
    Optional<SignedFile> file = state.file(role);
    long version = file.isPresent() ? file.get().version() : 0;
    // A role that was delegated to in the past goes on from there: clients remember its version.
    return Math.max(version, state.listed(role).map(MetaFile::version).orElse(0L));
  }

  long nextVersion(String role) throws GantryException {
    long published = published(role);
    // Files of roots are found by their number, which has no more digits than this.
    long last = role.equals("root") ? MetadataDirectory.MAX_ROOT_VERSION : SignedFile.MAX_VERSION;
    if (published >= last) {
      throw new StateConflictException(
          "VERSIONS_EXHAUSTED",
          "publish",
          role + " has version " + published,
          "a version below " + last + ", so that there is one after it");
    }
    Long asked = changes.versions().get(role);
    if (asked == null) {
      return published + 1;
    }
    boolean skips = role.equals("root") && published > 0 && asked > published + 1;
    if (asked <= published || asked > last || skips) {
      throw new StateConflictException(
          "VERSION_REFUSED",
          "publish",
          role + " shall get version " + asked + " after " + published,
          role.equals("root") ? "the version that follows" : "a higher version, up to " + last);
    }
    return asked;
  }

  String expires(String role) throws StateConflictException {
    if (changes.expiries().containsKey(role)) {
      // What is left once the fraction is cut off must still lie ahead.
      Instant asked =
          Objects.requireNonNull(changes.expiries().get(role)).truncatedTo(ChronoUnit.SECONDS);
      requireUnexpired(role, asked);
      return asked.toString();
    }
    Duration lifetime = policy.lifetime(role);
    try {
      Instant expires = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
      if (isWritable(expires)) {
        return expires.toString();
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(outOfRange(role, lifetime), e);
    }
    throw new IllegalArgumentException(outOfRange(role, lifetime));
  }

  static boolean isWritable(Instant expires) {
    return !expires.isBefore(FIRST) && !expires.isAfter(LAST);
  }

  /** Throws if a file that others signed has expired. */
  void requireUnexpired(String role, Instant expires) throws StateConflictException {
    if (!expires.isAfter(now)) {
      throw expired(role, expires);
    }
  }

  private StateConflictException expired(String role, Instant expires) {
    return new StateConflictException(
        "ALREADY_EXPIRED", "publish", role + " expires at " + expires, "a time after " + now);
  }

  /** Tells whether the policy wants a published file renewed by now. */
  boolean isDue(String role, SignedFile file) throws GantryException {
    return policy.isDue(role, file.expires(), now);
  }

  private String outOfRange(String role, Duration lifetime) {
    return role + " would expire " + lifetime + " after " + now + ", not in the years 0 to 9999";
  }
}
