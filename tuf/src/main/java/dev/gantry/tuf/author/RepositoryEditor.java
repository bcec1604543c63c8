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
import java.util.Collections;
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
  private BeforeWrite beforeWrite = fileName -> {};

  private RepositoryEditor(
      Path directory,
      EditorOptions options,
      Collection<? extends Signer> signers,
      RepositoryState state)
      throws IOException {
    super(new TargetStore(directory, options.targetDigests()), state);
    this.directory = directory;
    this.metadata = state.directory();
    this.options = options;
    this.signers = new SignerSet(signers);
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

  /**
   * Starts a repository with a root that was made and signed apart. Nothing but target files is
   * written before it is published.
   *
   * @param directory where it shall be; made if it is not there
   * @param rootFile the root file, of any version, which clients will be given
   * @param options lifetimes and digests
   * @param signers who signs the other roles
   * @return an editor with no targets
   * @throws StateConflictException if there is a repository already
   * @throws dev.gantry.core.VerificationException if the root is not signed by its own threshold
   * @throws IOException if the root is malformed or the directory cannot be used
   */
  public static RepositoryEditor create(
      Path directory, Bytes rootFile, EditorOptions options, Collection<? extends Signer> signers)
      throws IOException {
    RepositoryEditor editor = start(directory, options, signers);
    editor.adoptRoot(rootFile);
    return editor;
  }

  /**
   * Starts a repository that says what another one says, under another root: targets, delegations
   * and versions go on; delegated roles stay as they were signed, unless they have changes or other
   * keys that are not published yet. Nothing but target files is written before it is published.
   *
   * @param source the other repository; its changes that are not published count
   * @param directory where the new one shall be
   * @param rootFile the root of the new one, made and signed apart
   * @param options lifetimes and digests
   * @param signers who signs targets, snapshot, timestamp and the delegated roles with changes
   * @return an editor of the new repository
   * @throws StateConflictException if there is a repository in the directory already
   * @throws dev.gantry.core.VerificationException if the root is not signed by its own threshold
   * @throws IOException if something cannot be read or written
   */
  public static RepositoryEditor transfer(
      RepositoryEditor source,
      Path directory,
      Bytes rootFile,
      EditorOptions options,
      Collection<? extends Signer> signers)
      throws IOException {
    RepositoryEditor editor = create(directory, rootFile, options, signers);
    new RepositoryTransfer(source, editor).run();
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
   *     file that others signed, cannot be; {@code TARGET_FILE_MISSING} if there is no file for a
   *     target that is new, {@code PATH_REFUSED} if its role is not trusted with it, {@code
   *     ROLE_MISSING} if there is a new delegation to a role without metadata
   * @throws dev.gantry.core.VerificationException if a role that was imported lacks signatures of
   *     the keys that it has now, or a file for a target that is new has another length
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
    return write(publication(listing, NO_RENEWAL, now).sign(), tree);
  }

  private Publication publication(PendingChanges asked, ExpiryPolicy expiry, Instant now)
      throws IOException {
    return publication(asked, expiry, now, tree, Map.of());
  }

  private Publication publication(
      PendingChanges asked,
      ExpiryPolicy expiry,
      Instant now,
      RoleTree roles,
      Map<String, DocumentSigner.Given> given)
      throws IOException {
    DocumentTerms terms = new DocumentTerms(state, asked, expiry, now);
    return new Publication(state, roles, asked, terms, new DocumentSigner(signers, given));
  }

  /**
   * Makes a publication of the documents of a bundle; changes of this editor must be the same, and
   * stay as they are.
   */
  private Publication publication(Instant now, SigningBundle bundle) throws IOException {
    requireUsable();
    PendingChanges asked = new PendingChanges(changes);
    boolean edited = tree.drafts().stream().anyMatch(TargetsDraft::isEdited);
    RoleTree roles = edited ? tree : new RoleTree(state);
    Map<String, DocumentSigner.Given> given =
        BundleAdoption.adopt(bundle, state, roles, asked, !edited);
    return publication(asked, options.expiry(), now, roles, given);
  }

  /**
   * Tells what {@link #publish(Instant)} would do; nothing is signed or written.
   *
   * @param now the time of signing
   * @return files, versions, expiries, missing signers, and changes of targets
   * @throws IllegalArgumentException if something would expire after the year 9999
   * @throws StateConflictException if a version or expiry that was asked for cannot be
   * @throws IOException if metadata cannot be read
   */
  public PublicationPlan plan(Instant now) throws IOException {
    requireUsable();
    DocumentTerms terms = new DocumentTerms(state, changes, options.expiry(), now);
    DocumentSigner signer = new DocumentSigner(signers, Map.of());
    return new Planner(state, tree, terms, signer)
        .plan(new Publication(state, tree, changes, terms, signer));
  }

  /**
   * Marks every role, bins included, that is due by the {@link ExpiryPolicy} to be signed again
   * with the next publication, which then fails if signers are missing.
   *
   * @param now the time
   * @return the roles, without the timestamp, which every publication renews
   * @throws IOException if a bin cannot be read or verified
   */
  public Set<String> renewDue(Instant now) throws IOException {
    requireUsable();
    tree.loadAll();
    DocumentTerms terms = new DocumentTerms(state, changes, options.expiry(), now);
    DocumentSigner signer = new DocumentSigner(signers, Map.of());
    Set<String> due = new Planner(state, tree, terms, signer).due();
    changes.renewed().addAll(due);
    due.remove("timestamp");
    return Collections.unmodifiableSet(due);
  }

  /**
   * Works out the documents that signers elsewhere must sign, with the signatures of those at hand.
   * The first round has root, targets and delegated roles; the snapshot lists their digests, and
   * the timestamp that of the snapshot, so that their turn comes once a bundle with all before them
   * is signed. Nothing is written but target files, which were stored when they were added.
   *
   * @param now the time of signing
   * @return the documents; without any if there is nothing to publish
   * @throws LimitExceededException if they are more than a bundle holds, for example many bins
   * @throws StateConflictException if a version or expiry that was asked for cannot be
   * @throws IOException if signing fails or metadata cannot be read
   */
  public SigningBundle prepare(Instant now) throws IOException {
    requireUsable();
    return BundleMaker.make(publication(changes, options.expiry(), now));
  }

  /**
   * Works out the next round for a bundle: the same documents, and those that can be made now. Only
   * what is added is signed here: the bundle may come from anywhere, so that its documents want
   * {@link SigningBundle#sign} of somebody who looked at them.
   *
   * @param now the time of signing of what is added
   * @param bundle a bundle that was made from this state of the repository, by whatever editor
   * @return the bundle, with more documents if all that it had are signed
   * @throws StateConflictException {@code BUNDLE_DIFFERS} if it was made from another state, or
   *     this editor has other changes
   * @throws IOException if signing fails or metadata cannot be read
   */
  public SigningBundle prepare(Instant now, SigningBundle bundle) throws IOException {
    return BundleMaker.make(publication(now, bundle));
  }

  /**
   * Publishes the documents of a bundle, and what follows from them. Who must have signed is worked
   * out from the repository, whatever the bundle claims; the signers of this editor sign what is
   * not in it, and nothing that is.
   *
   * @param now the time of signing of what is not in the bundle
   * @param bundle a bundle that was made from this state of the repository, by whatever editor
   * @return the versions, and which files were written
   * @throws InsufficientSignersException if signatures are missing
   * @throws StateConflictException {@code BUNDLE_DIFFERS} if it was made from another state, or
   *     this editor has other changes; as for {@link #publish(Instant)} otherwise
   * @throws IOException if signing or writing fails
   */
  public PublishedRepository publish(Instant now, SigningBundle bundle) throws IOException {
    Publication publication = publication(now, bundle);
    return write(publication.sign(), publication.tree());
  }

  private PublishedRepository publish(Instant now, PendingChanges asked) throws IOException {
    requireUsable();
    return write(publication(asked, options.expiry(), now).sign(), tree);
  }

  private PublishedRepository write(Publication.Result result, RoleTree published)
      throws IOException {
    if (!result.files().isEmpty()) {
      String written = writeFiles(result, published);
      tree = published;
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
  private String writeFiles(Publication.Result result, RoleTree published) throws IOException {
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
      // Under the lock: a clean-up might take files that nothing published refers to yet.
      new FreshRoles(state, published, result.fresh()).require(targets);
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
