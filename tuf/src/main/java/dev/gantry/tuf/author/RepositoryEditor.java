// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.StateConflictException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates a TUF repository in a directory, changes it and publishes it (specification 1.0, with
 * consistent snapshots).
 *
 * <p>Metadata is {@code metadata/N.root.json}, {@code N.targets.json}, {@code N.ROLE.json}, {@code
 * N.snapshot.json} and {@code timestamp.json}; targets are {@code targets/DIR/HASH.FILE}. Target
 * files are stored when they are added; everything else waits for {@link #publish}. Equal input and
 * deterministic signers make equal bytes. Old metadata and files of removed targets stay, since
 * clients may be reading them.
 *
 * <p>Not thread-safe. Several editors may have one repository open: the first to publish wins, the
 * others are refused.
 */
public final class RepositoryEditor extends RepositoryEdits {
  /** The version of the specification that new metadata names. */
  static final String SPEC_VERSION = "1.0.34";

  private static final ExpiryPolicy NO_RENEWAL = ExpiryPolicy.of(RoleLifetimes.DEFAULT);

  /** Files that list others, and the root, which changes how all of them are judged. */
  private static final Pattern LISTINGS =
      Pattern.compile("timestamp\\.json|[0-9]+\\.(snapshot|root)\\.json");

  private final MetadataDirectory metadata;
  private final EditorOptions options;
  private final SignerSet signers;
  private final Path directory;
  private RepositoryState state;
  private BeforeWrite beforeWrite = fileName -> {};

  private RepositoryEditor(
      Path directory,
      EditorOptions options,
      Collection<? extends Signer> signers,
      RepositoryState state)
      throws IOException {
    super(new TargetStore(directory, options.targetDigests()), new RoleTree(state));
    this.directory = directory;
    this.metadata = state.directory();
    this.options = options;
    this.signers = new SignerSet(signers);
    this.state = state;
  }

  /** Lets a test fail between two writes, or let others in right after the last. */
  @FunctionalInterface
  interface BeforeWrite {
    void write(String fileName) throws IOException;

    default void unlocked() throws IOException {}
  }

  void beforeWrite(BeforeWrite hook) {
    this.beforeWrite = hook;
  }

  /**
   * Starts a repository. Nothing but target files is written before it is published.
   *
   * @param directory where it shall be; made if it is not there
   * @param policy keys and thresholds of the top-level roles
   * @param options lifetimes and digests
   * @param signers who signs; at least enough to meet each threshold
   * @return an editor with no targets
   * @throws StateConflictException if there is a repository already
   * @throws IOException if the directory cannot be used
   */
  public static RepositoryEditor create(
      Path directory,
      RepositoryPolicy policy,
      EditorOptions options,
      Collection<? extends Signer> signers)
      throws IOException {
    RepositoryEditor editor = start(directory, options, signers);
    editor.changes.policy(policy);
    return editor;
  }

  private static RepositoryEditor start(
      Path directory, EditorOptions options, Collection<? extends Signer> signers)
      throws IOException {
    MetadataDirectory metadata = new MetadataDirectory(directory);
    if (!metadata.rootVersions().isEmpty()) {
      throw new StateConflictException(
          "REPOSITORY_EXISTS",
          "create",
          "there are root files in " + directory,
          "a directory without a repository, or opening this one");
    }
    metadata.create();
    return new RepositoryEditor(directory, options, signers, RepositoryState.empty(metadata));
  }

  /**
   * Opens a published repository after verifying all metadata that clients can see: the chain of
   * roots, each signature threshold, version, length and digest; only expired metadata is accepted.
   * Bins of succinct delegations are read and verified when they are first asked for, so that
   * thousands of them cost nothing, or all at once by {@link #verifyRoles()}. Target files are not
   * read, see {@link #verifyTargets()}.
   *
   * @param directory where it is
   * @param options lifetimes, digests, and the root to trust
   * @param signers who signs; enough for the roles that will change
   * @return an editor of what is published
   * @throws dev.gantry.core.VerificationException if the metadata must not be trusted
   * @throws dev.gantry.core.UnsupportedFormatException if the repository uses what this editor does
   *     not handle: no consistent snapshots, role names that are no plain file names
   * @throws IOException if it cannot be read
   */
  public static RepositoryEditor open(
      Path directory, EditorOptions options, Collection<? extends Signer> signers)
      throws IOException {
    RepositoryState state = RepositoryState.read(new MetadataDirectory(directory), options);
    return new RepositoryEditor(directory, options, signers, state);
  }

  /**
   * Signs what changed and makes it visible. A crash at any moment leaves the old repository
   * readable, or the new one. Roles that are due by the {@link ExpiryPolicy} are renewed too, where
   * there are signers for them. Signers are checked before anything is signed, and everything is
   * signed, and read back as clients do, before anything is written.
   *
   * @param now the time of signing, which sets the expiry of what is signed
   * @return the versions, and which files were written: none if nothing changed
   * @throws IllegalArgumentException if something would expire after the year 9999
   * @throws LimitExceededException if a file would exceed what is read
   * @throws InsufficientSignersException if the threshold of a role cannot be met
   * @throws StateConflictException if somebody else published meanwhile, or is just doing so, a
   *     role has the highest version there is, or a version or expiry that was asked for, or of a
   *     file that others signed, cannot be
   * @throws IOException if signing or writing fails
   */
  public PublishedRepository publish(Instant now) throws IOException {
    return publish(now, changes);
  }

  /**
   * Signs the timestamp again and makes it visible; only a signer for that role is needed.
   *
   * @param now the time of signing
   * @return the versions, and the one file that was written
   * @throws IllegalStateException if there are changes that are not published
   * @throws InsufficientSignersException if the threshold of the timestamp role cannot be met
   * @throws StateConflictException if somebody else published meanwhile, or is just doing so
   * @throws IOException if signing or writing fails
   */
  public PublishedRepository refreshTimestamp(Instant now) throws IOException {
    requireUsable();
    return publishListing(now, "timestamp");
  }

  /**
   * Signs the snapshot and the timestamp again and makes them visible; only signers for these roles
   * are needed.
   *
   * @param now the time of signing
   * @return the versions, and the two files that were written
   * @throws IllegalStateException if there are changes that are not published
   * @throws InsufficientSignersException if a threshold cannot be met
   * @throws StateConflictException if somebody else published meanwhile, or is just doing so
   * @throws IOException if signing or writing fails
   */
  public PublishedRepository refreshSnapshot(Instant now) throws IOException {
    return publishListing(now, "snapshot");
  }

  private PublishedRepository publishListing(Instant now, String role) throws IOException {
    requireUsable();
    PendingChanges only = new PendingChanges(changes);
    only.versions().keySet().remove(role);
    only.expiries().keySet().remove(role);
    if (state.root() == null || publication(only, NO_RENEWAL, now).isNeeded()) {
      throw new IllegalStateException("there are changes that are not published");
    }
    PendingChanges listing = new PendingChanges(changes);
    listing.renewed().add(role);
    return write(publication(listing, NO_RENEWAL, now).sign());
  }

  private Publication publication(PendingChanges asked, ExpiryPolicy expiry, Instant now)
      throws IOException {
    DocumentTerms terms = new DocumentTerms(state, asked, expiry, now);
    return new Publication(state, tree, asked, terms, new DocumentSigner(signers, Map.of()));
  }

  private PublishedRepository publish(Instant now, PendingChanges asked) throws IOException {
    requireUsable();
    return write(publication(asked, options.expiry(), now).sign());
  }

  private PublishedRepository write(Publication.Result result) throws IOException {
    if (!result.files().isEmpty()) {
      String written = writeFiles(result);
      beforeWrite.unlocked();
      accept(result, written);
    }
    return new PublishedRepository(
        version(state.root()),
        version(state.file(TARGETS).orElse(null)),
        version(state.file("snapshot").orElse(null)),
        version(state.file("timestamp").orElse(null)),
        List.copyOf(result.files().keySet()));
  }

  private static long version(@Nullable SignedFile file) throws IOException {
    return Objects.requireNonNull(file).version();
  }

  /** Writes all files and returns the fingerprint of just these, before others may add to them. */
  private String writeFiles(Publication.Result result) throws IOException {
    SignedFile root = state.root();
    long newestRoot = root == null ? 0 : root.version();
    try (Closeable lock = metadata.lock()) {
      Objects.requireNonNull(lock);
      String found = newestRoot == 0 ? metadata.fingerprint() : metadata.fingerprint(newestRoot);
      if (!found.equals(state.fingerprint())) {
        throw new StateConflictException(
            "REPOSITORY_CHANGED",
            "publish",
            found,
            state.fingerprint() + ", as when the editor opened; open it again");
      }
      broken = true;
      for (Map.Entry<String, Bytes> file : result.files().entrySet()) {
        beforeWrite.write(file.getKey());
        if (LISTINGS.matcher(file.getKey()).matches()) {
          // What it lists is there for good.
          metadata.force();
        }
        metadata.write(file.getKey(), file.getValue());
      }
      metadata.force();
      SignedFile freshRoot = result.fresh().get("root");
      String written = metadata.fingerprint(freshRoot == null ? newestRoot : freshRoot.version());
      broken = false;
      return written;
    }
  }

  private void accept(Publication.Result result, String fingerprint) throws IOException {
    Set<String> keep = tree.withoutBins();
    Map<String, SignedFile> files = new HashMap<>();
    for (TargetsDraft draft : tree.drafts()) {
      draft.base().ifPresent(file -> files.put(draft.role(), file));
    }
    files.putAll(result.fresh());
    state = state.after(fingerprint, files, keep);
    changes.clear();
    tree = new RoleTree(state);
  }

  /**
   * Returns the newest published root file, which clients need to begin with.
   *
   * @return the whole file
   * @throws IllegalStateException if nothing was published
   */
  public Bytes rootFile() {
    SignedFile root = state.root();
    if (root == null) {
      throw new IllegalStateException("nothing was published");
    }
    return root.bytes();
  }

  /**
   * Returns where the repository is.
   *
   * @return the directory with {@code metadata} and {@code targets}
   */
  public Path directory() {
    return directory;
  }
}
