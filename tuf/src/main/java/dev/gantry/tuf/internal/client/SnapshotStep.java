// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.RollbackException;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.MetaFile;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import java.io.IOException;
import java.util.Optional;

/** The snapshot role (TUF 5.5). Stateless. */
public final class SnapshotStep {
  private static final String NAME = RoleNames.SNAPSHOT;
  private static final String EXTENSION = ".json";

  private SnapshotStep() {}

  private record Kept(Bytes raw, SnapshotRole snapshot) {}

  /**
   * Verifies the snapshot that the timestamp lists: the kept one if it is that one, else the served
   * one, which is kept then.
   *
   * @param cycle the update cycle
   * @param root trusted root
   * @param listed what the trusted timestamp says of the snapshot
   * @return the trusted snapshot
   * @throws IOException if the served one is refused, or cannot be fetched or kept
   */
  public static SnapshotRole update(Cycle cycle, RootRole root, MetaFile listed)
      throws IOException {
    Optional<Kept> kept = kept(cycle, root);
    if (kept.isPresent() && isListed(kept.get(), listed)) {
      return notExpired(cycle, kept.get().snapshot());
    }
    String fileName = RoleNames.served(NAME, root.consistentSnapshot() ? listed.version() : 0);
    int maxBytes = cycle.snapshotBytes(listed);
    Bytes raw = cycle.source().fetch(fileName, listed, maxBytes);
    SnapshotRole served = verify(root, cycle.parse(raw, fileName, maxBytes));
    if (served.version() != listed.version()) {
      throw new VersionMismatchException(NAME, served.version(), listed.version(), "5.5.4");
    }
    if (kept.isPresent()) {
      refuseRollback(kept.get().snapshot(), served);
    }
    notExpired(cycle, served);
    cycle.store().save(NAME, raw);
    return served;
  }

  /** A kept snapshot counts against rollback even when it is old or has expired. */
  private static Optional<Kept> kept(Cycle cycle, RootRole root) throws IOException {
    int maxBytes = cycle.limits().snapshotBytes();
    Optional<Bytes> raw = cycle.store().load(NAME, maxBytes);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    try {
      String source = "kept " + RoleNames.served(NAME, 0);
      Envelope envelope = cycle.parse(raw.get(), source, maxBytes);
      return Optional.of(new Kept(raw.get(), verify(root, envelope)));
    } catch (GantryException untrusted) {
      cycle.store().delete(NAME);
      return Optional.empty();
    }
  }

  private static boolean isListed(Kept kept, MetaFile listed) {
    try {
      ListedFile.check(kept.raw(), listed, NAME);
      return kept.snapshot().version() == listed.version();
    } catch (VerificationException other) {
      return false;
    }
  }

  /** TUF 5.5.3. */
  private static SnapshotRole verify(RootRole root, Envelope envelope) throws GantryException {
    new SignatureCheck(envelope)
        .require(NAME, root.keys(), root.role(NAME), "root " + root.version(), "5.5.3");
    return SnapshotRole.parse(envelope);
  }

  /**
   * TUF 5.5.5, and the version of the snapshot itself: the timestamp step sees to that unless the
   * kept timestamp was lost.
   */
  private static void refuseRollback(SnapshotRole trusted, SnapshotRole served)
      throws GantryException {
    if (served.version() < trusted.version()) {
      throw new RollbackException(NAME, NAME, served.version(), trusted.version(), "5.5.5");
    }
    Optional<SnapshotRole.Regression> regression = served.regressionFrom(trusted);
    if (regression.isPresent()) {
      SnapshotRole.Regression found = regression.get();
      throw new RollbackException(
          NAME,
          roleName(found.fileName()),
          found.served().map(MetaFile::version).orElse(RollbackException.ABSENT),
          found.trusted().version(),
          "5.5.5");
    }
  }

  private static String roleName(String fileName) {
    return fileName.endsWith(EXTENSION)
        ? fileName.substring(0, fileName.length() - EXTENSION.length())
        : fileName;
  }

  /** TUF 5.5.6. */
  private static SnapshotRole notExpired(Cycle cycle, SnapshotRole snapshot)
      throws GantryException {
    Expiry.check(cycle, NAME, snapshot.version(), snapshot.expires(), "5.5.6");
    return snapshot;
  }
}
