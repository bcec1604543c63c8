// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressListener;
import dev.gantry.core.ProgressMeter;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.fetch.Fetcher;
import dev.gantry.tuf.internal.client.RootFiles;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Copies a repository, verified from a trusted root on, into directories from which it can be
 * served again: the bytes of every metadata file as they were served, and targets under their
 * served names.
 *
 * <p>Metadata is every root from the trusted one on, and those before it that are served and lead
 * to it; timestamp; snapshot; targets; and every delegated role that the snapshot lists and that
 * delegations lead to, whatever paths they are for. A clone keeps its expiry: it has to be made
 * again before the original's metadata expires.
 *
 * <p>Immutable and thread-safe.
 */
public final class RepositoryClone {
  private final Bytes trustedRoot;
  private final Fetcher metadata;
  private final Fetcher targets;
  private final InstantSource clock;
  private final TufLimits limits;
  private final ProgressListener progress;
  private final CancellationToken cancellation;
  private final Optional<List<TargetPath>> wanted;
  private final long maxTotalBytes;
  private final Freshness freshness;

  private RepositoryClone(Builder builder) {
    this.trustedRoot = builder.trustedRoot;
    this.metadata = builder.metadata;
    this.targets = builder.targets;
    this.clock = builder.clock;
    this.limits = builder.limits;
    this.progress = builder.progress;
    this.cancellation = builder.cancellation;
    this.wanted = builder.wanted;
    this.maxTotalBytes = builder.maxTotalBytes;
    this.freshness = builder.freshness;
  }

  /**
   * Starts with what every clone needs.
   *
   * @param trustedRoot root metadata that the caller trusts
   * @param metadata serves metadata
   * @param targets serves targets
   * @return a builder
   */
  public static Builder builder(Bytes trustedRoot, Fetcher metadata, Fetcher targets) {
    return new Builder(trustedRoot, metadata, targets);
  }

  /**
   * Copies metadata and targets.
   *
   * <p>Targets are written first, then roles, then the snapshot, and the timestamp last: as long as
   * there is no timestamp, the clone is not complete. A call that fails leaves what it has written.
   *
   * @param metadataDirectory where metadata goes; made if it is not there, else empty
   * @param targetsDirectory where targets go; made if it is not there, else empty; another one
   * @return what was copied
   * @throws IllegalArgumentException if the directories are the same, or one is in the other
   * @throws StateConflictException {@code CLONE_DIRECTORY} if a directory is not empty, {@code
   *     FILE_NAME} if the platform has no file of a name that is needed, {@code TARGET_COLLISION}
   *     if two files would have one name
   * @throws TargetNotFoundException if a target that was asked for is not there
   * @throws dev.gantry.core.VerificationException if anything is refused
   * @throws dev.gantry.core.LimitExceededException if anything is larger than allowed
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws IOException if anything cannot be fetched or written
   */
  public ClonedRepository copy(Path metadataDirectory, Path targetsDirectory) throws IOException {
    Path metadataPath = metadataDirectory.toAbsolutePath().normalize();
    Path targetsPath = targetsDirectory.toAbsolutePath().normalize();
    if (metadataPath.startsWith(targetsPath) || targetsPath.startsWith(metadataPath)) {
      throw new IllegalArgumentException(
          "metadata in "
              + metadataPath
              + " and targets in "
              + targetsPath
              + ", expected two directories apart");
    }
    makeEmpty(targetsDirectory);
    return copy(metadataDirectory, Optional.of(targetsDirectory));
  }

  /**
   * Copies metadata only; targets that were asked for do not matter.
   *
   * @param metadataDirectory where metadata goes; made if it is not there, else empty
   * @return what was copied
   * @throws StateConflictException as for {@link #copy}
   * @throws IOException as for {@link #copy}
   */
  public ClonedRepository copyMetadata(Path metadataDirectory) throws IOException {
    return copy(metadataDirectory, Optional.empty());
  }

  private ClonedRepository copy(Path metadataDirectory, Optional<Path> targetsDirectory)
      throws IOException {
    makeEmpty(metadataDirectory);
    // A store of its own: nothing but what this call verifies is ever in it.
    Path work = metadataDirectory.resolve(".gantry-clone-" + UUID.randomUUID());
    try {
      DirectoryStore store = new DirectoryStore(work.toAbsolutePath());
      TufClient client =
          TufClient.builder(trustedRoot, new TrustedStore(work, store), metadata, targets)
              .clock(clock)
              .limits(limits)
              .build();
      TrustedView view = client.refresh(freshness);
      ViewContents contents = contents(view);
      TargetCopies copies = new TargetCopies(client, view.consistentSnapshot(), cancellation);
      if (targetsDirectory.isPresent()) {
        copies.copy(
            wanted.isPresent() ? TargetCopies.require(view, wanted.get()) : contents.targets(view),
            targetsDirectory.get(),
            maxTotalBytes,
            progress);
      }
      int files = writeMetadata(store, view, contents.roles(), metadataDirectory);
      return new ClonedRepository(view, files, copies.count(), copies.bytes(), contents.unusable());
    } finally {
      deleteAll(work);
    }
  }

  /** Goes through all roles; each is in the store then. */
  private ViewContents contents(TrustedView view) throws IOException {
    ProgressMeter meter =
        new ProgressMeter(progress, "verify roles", Progress.UNKNOWN, Progress.Unit.ITEMS);
    ViewContents contents = new ViewContents();
    view.walk()
        .forEach(
            role -> {
              cancellation.throwIfCancelled();
              contents.add(role);
              meter.advance(1);
            });
    meter.finish();
    return contents;
  }

