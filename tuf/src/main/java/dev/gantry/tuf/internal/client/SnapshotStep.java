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
  public static Verified<SnapshotRole> update(Cycle cycle, RootRole root, MetaFile listed)
      throws IOException {
    Optional<Verified<SnapshotRole>> kept = kept(cycle, root);
    if (kept.isPresent() && isListed(kept.get(), listed)) {
      return notExpired(cycle, kept.get());
    }
    long version = root.consistentSnapshot() ? listed.version() : 0;
    int maxBytes = cycle.snapshotBytes(listed);
    String source = cycle.source().describe(NAME, version);
    Verified<SnapshotRole> served =
        cycle
            .source()
            .fetch(
                NAME,
                version,
                listed,
                maxBytes,
                raw -> {
                  Envelope envelope = cycle.parse(raw, source, maxBytes);
                  return accept(cycle, verify(root, raw, envelope), listed, kept);
                });
    cycle.store().save(NAME, served.raw());
    cycle.memory().snapshot(served);
    return served;
  }

  /** TUF 5.5.4 to 5.5.6. */
  private static Verified<SnapshotRole> accept(
      Cycle cycle,
      Verified<SnapshotRole> served,
      MetaFile listed,
      Optional<Verified<SnapshotRole>> kept)
      throws GantryException {
    if (served.role().version() != listed.version()) {
      throw new VersionMismatchException(NAME, served.role().version(), listed.version(), "5.5.4");
    }
    if (kept.isPresent()) {
      refuseRollback(kept.get().role(), served.role());
    }
    return notExpired(cycle, served);
  }

  /**
   * The newest that was trusted before. It counts against rollback even when it is old or has
   * expired, or was taken out of the store while this process ran.
   */
  private static Optional<Verified<SnapshotRole>> kept(Cycle cycle, RootRole root)
      throws IOException {
    Optional<Verified<SnapshotRole>> stored = stored(cycle, root);
    Optional<Verified<SnapshotRole>> remembered = remembered(cycle, root);
    boolean isLost =
        remembered.isPresent()
            && (stored.isEmpty()
                || stored.get().role().version() < remembered.get().role().version());
    if (isLost) {
      cycle.store().save(NAME, remembered.get().raw());
      return remembered;
    }
    stored.ifPresent(cycle.memory()::snapshot);
    return stored;
  }

  private static Optional<Verified<SnapshotRole>> stored(Cycle cycle, RootRole root)
      throws IOException {
    Optional<Bytes> raw = cycle.store().load(NAME, cycle.limits().snapshotBytes());
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(verifyAgain(cycle, root, raw.get()));
    } catch (GantryException untrusted) {
      cycle.store().delete(NAME);
      return Optional.empty();
    }
  }

  private static Optional<Verified<SnapshotRole>> remembered(Cycle cycle, RootRole root) {
    Optional<Verified<SnapshotRole>> known = cycle.memory().snapshot();
    try {
      return known.isEmpty() ? known : Optional.of(verifyAgain(cycle, root, known.get().raw()));
    } catch (GantryException untrusted) {
      cycle.memory().forgetSnapshot();
      return Optional.empty();
    }
  }

  private static Verified<SnapshotRole> verifyAgain(Cycle cycle, RootRole root, Bytes raw)
      throws GantryException {
    Optional<Verified<SnapshotRole>> known = cycle.memory().snapshot();
    if (known.isPresent() && known.get().answers(raw, root)) {
      return known.get();
    }
    String source = "kept " + RoleNames.served(NAME, 0);
    // It was verified when it was kept, under whichever limit held for it then.
    int maxBytes = cycle.limits().snapshotBytes();
    return verify(root, raw, cycle.parse(raw, source, maxBytes));
  }

  private static boolean isListed(Verified<SnapshotRole> kept, MetaFile listed) {
    try {
      ListedFile.check(kept.raw(), listed, NAME);
      return kept.role().version() == listed.version();
    } catch (VerificationException other) {
      return false;
    }
  }

  /** TUF 5.5.3. */
  private static Verified<SnapshotRole> verify(RootRole root, Bytes raw, Envelope envelope)
      throws GantryException {
    new SignatureCheck(envelope)
        .require(NAME, root.keys(), root.role(NAME), "root " + root.version(), "5.5.3");
    return new Verified<>(raw, root, SnapshotRole.parse(envelope));
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
  private static Verified<SnapshotRole> notExpired(Cycle cycle, Verified<SnapshotRole> snapshot)
      throws GantryException {
    SnapshotRole role = snapshot.role();
    Expiry.check(cycle, NAME, role.version(), role.expires(), "5.5.6");
    return snapshot;
  }
}
