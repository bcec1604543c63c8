// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.RollbackException;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.io.IOException;
import java.util.Optional;

/** The timestamp role (TUF 5.4). Stateless. */
public final class TimestampStep {
  private static final String NAME = RoleNames.TIMESTAMP;

  private TimestampStep() {}

  /**
   * Fetches, verifies and keeps the timestamp.
   *
   * @param cycle the update cycle
   * @param root trusted root
   * @return the trusted timestamp: the kept one if no newer one is served
   * @throws IOException if the served one is refused, or cannot be fetched or kept
   */
  public static Verified<TimestampRole> update(Cycle cycle, RootRole root) throws IOException {
    Optional<Verified<TimestampRole>> kept = kept(cycle, root);
    Verified<TimestampRole> newest =
        cycle
            .source()
            .fetch(NAME, 0, cycle.limits().timestampBytes(), raw -> newest(cycle, root, kept, raw));
    if (kept.isEmpty() || kept.get().role().version() < newest.role().version()) {
      cycle.store().save(NAME, newest.raw());
      cycle.memory().timestamp(newest);
    }
    return newest;
  }

  /** Returns the kept one if what is served is no newer. */
  private static Verified<TimestampRole> newest(
      Cycle cycle, RootRole root, Optional<Verified<TimestampRole>> kept, Bytes raw)
      throws GantryException {
    Verified<TimestampRole> served = verify(cycle, root, raw, cycle.source().describe(NAME, 0));
    if (kept.isPresent() && kept.get().role().version() == served.role().version()) {
      return notExpired(cycle, kept.get());
    }
    if (kept.isPresent()) {
      refuseRollback(kept.get().role(), served.role());
    }
    return notExpired(cycle, served);
  }

  /**
   * The newest that was trusted before. It counts against rollback even when it has expired, or was
   * taken out of the store while this process ran.
   */
  private static Optional<Verified<TimestampRole>> kept(Cycle cycle, RootRole root)
      throws IOException {
    Optional<Verified<TimestampRole>> stored = stored(cycle, root);
    Optional<Verified<TimestampRole>> remembered = remembered(cycle, root);
    boolean isLost =
        remembered.isPresent()
            && (stored.isEmpty()
                || stored.get().role().version() < remembered.get().role().version());
    if (isLost) {
      cycle.store().save(NAME, remembered.get().raw());
      return remembered;
    }
    stored.ifPresent(cycle.memory()::timestamp);
    return stored;
  }

  private static Optional<Verified<TimestampRole>> stored(Cycle cycle, RootRole root)
      throws IOException {
    Optional<Bytes> raw = cycle.store().load(NAME, cycle.limits().timestampBytes());
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(verify(cycle, root, raw.get(), "kept " + RoleNames.served(NAME, 0)));
    } catch (GantryException untrusted) {
      cycle.store().delete(NAME);
      return Optional.empty();
    }
  }

  private static Optional<Verified<TimestampRole>> remembered(Cycle cycle, RootRole root) {
    Optional<Verified<TimestampRole>> known = cycle.memory().timestamp();
    try {
      return known.isEmpty()
          ? known
          : Optional.of(verify(cycle, root, known.get().raw(), "timestamp of before"));
    } catch (GantryException untrusted) {
      cycle.memory().forgetTimestamp();
      return Optional.empty();
    }
  }

  /** TUF 5.4.2. */
  private static Verified<TimestampRole> verify(
      Cycle cycle, RootRole root, Bytes raw, String source) throws GantryException {
    Optional<Verified<TimestampRole>> known = cycle.memory().timestamp();
    if (known.isPresent() && known.get().answers(raw, root)) {
      return known.get();
    }
    Envelope envelope = cycle.parse(raw, source, cycle.limits().timestampBytes());
    new SignatureCheck(envelope)
        .require(NAME, root.keys(), root.role(NAME), "root " + root.version(), "5.4.2");
    return new Verified<>(raw, root, TimestampRole.parse(envelope));
  }

  /** TUF 5.4.3. */
  private static void refuseRollback(TimestampRole trusted, TimestampRole served)
      throws RollbackException {
    if (served.version() < trusted.version()) {
      throw new RollbackException(NAME, NAME, served.version(), trusted.version(), "5.4.3.1");
    }
    long found = served.snapshot().version();
    long least = trusted.snapshot().version();
    if (found < least) {
      throw new RollbackException(NAME, RoleNames.SNAPSHOT, found, least, "5.4.3.2");
    }
  }

  /** TUF 5.4.4. */
  private static Verified<TimestampRole> notExpired(Cycle cycle, Verified<TimestampRole> timestamp)
      throws GantryException {
    TimestampRole role = timestamp.role();
    Expiry.check(cycle, NAME, role.version(), role.expires(), "5.4.4");
    return timestamp;
  }
}
