// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.client.Cycle;
import dev.gantry.tuf.internal.client.MetadataSource;
import dev.gantry.tuf.internal.client.RootChain;
import dev.gantry.tuf.internal.client.SnapshotStep;
import dev.gantry.tuf.internal.client.TargetsLoader;
import dev.gantry.tuf.internal.client.TimestampStep;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A client of a TUF repository: the workflow of TUF specification 1.0.34, section 5.
 *
 * <p>Trust starts with root metadata that the caller brings, always: the {@link TrustedStore} only
 * saves requests and remembers versions. A {@link #refresh} that is refused leaves what was
 * verified before it, and a later one can succeed.
 *
 * <p>Thread-safe if its fetchers are; refreshes take turns.
 */
public final class TufClient {
  private final Object turn = new Object();
  private final RootChain rootChain;
  private final TrustedStore store;
  private final MetadataSource metadata;
  private final TargetDownloader downloader;
  private final InstantSource clock;
  private final TufLimits limits;

  private TufClient(Builder builder) {
    this.rootChain = new RootChain(builder.trustedRoot);
    this.store = builder.store;
    this.metadata = new MetadataSource(builder.metadata);
    this.downloader = new TargetDownloader(builder.targets, builder.limits);
    this.clock = builder.clock;
    this.limits = builder.limits;
  }

  /**
   * Starts with what every client needs.
   *
   * @param trustedRoot root metadata that the caller trusts, from the image of the host for
   *     example; any version that the repository still serves the successors of
   * @param store where verified metadata is kept
   * @param metadata serves metadata
   * @param targets serves targets
   * @return a builder
   */
  public static Builder builder(
      Bytes trustedRoot, TrustedStore store, Fetcher metadata, Fetcher targets) {
    return new Builder(trustedRoot, store, metadata, targets);
  }

  /**
   * Brings metadata up to date (specification sections 5.1 to 5.6).
   *
   * <p>Each file is kept as soon as it is verified, also when a later one is refused.
   *
   * @return the newest state of the repository
   * @throws dev.gantry.core.VerificationException if metadata is refused: {@link
   *     SignatureThresholdException}, {@link RollbackException}, {@link VersionMismatchException},
   *     {@link ExpiredMetadataException}, {@link UnlistedRoleException}, or a digest or length that
   *     differs
   * @throws dev.gantry.core.MalformedDataException if metadata is malformed
   * @throws dev.gantry.core.LimitExceededException if metadata is larger than allowed
   * @throws dev.gantry.core.StateConflictException with code {@code STORE_LOCKED} if another client
   *     refreshes with the same store
   * @throws IOException if metadata cannot be fetched, read or kept
   */
  public TrustedView refresh() throws IOException {
    synchronized (turn) {
      Closeable lock = store.roles().lock();
      try {
        return refreshLocked();
      } finally {
        lock.close();
      }
    }
  }

  private TrustedView refreshLocked() throws IOException {
    Cycle cycle = new Cycle(clock.instant(), limits, store.roles(), metadata);
    RootRole root = rootChain.update(cycle);
    TimestampRole timestamp = TimestampStep.update(cycle, root);
    SnapshotRole snapshot = SnapshotStep.update(cycle, root, timestamp.snapshot());
    TargetsLoader loader = new TargetsLoader(cycle, root, snapshot);
    TargetsRole topLevel = loader.loadTopLevel();
    return new TrustedView(cycle, root, timestamp, snapshot, loader, topLevel);
  }

  /**
   * Downloads a target (specification section 5.7), in constant memory: it is verified, then
   * released.
   *
   * <p>The content goes to a file beside the destination and takes its name, atomically, once it is
   * complete, verified and durable; until then, and after any failure, the destination is as it
   * was. A destination that is a symbolic link is replaced, not followed. If the destination holds
   * the target already, it is verified and nothing is fetched. A download that was cut is gone on
   * with, see {@link DownloadOptions.Builder#resume}. Several downloads of one target at a time, in
   * any number of processes, do not disturb each other.
   *
   * @param target the target
   * @param file the destination; its directory must exist
   * @param options progress, cancellation, and whether to resume
   * @return proof that the file holds the target
   * @throws dev.gantry.core.DigestMismatchException if the content is not the target's
   * @throws dev.gantry.core.LengthMismatchException if it is longer or shorter
   * @throws dev.gantry.core.LimitExceededException if the target is larger than allowed
   * @throws dev.gantry.core.StateConflictException {@code VIEW_OFFLINE} if the destination does not
   *     hold the target, and that was found in a view that must not use the network
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws IOException if it cannot be fetched or written
   */
  public VerifiedTarget download(Target target, Path file, DownloadOptions options)
      throws IOException {
    return downloader.download(
        Objects.requireNonNull(target, "target"),
        Objects.requireNonNull(file, "file"),
        Objects.requireNonNull(options, "options"));
  }

  /**
   * Opens a target (specification section 5.7) whose content is handed out as it comes, and fails
   * at its end if it is not the target's: see {@link TargetStream} for what may be done with it
   * until then.
   *
   * @param target the target
   * @param options progress and cancellation; what they say of resuming does not matter, though the
   *     fetcher may go on by itself where a connection broke
   * @return a stream for one thread; the caller closes it
   * @throws dev.gantry.core.LimitExceededException if the target is larger than allowed; nothing is
   *     fetched then
   * @throws dev.gantry.core.StateConflictException {@code VIEW_OFFLINE} if the target was found in
   *     a view that must not use the network
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws IOException if it cannot be fetched
   */
  public TargetStream stream(Target target, DownloadOptions options) throws IOException {
    return downloader.stream(
        Objects.requireNonNull(target, "target"), Objects.requireNonNull(options, "options"));
  }

  /**
   * Reads a small target into memory.
   *
   * @param target the target
   * @param maxBytes the largest size accepted
   * @return its content, verified
   * @throws dev.gantry.core.DigestMismatchException if the content is not the target's
   * @throws dev.gantry.core.LengthMismatchException if it is longer or shorter
   * @throws dev.gantry.core.LimitExceededException if the target is larger than allowed; nothing is
   *     fetched then
   * @throws dev.gantry.core.StateConflictException {@code VIEW_OFFLINE} if the target was found in
   *     a view that must not use the network
   * @throws IOException if it cannot be fetched
   */
  public Bytes read(Target target, int maxBytes) throws IOException {
    return downloader.read(Objects.requireNonNull(target, "target"), maxBytes);
  }

  /** Collects what a client needs; not thread-safe. */
  public static final class Builder {
    private final Bytes trustedRoot;
    private final TrustedStore store;
    private final Fetcher metadata;
    private final Fetcher targets;
    private InstantSource clock = InstantSource.system();
    private TufLimits limits = TufLimits.defaults();

    private Builder(Bytes trustedRoot, TrustedStore store, Fetcher metadata, Fetcher targets) {
      this.trustedRoot = Objects.requireNonNull(trustedRoot, "trustedRoot");
      this.store = Objects.requireNonNull(store, "store");
      this.metadata = Objects.requireNonNull(metadata, "metadata");
      this.targets = Objects.requireNonNull(targets, "targets");
    }

    /**
     * Sets what tells the time, once for each refresh. The default is the clock of the system.
     *
     * @param source the clock
     * @return this builder
     */
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets what is accepted at most. The default is {@link TufLimits#defaults()}.
     *
     * @param value the limits
     * @return this builder
     */
    public Builder limits(TufLimits value) {
      limits = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Builds the client; nothing is read or fetched yet.
     *
     * @return a client
     */
    public TufClient build() {
      return new TufClient(this);
    }
  }
}
