// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.UnlistedRoleException;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.Keyring;
import dev.gantry.tuf.internal.model.MetaFile;
import dev.gantry.tuf.internal.model.RoleKeys;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import java.io.IOException;
import java.util.Optional;

/**
 * The targets role and every delegated one (TUF 5.6.1 to 5.6.6): all are held to the same checks.
 *
 * <p>Immutable; as thread-safe as fetcher and store.
 */
public final class TargetsLoader {
  private final Cycle cycle;
  private final RootRole root;
  private final SnapshotRole snapshot;

  /**
   * Creates a loader for one update cycle.
   *
   * @param cycle the update cycle
   * @param root trusted root
   * @param snapshot trusted snapshot
   */
  public TargetsLoader(Cycle cycle, RootRole root, SnapshotRole snapshot) {
    this.cycle = cycle;
    this.root = root;
    this.snapshot = snapshot;
  }

  /**
   * Loads the top-level role.
   *
   * @return its trusted metadata
   * @throws IOException if what is served is refused, or cannot be fetched or kept
   */
  public TargetsRole loadTopLevel() throws IOException {
    return load(
        RoleNames.TARGETS,
        root.keys(),
        root.role(RoleNames.TARGETS),
        "root " + root.version(),
        cycle.limits().targetsBytes());
  }

  TargetsRole loadDelegated(String roleName, Keyring keys, RoleKeys role, String delegator)
      throws IOException {
    return load(roleName, keys, role, delegator, cycle.limits().delegatedTargetsBytes());
  }

  /** The kept file if it is the listed one and stands every check, else the served one. */
  private TargetsRole load(
      String roleName, Keyring keys, RoleKeys role, String delegator, int maxListedBytes)
      throws IOException {
    MetaFile listed =
        snapshot
            .role(roleName)
            .orElseThrow(() -> new UnlistedRoleException(roleName, snapshot.version()));
    int maxBytes = cycle.targetsBytes(listed, maxListedBytes);
    Optional<Bytes> kept = cycle.store().load(roleName, maxBytes);
    if (kept.isPresent()) {
      String source = "kept " + RoleNames.local(roleName);
      try {
        ListedFile.check(kept.get(), listed, source);
        Envelope envelope = cycle.parse(kept.get(), source, maxBytes);
        return verify(envelope, roleName, keys, role, delegator, listed);
      } catch (GantryException notUsable) {
        // Falls through: old, damaged or kept under another delegator's keys. It is fetched anew.
      }
    }
    String fileName = RoleNames.served(roleName, root.consistentSnapshot() ? listed.version() : 0);
    Bytes raw = cycle.source().fetch(fileName, listed, maxBytes);
    Envelope envelope = cycle.parse(raw, fileName, maxBytes);
    TargetsRole targets = verify(envelope, roleName, keys, role, delegator, listed);
    cycle.store().save(roleName, raw);
    return targets;
  }

  /** TUF 5.6.3 to 5.6.5. */
  private TargetsRole verify(
      Envelope envelope,
      String roleName,
      Keyring keys,
      RoleKeys role,
      String delegator,
      MetaFile listed)
      throws GantryException {
    new SignatureCheck(envelope).require(roleName, keys, role, delegator, "5.6.3");
    TargetsRole targets = TargetsRole.parse(envelope, roleName);
    if (targets.version() != listed.version()) {
      throw new VersionMismatchException(roleName, targets.version(), listed.version(), "5.6.4");
    }
    Expiry.check(cycle, roleName, targets.version(), targets.expires(), "5.6.5");
    return targets;
  }
}
