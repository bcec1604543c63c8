// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.fetch.FetchNotFoundException;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the roots up to a trusted one, as far as they are served and lead to it.
 *
 * <p>That a root is signed by itself and vouches for its successor does not make it trusted: trust
 * goes forwards only. It is what a client that trusts it for other reasons needs. Stateless.
 */
public final class RootFiles {
  private RootFiles() {}

  /**
   * A root file.
   *
   * @param version its version
   * @param raw its bytes as served
   */
  public record Root(long version, Bytes raw) {}

  /**
   * Fetches the roots before a trusted one.
   *
   * @param trusted a trusted root
   * @param metadata where metadata is served
   * @param limits what is accepted at most; the number of roots is bounded by that of rotations,
   *     and all together by the bytes and the slowness of one refresh
   * @return the trusted root and those before it, newest first; the first that is not served or
   *     does not lead on ends them
   * @throws IOException if the trusted root is malformed, or one cannot be fetched
   */
  public static List<Root> upTo(Bytes trusted, Fetcher metadata, TufLimits limits)
      throws IOException {
    List<Root> found = new ArrayList<>();
    Envelope next =
        Envelope.parse(trusted, "trusted root", limits.rootBytes(), limits.signatures());
    long version = RootRole.parse(next).version();
    found.add(new Root(version, trusted));
    Fetcher bounded = Cycle.bounded(metadata, limits);
    while (--version > 0 && found.size() <= limits.rootRotations()) {
      String fileName = RoleNames.served(RoleNames.ROOT, version);
      Bytes raw;
      try (FetchResponse response = bounded.open(FetchRequest.of(fileName))) {
        raw = Bytes.of(response.body().readNBytes(limits.rootBytes() + 1));
      } catch (FetchNotFoundException none) {
        break;
      }
      try {
        Envelope older = Envelope.parse(raw, fileName, limits.rootBytes(), limits.signatures());
        requireLink(older, version, next);
        next = older;
      } catch (GantryException leadsNowhere) {
        break;
      }
      found.add(new Root(version, raw));
    }
    return found;
  }

  private static void requireLink(Envelope older, long version, Envelope next)
      throws GantryException {
    RootRole root = RootRole.parse(older);
    if (root.version() != version) {
      throw new VersionMismatchException(RoleNames.ROOT, root.version(), version, "5.3.5");
    }
    for (Envelope signed : List.of(older, next)) {
      new SignatureCheck(signed)
          .require(
              RoleNames.ROOT, root.keys(), root.role(RoleNames.ROOT), "root " + version, "5.3.4");
    }
  }
}
