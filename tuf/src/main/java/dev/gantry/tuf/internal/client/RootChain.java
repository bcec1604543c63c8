// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.RollbackException;
import dev.gantry.tuf.RootLimitPolicy;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root role (TUF 5.2 and 5.3): from the root that the caller trusts, over the roots that are
 * kept, to the newest that is served, one version at a time.
 *
 * <p>Remembers what it has verified, so that a later cycle goes on from there. Not thread-safe.
 */
public final class RootChain {
  private final Bytes bootstrap;
  private @Nullable Link trusted;
  private long rotatedAt;

  /**
   * Starts a chain.
   *
   * @param bootstrap root metadata that the caller trusts
   */
  public RootChain(Bytes bootstrap) {
    this.bootstrap = bootstrap;
  }

  /**
   * A root of the chain.
   *
   * @param raw the file as served
   * @param root its content
   */
  public record Link(Bytes raw, RootRole root) {}

  /**
   * Goes on to the newest root.
   *
   * @param cycle the update cycle
   * @return the newest root, verified and not expired
   * @throws IOException if a root is refused or cannot be fetched or kept; what was verified before
   *     stays trusted and kept
   */
  public Link update(Cycle cycle) throws IOException {
    Link newest = trusted == null ? trustBootstrap(cycle) : trusted;
    newest = followKept(cycle, newest);
    if (cycle.mode().online()) {
      keepAsCurrent(cycle, newest);
      newest = followServed(cycle, newest);
    }
    cycle.memory().rotated(rotatedAt);
    RootRole root = newest.root();
    Expiry.check(cycle, RoleNames.ROOT, root.version(), root.expires(), "5.3.10");
    return newest;
  }

  /** TUF 5.2: whether it has expired does not matter, but it must be signed by its own keys. */
  private Link trustBootstrap(Cycle cycle) throws GantryException {
    Envelope envelope = cycle.parse(bootstrap, "trusted root", cycle.limits().rootBytes());
    RootRole root = RootRole.parse(envelope, cycle.settings().keyIds(), Optional.empty());
    requireSignedBy(new SignatureCheck(envelope), root, "5.2");
    trusted = new Link(bootstrap, root);
    return trusted;
  }

  /**
   * Goes over the kept roots. One that cannot be verified is forgotten, and fetched again; without
   * a repository to ask, what is kept has to hold.
   */
  private Link followKept(Cycle cycle, Link start) throws IOException {
    Link newest = start;
    while (newest.root().version() < Long.MAX_VALUE) {
      long version = newest.root().version() + 1;
      Optional<Bytes> raw = cycle.store().loadRoot(version, cycle.limits().rootBytes());
      if (raw.isEmpty()) {
        break;
      }
      try {
        newest =
            trust(newest, verify(cycle, newest.root(), raw.get(), "kept " + fileName(version)));
      } catch (GantryException refused) {
        if (!cycle.mode().online()) {
          throw refused;
        }
        cycle.store().deleteRoot(version);
        break;
      }
    }
    return newest;
  }

  private static void keepAsCurrent(Cycle cycle, Link newest) throws IOException {
    Optional<Bytes> kept = cycle.store().load(RoleNames.ROOT, cycle.limits().rootBytes());
    if (kept.isEmpty() || !kept.get().equals(newest.raw())) {
      cycle.store().save(RoleNames.ROOT, newest.raw());
    }
  }

  /** TUF 5.3.2 to 5.3.9. */
  private Link followServed(Cycle cycle, Link start) throws IOException {
    try {
      followServedUnsettled(cycle, start);
    } finally {
      // Also after a refusal: what was verified before it stays.
      if (trusted != null && trusted.root().version() > start.root().version()) {
        cycle.store().settleRoots(trusted.root().version(), trusted.raw());
      }
    }
    return Objects.requireNonNull(trusted);
  }

  private void followServedUnsettled(Cycle cycle, Link start) throws IOException {
    Link newest = start;
    int most = cycle.limits().rootRotations();
    for (int i = 0; newest.root().version() < Long.MAX_VALUE; i++) {
      boolean tooMany = i == most;
      if (tooMany && cycle.settings().rootLimit() == RootLimitPolicy.CONTINUE) {
        return;
      }
      long version = newest.root().version() + 1;
      RootRole current = newest.root();
      Link next;
      try {
        next =
            cycle
                .source()
                .fetch(
                    RoleNames.ROOT,
                    version,
                    cycle.limits().rootBytes(),
                    raw -> verify(cycle, current, raw, fileName(version)));
      } catch (FetchNotFoundException none) {
        return;
      }
      if (tooMany) {
        throw new LimitExceededException("new roots in one refresh", most, most + 1L);
      }
      keep(cycle, current, next);
      newest = trust(newest, next);
    }
  }

  private Link trust(Link current, Link next) {
    if (isRotation(current.root(), next.root())) {
      rotatedAt = next.root().version();
    }
    trusted = next;
    return next;
  }

  /** TUF 5.3.4 and 5.3.5; the expiry of a root that has a successor is ignored (5.3.6). */
  private static Link verify(Cycle cycle, RootRole current, Bytes raw, String source)
      throws GantryException {
    Envelope envelope = cycle.parse(raw, source, cycle.limits().rootBytes());
    SignatureCheck signatures = new SignatureCheck(envelope);
    requireSignedBy(signatures, current, "5.3.4");
    RootRole next = RootRole.parse(envelope, cycle.settings().keyIds(), Optional.of(current));
    requireSignedBy(signatures, next, "5.3.4");
    if (next.version() <= current.version()) {
      throw new RollbackException(
          RoleNames.ROOT, RoleNames.ROOT, next.version(), current.version(), "5.3.5");
    }
    if (next.version() != current.version() + 1) {
      throw new VersionMismatchException(
          RoleNames.ROOT, next.version(), current.version() + 1, "5.3.5");
    }
    return new Link(raw, next);
  }

  private static void requireSignedBy(SignatureCheck signatures, RootRole root, String section)
      throws GantryException {
    signatures.require(
        RoleNames.ROOT, root.keys(), root.role(RoleNames.ROOT), "root " + root.version(), section);
  }

  /**
   * TUF 5.3.8, and 5.3.11 for each root of the chain: kept timestamp and snapshot are forgotten
   * before the root that rotates their keys is kept. In the order of the specification, an abort or
   * a crash in between would leave versions that an attacker has put far ahead, for good.
   */
  private static void keep(Cycle cycle, RootRole current, Link next) throws IOException {
    if (isRotation(current, next.root())) {
      cycle.store().delete(RoleNames.TIMESTAMP);
      cycle.store().delete(RoleNames.SNAPSHOT);
    }
    cycle.store().saveRoot(next.root().version(), next.raw());
  }

  private static boolean isRotation(RootRole from, RootRole to) {
    return isRotated(from, to, RoleNames.TIMESTAMP) || isRotated(from, to, RoleNames.SNAPSHOT);
  }

  private static boolean isRotated(RootRole from, RootRole to, String roleName) {
    return !from.keys()
        .publicKeys(from.role(roleName))
        .equals(to.keys().publicKeys(to.role(roleName)));
  }

  private static String fileName(long version) {
    return RoleNames.served(RoleNames.ROOT, version);
  }
}
