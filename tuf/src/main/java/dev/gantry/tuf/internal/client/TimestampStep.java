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
  public static TimestampRole update(Cycle cycle, RootRole root) throws IOException {
    Optional<TimestampRole> kept = kept(cycle, root);
    String fileName = RoleNames.served(NAME, 0);
    Bytes raw = cycle.source().fetch(fileName, cycle.limits().timestampBytes());
    TimestampRole served = verify(cycle, root, raw, fileName);
    if (kept.isPresent() && kept.get().version() == served.version()) {
      return notExpired(cycle, kept.get());
    }
    if (kept.isPresent()) {
      refuseRollback(kept.get(), served);
    }
    notExpired(cycle, served);
    cycle.store().save(NAME, raw);
    return served;
  }

  /** A kept timestamp counts against rollback even when it has expired. */
  private static Optional<TimestampRole> kept(Cycle cycle, RootRole root) throws IOException {
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

  /** TUF 5.4.2. */
  private static TimestampRole verify(Cycle cycle, RootRole root, Bytes raw, String source)
      throws GantryException {
    Envelope envelope = cycle.parse(raw, source, cycle.limits().timestampBytes());
    new SignatureCheck(envelope)
        .require(NAME, root.keys(), root.role(NAME), "root " + root.version(), "5.4.2");
    return TimestampRole.parse(envelope);
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
  private static TimestampRole notExpired(Cycle cycle, TimestampRole timestamp)
      throws GantryException {
    Expiry.check(cycle, NAME, timestamp.version(), timestamp.expires(), "5.4.4");
    return timestamp;
  }
}
