// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.Hashes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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
public final class RepositoryEditor {
  /** The version of the specification that new metadata names. */
  static final String SPEC_VERSION = "1.0.34";

  private static final String TARGETS = "targets";

  private final MetadataDirectory metadata;
  private final TargetStore targets;
  private final EditorOptions options;
  private final SignerSet signers;
  private final Path directory;
  private RepositoryState state;
  private final Map<String, TargetsDraft> drafts = new LinkedHashMap<>();
  private final Map<String, String> delegators = new LinkedHashMap<>();
  private final Set<String> renewed = new LinkedHashSet<>();
  private Optional<RepositoryPolicy> policy;
  private boolean broken;
  private BeforeWrite beforeWrite = fileName -> {};

  private RepositoryEditor(
      Path directory,
      EditorOptions options,
      Collection<? extends Signer> signers,
      RepositoryState state,
      Optional<RepositoryPolicy> policy) {
    this.directory = directory;
    this.metadata = new MetadataDirectory(directory);
    this.targets = new TargetStore(directory, options.targetDigests());
    this.options = options;
    this.signers = new SignerSet(signers);
    this.state = state;
    this.policy = policy;
    startDrafts();
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

  private void startDrafts() {
    drafts.clear();
    delegators.clear();
    renewed.clear();
    List<String> pending = new ArrayList<>(List.of(TARGETS));
    for (int i = 0; i < pending.size(); i++) {
      String role = pending.get(i);
      TargetsDraft draft = new TargetsDraft(role, state.file(role).orElse(null));
      drafts.put(role, draft);
      for (String delegated : draft.delegatedRoles()) {
        delegators.put(delegated, role);
        pending.add(delegated);
      }
    }
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
    MetadataDirectory metadata = new MetadataDirectory(directory);
    if (!metadata.rootVersions().isEmpty()) {
      throw new StateConflictException(
          "REPOSITORY_EXISTS",
          "create",
          "there are root files in " + directory,
          "a directory without a repository, or opening this one");
    }
    metadata.create();
    return new RepositoryEditor(
        directory, options, signers, RepositoryState.empty(metadata), Optional.of(policy));
  }

  /**
   * Opens a published repository after verifying all metadata that clients can see: the chain of
   * roots, each signature threshold, version, length and digest; only expired metadata is accepted.
   * Target files are not read, see {@link #verifyTargets()}.
   *
   * @param directory where it is
   * @param options lifetimes, digests, and the root to trust
   * @param signers who signs; enough for the roles that will change
   * @return an editor of what is published
   * @throws dev.gantry.core.VerificationException if the metadata must not be trusted
   * @throws dev.gantry.core.UnsupportedFormatException if the repository uses what this editor does
   *     not handle: no consistent snapshots, succinct delegations, a role delegated to twice
   * @throws IOException if it cannot be read
   */
  public static RepositoryEditor open(
      Path directory, EditorOptions options, Collection<? extends Signer> signers)
      throws IOException {
    RepositoryState state = RepositoryState.read(new MetadataDirectory(directory), options);
    return new RepositoryEditor(directory, options, signers, state, Optional.empty());
  }

  /**
   * Adds a file as a target of the top-level role, or replaces one.
   *
   * @param path path of the target
   * @param file what to copy
   * @throws IOException if the file cannot be read or stored
   */
  public void addTarget(TargetPath path, Path file) throws IOException {
    addTarget(path, file, TargetOptions.defaults());
  }

  /**
   * Adds a file as a target, or replaces one.
   *
   * @param path path of the target
   * @param file what to copy or link
   * @param targetOptions role, custom data and placement
   * @throws IllegalArgumentException if there is no such role, it is not trusted with the path, or
   *     the custom data is not a JSON object without fractions, nested 60 deep at most
   * @throws IOException if the file cannot be read or stored
   */
  public void addTarget(TargetPath path, Path file, TargetOptions targetOptions)
      throws IOException {
    TargetsDraft draft = draftFor(targetOptions.role(), path);
    Optional<JsonNode> custom = custom(targetOptions);
    draft.put(path, targets.add(path, file, targetOptions.placement()), custom);
  }

  /**
   * Adds content as a target of the top-level role, or replaces one.
   *
   * @param path path of the target
   * @param content what it holds
   * @throws IOException if it cannot be stored
   */
  public void addTarget(TargetPath path, Bytes content) throws IOException {
    addTarget(path, content, TargetOptions.defaults());
  }

  /**
   * Adds content as a target, or replaces one.
   *
   * @param path path of the target
   * @param content what it holds
   * @param targetOptions role and custom data; the placement does not matter
   * @throws IllegalArgumentException if there is no such role, it is not trusted with the path, or
   *     the custom data is not a JSON object without fractions, nested 60 deep at most
   * @throws IOException if it cannot be stored
   */
  public void addTarget(TargetPath path, Bytes content, TargetOptions targetOptions)
      throws IOException {
    TargetsDraft draft = draftFor(targetOptions.role(), path);
    Optional<JsonNode> custom = custom(targetOptions);
    draft.put(path, targets.add(path, content), custom);
  }

  private static Optional<JsonNode> custom(TargetOptions targetOptions) throws IOException {
    if (targetOptions.customJson().isEmpty()) {
      return Optional.empty();
    }
    Bytes json = Bytes.of(targetOptions.customJson().get().getBytes(StandardCharsets.UTF_8));
    try {
      JsonNode custom = StrictJson.parse(json, "custom data");
      // As deep as it will be: in a file, below signed, targets and the entry of its target.
      JsonNode file = custom;
      for (int i = 0; i < 4; i++) {
        file = JsonNodeFactory.instance.arrayNode().add(file);
      }
      CanonicalJson.encode(file);
      if (custom.isObject()) {
        return Optional.of(custom);
      }
    } catch (MalformedDataException | LimitExceededException e) {
      throw new IllegalArgumentException("custom data: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("custom data is not a JSON object");
  }

  private TargetsDraft draftFor(String role) {
    requireUsable();
    TargetsDraft draft = drafts.get(role);
    if (draft == null) {
      throw new IllegalArgumentException("there is no targets role " + Text.quote(role));
    }
    return draft;
  }

  /** Returns the draft of a role that its delegators trust with a path, all the way up. */
  private TargetsDraft draftFor(String role, TargetPath path) {
    TargetsDraft draft = draftFor(role);
    String child = role;
    for (String parent = delegators.get(child);
        parent != null;
        child = parent, parent = delegators.get(child)) {
      if (!draftFor(parent).trusts(child, path)) {
        throw new IllegalArgumentException(
            parent + " does not trust " + child + " with " + Text.quote(path.value()));
      }
    }
    return draft;
  }

  private void requireUsable() {
    if (broken) {
      throw new IllegalStateException("a publication failed half-way; open the repository again");
    }
  }

  /**
   * Removes a target from the top-level role; its file stays.
   *
   * @param path path of the target
   * @return whether it was there
   */
  public boolean removeTarget(TargetPath path) {
    return removeTarget(TARGETS, path);
  }

  /**
   * Removes a target from a role; its file stays.
   *
   * @param role {@code targets} or a delegated role
   * @param path path of the target
   * @return whether it was there
   * @throws IllegalArgumentException if there is no such role
   */
  public boolean removeTarget(String role, TargetPath path) {
    return draftFor(role).remove(path);
  }

  /**
   * Returns the targets that a role lists now.
   *
   * @param role {@code targets} or a delegated role
   * @return their paths, sorted
   * @throws IllegalArgumentException if there is no such role
   */
  public List<TargetPath> targetPaths(String role) {
    return List.copyOf(draftFor(role).paths());
  }

  /**
   * Delegates from the top-level role; a delegation to the same role is replaced, and keeps its
   * priority and targets.
   *
   * @param delegation to whom, and for what
   */
  public void delegate(Delegation delegation) {
    delegate(TARGETS, delegation);
  }

  /**
   * Delegates from a role; a delegation to the same role is replaced, and keeps its priority and
   * targets.
   *
   * @param delegator {@code targets} or a delegated role
   * @param delegation to whom, and for what
   * @throws IllegalArgumentException if there is no such delegator, or another role delegates to
   *     the same role already
   */
  public void delegate(String delegator, Delegation delegation) {
    TargetsDraft draft = draftFor(delegator);
    String other = delegators.get(delegation.name());
    if (other != null && !other.equals(delegator)) {
      throw new IllegalArgumentException(other + " delegates to " + delegation.name() + " already");
    }
    draft.delegate(delegation);
    delegators.put(delegation.name(), delegator);
    if (!drafts.containsKey(delegation.name())) {
      drafts.put(delegation.name(), new TargetsDraft(delegation.name(), null));
    }
  }

  /**
   * Takes a delegation back, and those that the role made itself. Snapshots go on listing the last
   * metadata of these roles, since clients refuse a snapshot that drops one.
   *
   * @param role the delegated role
   * @throws IllegalArgumentException if nobody delegates to it
   */
  public void undelegate(String role) {
    requireUsable();
    String delegator = delegators.get(role);
    if (delegator == null) {
      throw new IllegalArgumentException("nobody delegates to " + Text.quote(role));
    }
    List<String> gone = new ArrayList<>(List.of(role));
    for (int i = 0; i < gone.size(); i++) {
      gone.addAll(draftFor(gone.get(i)).delegatedRoles());
    }
    draftFor(delegator).undelegate(role);
    gone.forEach(
        name -> {
          drafts.remove(name);
          delegators.remove(name);
        });
  }

  /**
   * Replaces keys and thresholds of the top-level roles with the next publication. It takes signers
   * for the thresholds of both the old and the new root role. Metadata of roles that get new keys
   * is signed again; where signers for the old keys are at hand too, it is signed with both, so
   * that clients can read the repository at each moment of the change.
   *
   * @param next the whole new policy
   */
  public void rotateRoot(RepositoryPolicy next) {
    requireUsable();
    policy = Optional.of(Objects.requireNonNull(next, "next"));
  }

  /**
   * Signs a role again with the next publication, to extend its life, even if it does not change.
   *
   * @param role {@code root}, {@code targets}, {@code snapshot} or a delegated role
   * @throws IllegalArgumentException if there is no such role
   */
  public void renew(String role) {
    requireUsable();
    if (!drafts.containsKey(role) && !role.equals("root") && !role.equals("snapshot")) {
      throw new IllegalArgumentException("there is no role " + Text.quote(role) + " to renew");
    }
    renewed.add(role);
  }

  /**
   * Signs what changed and makes it visible. A crash at any moment leaves the old repository
   * readable, or the new one. Signers are checked before anything is signed, and everything is
   * signed, and read back as clients do, before anything is written.
   *
   * @param now the time of signing, which sets the expiry of what is signed
   * @return the versions, and which files were written: none if nothing changed
   * @throws IllegalArgumentException if something would expire after the year 9999
   * @throws LimitExceededException if a file would exceed what is read
   * @throws InsufficientSignersException if the threshold of a role cannot be met
   * @throws StateConflictException if somebody else published meanwhile, or is just doing so, or a
   *     role has the highest version there is
   * @throws IOException if signing or writing fails
   */
  public PublishedRepository publish(Instant now) throws IOException {
    return publish(now, renewed);
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
    if (publication(now, renewed).isNeeded(policy)) {
      throw new IllegalStateException("there are changes that are not published");
    }
    return publish(now, Set.of("timestamp"));
  }

  private Publication publication(Instant now, Set<String> renew) {
    return new Publication(state, drafts, delegators, renew, options.lifetimes(), signers, now);
  }

  private PublishedRepository publish(Instant now, Set<String> renew) throws IOException {
    requireUsable();
    Publication.Result result = publication(now, renew).prepare(policy);
    if (!result.files().isEmpty()) {
      String written = write(result);
      beforeWrite.unlocked();
      accept(result, written);
    }
    return new PublishedRepository(
        version(state.root()),
        version(state.files().get(TARGETS)),
        version(state.files().get("snapshot")),
        version(state.files().get("timestamp")),
        List.copyOf(result.files().keySet()));
  }

  private static long version(@Nullable SignedFile file) throws IOException {
    return Objects.requireNonNull(file).version();
  }

  /** Writes all files and returns the fingerprint of just these, before others may add to them. */
  private String write(Publication.Result result) throws IOException {
    try (Closeable lock = metadata.lock()) {
      Objects.requireNonNull(lock);
      String found = metadata.fingerprint();
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
        metadata.write(file.getKey(), file.getValue());
      }
      String written = metadata.fingerprint();
      broken = false;
      return written;
    }
  }

  private void accept(Publication.Result result, String fingerprint) {
    Map<String, SignedFile> files = new LinkedHashMap<>(state.files());
    files.putAll(result.fresh());
    SignedFile root = files.remove("root");
    state = new RepositoryState(fingerprint, root == null ? state.root() : root, Map.copyOf(files));
    policy = Optional.empty();
    startDrafts();
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

  /**
   * Reads every listed target file and compares length and digests.
   *
   * @throws LengthMismatchException if one has another length
   * @throws DigestMismatchException if one has another digest
   * @throws StateConflictException if one is not there
   * @throws IOException if one cannot be read
   */
  public void verifyTargets() throws IOException {
    requireUsable();
    for (TargetsDraft draft : drafts.values()) {
      for (TargetPath path : draft.paths()) {
        Fields entry = Fields.of(draft.entry(path).orElse(null), draft.role(), path.value());
        long length = entry.integer("length", 0, Long.MAX_VALUE);
        for (Digest digest : Hashes.parse(entry.object("hashes"))) {
          verifyTarget(path, length, digest);
        }
      }
    }
  }

  private void verifyTarget(TargetPath path, long length, Digest digest) throws IOException {
    Optional<Path> file = targets.find(path, digest);
    if (file.isEmpty()) {
      throw new StateConflictException(
          "TARGET_FILE_MISSING",
          "verifying the targets",
          "there is no file for " + path.value() + " with " + digest,
          "a plain file");
    }
    if (Files.size(file.get()) != length) {
      throw new LengthMismatchException(path.value(), length, Files.size(file.get()));
    }
    try (InputStream in = Files.newInputStream(file.get());
        DigestInputStream hashing =
            new DigestInputStream(in, digest.algorithm().newMessageDigest())) {
      hashing.transferTo(OutputStream.nullOutputStream());
      Digest found = new Digest(digest.algorithm(), Bytes.of(hashing.getMessageDigest().digest()));
      if (!found.equals(digest)) {
        throw new DigestMismatchException(path.value(), digest, found);
      }
    }
  }
}