  /** Roots and roles before the snapshot, and the timestamp last. */
  private int writeMetadata(
      DirectoryStore store, TrustedView view, Map<String, Long> roles, Path directory)
      throws IOException {
    List<RootFiles.Root> roots = RootFiles.upTo(trustedRoot, metadata, limits);
    long trusted = roots.get(0).version();
    for (RootFiles.Root root : roots) {
      write(directory, RoleNames.ROOT, root.version(), root.raw());
    }
    for (long version = trusted + 1; version <= view.root().version(); version++) {
      write(
          directory,
          RoleNames.ROOT,
          version,
          kept(store.loadRoot(version, limits.rootBytes()), RoleNames.ROOT));
    }
    boolean versioned = view.consistentSnapshot();
    for (Map.Entry<String, Long> role : roles.entrySet()) {
      int maxBytes = Math.max(limits.targetsBytes(), limits.delegatedTargetsBytes());
      Bytes raw = kept(store.load(role.getKey(), maxBytes), role.getKey());
      write(directory, role.getKey(), versioned ? role.getValue() : 0, raw);
    }
    Bytes snapshot =
        kept(store.load(RoleNames.SNAPSHOT, limits.snapshotBytes()), RoleNames.SNAPSHOT);
    write(directory, RoleNames.SNAPSHOT, versioned ? view.snapshot().version() : 0, snapshot);
    Bytes timestamp =
        kept(store.load(RoleNames.TIMESTAMP, limits.timestampBytes()), RoleNames.TIMESTAMP);
    write(directory, RoleNames.TIMESTAMP, 0, timestamp);
    long newRoots = view.root().version() - trusted;
    return (int) (roots.size() + newRoots + roles.size() + 2);
  }

  private static Bytes kept(Optional<Bytes> raw, String roleName) throws StateConflictException {
    return raw.orElseThrow(
        () ->
            new StateConflictException(
                "CLONE_DIRECTORY",
                "cloning a repository",
                "verified metadata of role " + Text.quote(roleName) + " was removed meanwhile",
                "that nobody else writes to the directory"));
  }

  private void write(Path directory, String roleName, long version, Bytes raw) throws IOException {
    cancellation.throwIfCancelled();
    String name = (version == 0 ? "" : version + ".") + roleName + ".json";
    // A server looks for the name that the URL has once it is decoded.
    if (roleName.indexOf('/') >= 0) {
      throw RawNames.refused(name, name);
    }
    Path file = RawNames.resolve(directory, name);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StateConflictException(
          "TARGET_COLLISION",
          "copying metadata of role " + Text.quote(roleName),
          file + " is there already",
          "roles whose files have distinct names here");
    }
    SmallFiles.writeAtomically(file, raw);
  }

  private static void makeEmpty(Path directory) throws IOException {
    SmallFiles.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      if (files.iterator().hasNext()) {
        throw new StateConflictException(
            "CLONE_DIRECTORY",
            "cloning a repository",
            directory + " is not empty",
            "a new or an empty directory");
      }
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Configures a clone; not thread-safe. */
  public static final class Builder {
    private final Bytes trustedRoot;
    private final Fetcher metadata;
    private final Fetcher targets;
    private InstantSource clock = InstantSource.system();
    private TufLimits limits = TufLimits.defaults();
    private ProgressListener progress = ProgressListener.NONE;
    private CancellationToken cancellation = CancellationToken.NONE;
    private Optional<List<TargetPath>> wanted = Optional.empty();
    private long maxTotalBytes = Long.MAX_VALUE;
    private Freshness freshness = Freshness.online();

    private Builder(Bytes trustedRoot, Fetcher metadata, Fetcher targets) {
      this.trustedRoot = Objects.requireNonNull(trustedRoot, "trustedRoot");
      this.metadata = Objects.requireNonNull(metadata, "metadata");
      this.targets = Objects.requireNonNull(targets, "targets");
    }

    /**
     * Sets what tells the time. The default is the clock of the system.
     *
     * @param source the clock
     * @return this builder
     */
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets what is accepted at most of each file. The default is {@link TufLimits#defaults()}.
     *
     * @param value the limits
     * @return this builder
     */
    public Builder limits(TufLimits value) {
      limits = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets who hears of progress: a phase of roles, and one of the bytes of all targets.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder progress(ProgressListener listener) {
      progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets what stops the clone.
     *
     * @param token the token; it is asked once a file and once a block of a target
     * @return this builder
     */
    public Builder cancellation(CancellationToken token) {
      cancellation = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Sets which targets are copied. The default is all that clients can find.
     *
     * @param paths their paths
     * @return this builder
     */
    public Builder targets(Collection<TargetPath> paths) {
      wanted = Optional.of(List.copyOf(paths));
      return this;
    }

    /**
     * Sets the largest size of all targets together, counted before the first is fetched. The
     * default is no limit.
     *
     * @param bytes 0 or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxTotalBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes is " + bytes + ", expected 0 or more");
      }
      maxTotalBytes = bytes;
      return this;
    }

    /**
     * Accepts metadata that has expired, for example to rescue a repository that nobody renewed.
     * Unsafe: whoever serves it can hold back updates, and nobody notices.
     *
     * @return this builder
     */
    public Builder unsafeIgnoreExpiry() {
      freshness = Freshness.unsafeIgnoreExpiry();
      return this;
    }

    /**
     * Builds the clone; nothing is read or fetched yet.
     *
     * @return what makes clones
     */
    public RepositoryClone build() {
      return new RepositoryClone(this);
    }
  }
}
