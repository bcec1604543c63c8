// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.UnlistedRoleException;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.internal.client.VerifiedRoles.Loaded;
import dev.gantry.tuf.internal.model.DelegatedRole;
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
 * <p>Immutable; as thread-safe as fetcher and store, but for {@link #loadTopLevel}, which belongs
 * to the cycle.
 */
public final class TargetsLoader {
  private final Cycle cycle;
  private final RootRole root;
  private final Verified<SnapshotRole> snapshot;

  /**
   * Creates a loader for one update cycle.
   *
   * @param cycle the update cycle
   * @param root trusted root
   * @param snapshot trusted snapshot
   */
  public TargetsLoader(Cycle cycle, RootRole root, Verified<SnapshotRole> snapshot) {
    this.cycle = cycle;
    this.root = root;
    this.snapshot = snapshot;
  }

  /** Who has to sign a role, and who says so. */
  private record Trust(String roleName, Keyring keys, RoleKeys role, String delegator) {}

  /** Keeps a role that was fetched and verified. */
  private interface Keeper {
    void keep(Bytes raw) throws IOException;
  }

  /**
   * Loads the top-level role. One that this process has verified already, as listed now and with
   * the keys of the same root, is not read again.
   *
   * @return its trusted metadata
   * @throws IOException if what is served is refused, or cannot be fetched or kept
   */
  public Verified<TargetsRole> loadTopLevel() throws IOException {
    String name = RoleNames.TARGETS;
    MetaFile listed = listed(name);
    Optional<Verified<TargetsRole>> known = cycle.memory().topLevel(listed, root);
    if (known.isPresent()) {
      if (cycle.store().sizeBytes(name).orElse(-1) != known.get().raw().size()) {
        cycle.store().save(name, known.get().raw());
      }
      notExpired(known.get().role());
      return known.get();
    }
    Trust trust = new Trust(name, root.keys(), root.role(name), "root " + root.version());
    Loaded loaded =
        load(trust, listed, cycle.limits().targetsBytes(), raw -> cycle.store().save(name, raw));
    Verified<TargetsRole> verified = new Verified<>(loaded.raw(), root, loaded.role());
    cycle.memory().topLevel(verified, listed);
    return verified;
  }

  /**
   * Loads a delegated role.
   *
   * @param delegator trusted metadata of the delegator
   * @param role what it says of the role
   * @param cache roles that were verified before
   * @return its trusted metadata
   * @throws IOException if what is served is refused, or cannot be fetched or kept
   */
  public Loaded loadDelegated(TargetsRole delegator, DelegatedRole role, VerifiedRoles cache)
      throws IOException {
    String name = role.name();
    MetaFile listed = listed(name);
    Keyring keys = delegator.delegations().keys().orElseThrow();
    Trust trust = new Trust(name, keys, role.keys(), delegator.name());
    Loaded loaded =
        cache.get(
            new VerifiedRoles.Key(delegator, name),
            listed,
            () ->
                load(
                    trust,
                    listed,
                    cycle.limits().delegatedTargetsBytes(),
                    raw -> cycle.store().saveDelegated(name, raw, snapshot.raw())));
    notExpired(loaded.role());
    return loaded;
  }

  private MetaFile listed(String roleName) throws GantryException {
    return snapshot
        .role()
        .role(roleName)
        .orElseThrow(() -> new UnlistedRoleException(roleName, snapshot.role().version()));
  }

  /** The kept file if it is the listed one and stands every check, else the served one. */
  private Loaded load(Trust trust, MetaFile listed, int maxListedBytes, Keeper keeper)
      throws IOException {
    String roleName = trust.roleName();
    int maxBytes = cycle.targetsBytes(listed, maxListedBytes);
    Optional<Bytes> kept = cycle.store().load(roleName, maxBytes);
    if (kept.isPresent()) {
      String source = "kept " + RoleNames.local(roleName);
      try {
        ListedFile.check(kept.get(), listed, source);
        Envelope envelope = cycle.parse(kept.get(), source, maxBytes);
        return new Loaded(kept.get(), listed, verify(envelope, trust, listed));
      } catch (GantryException notUsable) {
        // Falls through: old, damaged or kept under another delegator's keys. It is fetched anew.
      }
    }
    long version = root.consistentSnapshot() ? listed.version() : 0;
    String source = cycle.source().describe(roleName, version);
    Loaded loaded =
        cycle
            .source()
            .fetch(
                roleName,
                version,
                listed,
                maxBytes,
                raw -> {
                  Envelope envelope = cycle.parse(raw, source, maxBytes);
                  return new Loaded(raw, listed, verify(envelope, trust, listed));
                });
    keeper.keep(loaded.raw());
    return loaded;
  }

  /** TUF 5.6.3 to 5.6.5. */
  private TargetsRole verify(Envelope envelope, Trust trust, MetaFile listed)
      throws GantryException {
    String roleName = trust.roleName();
    new SignatureCheck(envelope)
        .require(roleName, trust.keys(), trust.role(), trust.delegator(), "5.6.3");
    TargetsRole targets = TargetsRole.parse(envelope, roleName, cycle.settings().keyIds());
    if (targets.version() != listed.version()) {
      throw new VersionMismatchException(roleName, targets.version(), listed.version(), "5.6.4");
    }
    notExpired(targets);
    return targets;
  }

  /** TUF 5.6.5. */
  private void notExpired(TargetsRole targets) throws GantryException {
    Expiry.check(cycle, targets.name(), targets.version(), targets.expires(), "5.6.5");
  }
}
