// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.fetch.LimitedFetcher;
import dev.gantry.tuf.fetch.MinimumRate;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.MetaFile;
import java.time.Instant;

/**
 * What stays the same during one update cycle.
 *
 * @param now start of the cycle, against which every expiry of it is checked (TUF 5.1)
 * @param mode how metadata is got at
 * @param settings what the client was told
 * @param store where metadata is kept
 * @param source where metadata comes from
 * @param memory what this process has verified before
 */
public record Cycle(
    Instant now,
    Mode mode,
    Settings settings,
    RoleStore store,
    MetadataSource source,
    VerifiedMemory memory) {

  /**
   * Starts a cycle.
   *
   * @param now the time
   * @param mode how metadata is got at
   * @param settings what the client was told
   * @param store where metadata is kept
   * @param fetcher where metadata is served
   * @param memory what this process has verified before
   * @return a cycle
   */
  public static Cycle start(
      Instant now,
      Mode mode,
      Settings settings,
      RoleStore store,
      Fetcher fetcher,
      VerifiedMemory memory) {
    return mode.online()
        ? new Cycle(
            now,
            mode,
            settings,
            store,
            new ServedMetadata(bounded(fetcher, settings.limits())),
            memory)
        : new Cycle(now, mode, settings, new ReadOnlyStore(store), new KeptMetadata(store), memory);
  }

  /** No server holds a cycle for ever, by size or by slowness, whatever the fetcher does. */
  static Fetcher bounded(Fetcher fetcher, TufLimits limits) {
    return LimitedFetcher.ofTotal(
        LimitedFetcher.ofRate(fetcher, MinimumRate.DEFAULT, System::nanoTime), limits.cycleBytes());
  }

  TufLimits limits() {
    return settings.limits();
  }

  Envelope parse(Bytes raw, String source, int maxBytes) throws GantryException {
    return Envelope.parse(raw, source, maxBytes, limits().signatures());
  }

  /** Returns the limit of a listed snapshot. */
  int snapshotBytes(MetaFile listed) {
    return listed.digests().isEmpty()
        ? Math.min(limits().snapshotBytes(), limits().snapshotBytesWithoutHashes())
        : limits().snapshotBytes();
  }

  /** Returns the limit of a listed targets role, of which the one with hashes is known. */
  int targetsBytes(MetaFile listed, int maxBytes) {
    return listed.digests().isEmpty()
        ? Math.min(maxBytes, limits().targetsBytesWithoutHashes())
        : maxBytes;
  }
}
