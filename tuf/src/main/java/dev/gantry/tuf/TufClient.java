// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.client.ClockCheck;
import dev.gantry.tuf.internal.client.Cycle;
import dev.gantry.tuf.internal.client.Mode;
import dev.gantry.tuf.internal.client.RootChain;
import dev.gantry.tuf.internal.client.Settings;
import dev.gantry.tuf.internal.client.SnapshotStep;
import dev.gantry.tuf.internal.client.StoredTime;
import dev.gantry.tuf.internal.client.TargetsLoader;
import dev.gantry.tuf.internal.client.TimestampStep;
import dev.gantry.tuf.internal.client.Verified;
import dev.gantry.tuf.internal.client.VerifiedMemory;
import dev.gantry.tuf.internal.client.VerifiedRoles;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of a TUF repository: the workflow of TUF specification 1.0.34, section 5.
 *
 * <p>Trust starts with root metadata that the caller brings, always: the {@link TrustedStore} only
 * saves requests and remembers versions. A {@link #refresh} that is refused leaves what was
 * verified before it, and a later one can succeed.
 *
 * <p>Thread-safe if its fetchers are. Refreshes take turns; a thread that asks for what another one
 * is refreshing already gets the view of that one, or its failure.
 */
public final class TufClient {
  private final SingleFlight flights = new SingleFlight();
  private final VerifiedMemory memory = new VerifiedMemory();
  private final RootChain rootChain;
  private final TrustedStore store;
  private final Fetcher metadata;
  private final TargetDownloader downloader;
  private final InstantSource clock;
  private final Settings settings;
  private final Duration minimumInterval;
  private final Duration lockTimeout;
  private final ClockGuard clockGuard;

  /** The view of the last refresh that succeeded; the flight guards it. */
  private @Nullable TrustedView last;

  private TufClient(Builder builder) {
    this.rootChain = new RootChain(builder.trustedRoot);
    this.store = builder.store;
    this.metadata = builder.metadata;
    this.downloader = new TargetDownloader(builder.targets, builder.limits);
    this.clock = builder.clock;
    this.settings = new Settings(builder.limits, builder.rootLimitPolicy, builder.keyIdPolicy);
    this.minimumInterval = builder.minimumInterval;
    this.lockTimeout = builder.lockTimeout;
    this.clockGuard = builder.clockGuard;
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
   * Brings metadata up to date (specification sections 5.1 to 5.6), as {@link Freshness#online}
   * says.
   *
   * @return the newest state of the repository
   * @throws IOException as for {@link #refresh(Freshness)}
   */
  public TrustedView refresh() throws IOException {
    return refresh(Freshness.online());
  }

  /**
   * Brings metadata up to date (specification sections 5.1 to 5.6) as far as asked for.
   *
   * <p>Each file is kept as soon as it is verified, also when a later one is refused. If the last
   * refresh with the same freshness began less than {@link Builder#minimumInterval} ago, and
   * nothing of its view has expired, that view is returned.
   *
   * @param freshness how new metadata has to be
   * @return a state of the repository that is as new as asked for
   * @throws dev.gantry.core.VerificationException if metadata is refused: {@link
   *     SignatureThresholdException}, {@link RollbackException}, {@link VersionMismatchException},
   *     {@link ExpiredMetadataException}, {@link UnlistedRoleException}, or a digest or length that
   *     differs; or {@link ClockWentBackException} if the clock went back
   * @throws MetadataNotKeptException if an offline view needs metadata that is not kept
   * @throws dev.gantry.core.MalformedDataException if metadata is malformed
   * @throws dev.gantry.core.LimitExceededException if metadata is larger than allowed, or there are
   *     more new roots than {@link RootLimitPolicy#REFUSE} allows
   * @throws dev.gantry.core.StateConflictException with code {@code STORE_LOCKED} if another client
   *     refreshes with the same store, for longer than {@link Builder#lockTimeout}
   * @throws IOException if metadata cannot be fetched, read or kept, or if the thread is
   *     interrupted while it waits
   */
  public TrustedView refresh(Freshness freshness) throws IOException {
    Objects.requireNonNull(freshness, "freshness");
    return flights.run(freshness, () -> recentOrNew(freshness));
  }

  private TrustedView recentOrNew(Freshness freshness) throws IOException {
    TrustedView recent = last;
    if (recent != null && recent.freshness().equals(freshness) && isRecent(recent)) {
      return recent;
    }
    TrustedView view = newView(freshness);
    last = view;
    return view;
  }

  private boolean isRecent(TrustedView view) {
    if (minimumInterval.isZero() || view.freshness() instanceof Freshness.Offline) {
      return false;
    }
    Instant now = clock.instant();
    return !now.isBefore(view.verifiedAt())
        && Duration.between(view.verifiedAt(), now).compareTo(minimumInterval) < 0
        && (view.freshness() instanceof Freshness.UnsafeIgnoreExpiry
            || view.status().stream().allMatch(role -> now.isBefore(role.expires())));
  }

  private TrustedView newView(Freshness freshness) throws IOException {
    Closeable lock =
        freshness instanceof Freshness.Offline
            ? store.roles().lockForReading(lockTimeout)
            : store.roles().lock(lockTimeout);
    try {
      return freshness instanceof Freshness.Offline offline
          ? cycle(freshness, offline.asOf(), Mode.KEPT)
          : newViewOfNow(freshness);
    } finally {
      lock.close();
    }
  }

  private TrustedView newViewOfNow(Freshness freshness) throws IOException {
    // The cycle starts now (5.1), not when it began to wait for others.
    Instant now = clock.instant();
    if (freshness instanceof Freshness.UnsafeIgnoreExpiry) {
      return complete(cycle(freshness, now, Mode.ONLINE_IGNORING_EXPIRY));
    }
    Optional<Duration> tolerance = clockGuard.tolerance();
    if (tolerance.isPresent()) {
      ClockCheck.require(store.roles(), now, tolerance.get());
    }
    if (freshness instanceof Freshness.Cached cached) {
      Optional<TrustedView> kept = kept(cached, now);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    TrustedView view = complete(cycle(freshness, now, Mode.ONLINE));
    if (tolerance.isPresent()) {
      ClockCheck.remember(store.roles(), now);
    }
    return view;
  }

  /** Remembers that a refresh was complete. */
  private TrustedView complete(TrustedView view) throws IOException {
    store.roles().saveTime(StoredTime.REFRESHED, view.verifiedAt());
    return view;
  }

  /** What is kept, if it is recent and holds. */
  private Optional<TrustedView> kept(Freshness.Cached freshness, Instant now) throws IOException {
    Optional<Instant> refreshed = store.roles().loadTime(StoredTime.REFRESHED);
    if (refreshed.isEmpty()
        || now.isBefore(refreshed.get())
        || Duration.between(refreshed.get(), now).compareTo(freshness.maxAge()) > 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(cycle(freshness, now, Mode.KEPT));
    } catch (GantryException doesNotHold) {
      return Optional.empty();
    }
  }

  /** The workflow, step by step. */
  private TrustedView cycle(Freshness freshness, Instant now, Mode mode) throws IOException {
    Cycle cycle = Cycle.start(now, mode, settings, store.roles(), metadata, memory);
    RootChain.Link link = rootChain.update(cycle);
    RootRole root = link.root();
    Verified<TimestampRole> timestamp = TimestampStep.update(cycle, root);
    Verified<SnapshotRole> snapshot = SnapshotStep.update(cycle, root, timestamp.role().snapshot());
    TargetsLoader loader = new TargetsLoader(cycle, root, snapshot);
    Verified<TargetsRole> topLevel = loader.loadTopLevel();
    return new TrustedView(
        freshness, cycle, link, timestamp, snapshot, loader, topLevel, delegatedOf(topLevel));
  }

  /** Delegated roles that earlier views have verified stay so as long as their delegator does. */
  private VerifiedRoles delegatedOf(Verified<TargetsRole> topLevel) {
    return last != null && last.topLevel().role() == topLevel.role()
        ? last.delegated()
        : new VerifiedRoles(settings.limits().delegatedCacheBytes());
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
    private RootLimitPolicy rootLimitPolicy = RootLimitPolicy.CONTINUE;
    private KeyIdPolicy keyIdPolicy = KeyIdPolicy.DECLARED;
    private Duration minimumInterval = Duration.ZERO;
    private Duration lockTimeout = Duration.ofSeconds(30);
    private ClockGuard clockGuard = ClockGuard.standard();

    private Builder(Bytes trustedRoot, TrustedStore store, Fetcher metadata, Fetcher targets) {
      this.trustedRoot = Objects.requireNonNull(trustedRoot, "trustedRoot");
      this.store = Objects.requireNonNull(store, "store");
      this.metadata = Objects.requireNonNull(metadata, "metadata");
      this.targets = Objects.requireNonNull(targets, "targets");
    }

    /**
     * Sets what tells the time of a refresh. The default is the clock of the system.
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
     * Sets what happens if there are more new roots than one refresh follows. The default is {@link
     * RootLimitPolicy#CONTINUE}.
     *
     * @param policy what happens
     * @return this builder
     */
    public Builder rootLimitPolicy(RootLimitPolicy policy) {
      rootLimitPolicy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets what key ids have to be. The default is {@link KeyIdPolicy#DECLARED}.
     *
     * @param policy what they have to be
     * @return this builder
     */
    public Builder keyIdPolicy(KeyIdPolicy policy) {
      keyIdPolicy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets for how long a view counts as the newest: a refresh that asks for the same within this
     * time returns the same view, without requests. A refresh that failed does not count. The
     * default is zero.
     *
     * @param interval the time from the start of one refresh to the next, zero or more
     * @return this builder
     */
    public Builder minimumInterval(Duration interval) {
      minimumInterval = notNegative(interval);
      return this;
    }

    /**
     * Sets how long a refresh waits while another client, in this process or another one, refreshes
     * with the same store. The default is 30 seconds.
     *
     * @param timeout the longest wait; zero to be refused at once
     * @return this builder
     */
    public Builder lockTimeout(Duration timeout) {
      lockTimeout = notNegative(timeout);
      return this;
    }

    /**
     * Sets whether a clock that went back is noticed. The default is {@link ClockGuard#standard()}.
     *
     * @param guard the guard
     * @return this builder
     */
    public Builder clockGuard(ClockGuard guard) {
      clockGuard = Objects.requireNonNull(guard, "guard");
      return this;
    }

    private static Duration notNegative(Duration duration) {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("duration is negative: " + duration);
      }
      return duration;
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
