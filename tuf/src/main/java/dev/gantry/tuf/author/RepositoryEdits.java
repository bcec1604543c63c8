// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What {@link RepositoryEditor} does before anything is published: changes of targets, delegations
 * and keys, all in memory but for target files.
 */
abstract sealed class RepositoryEdits permits RepositoryEditor {
  static final String TARGETS = RoleTree.TARGETS;

  final TargetStore targets;
  final PendingChanges changes = new PendingChanges();
  RepositoryState state;
  RoleTree tree;
  boolean broken;

  RepositoryEdits(TargetStore targets, RepositoryState state) throws IOException {
    this.targets = targets;
    this.state = state;
    this.tree = new RoleTree(state);
  }

  /**
   * Adds a file as a target of the top-level role, or replaces one.
   *
   * @param path path of the target
   * @param file what to copy
   * @throws IOException if the file cannot be read or stored
   */
  public final void addTarget(TargetPath path, Path file) throws IOException {
    addTarget(path, file, TargetOptions.defaults());
  }

  /**
   * Adds a file as a target, or replaces one.
   *
   * @param path path of the target
   * @param file what to copy or link
   * @param targetOptions role, custom data and placement
   * @throws IllegalArgumentException if there is no such role, it is not trusted with the path, a
   *     terminating delegation ends the search for it before, or the custom data is not a JSON
   *     object without fractions, nested 60 deep at most
   * @throws IOException if the file cannot be read or stored
   */
  public final void addTarget(TargetPath path, Path file, TargetOptions targetOptions)
      throws IOException {
    TargetsDraft draft = draftFor(targetOptions, path);
    Optional<JsonNode> custom = CustomData.parse(targetOptions.customJson());
    draft.put(path, targets.add(path, file, targetOptions.placement()), custom);
  }

  /**
   * Adds content as a target of the top-level role, or replaces one.
   *
   * @param path path of the target
   * @param content what it holds
   * @throws IOException if it cannot be stored
   */
  public final void addTarget(TargetPath path, Bytes content) throws IOException {
    addTarget(path, content, TargetOptions.defaults());
  }

  /**
   * Adds content as a target, or replaces one.
   *
   * @param path path of the target
   * @param content what it holds
   * @param targetOptions role and custom data; the placement does not matter
   * @throws IllegalArgumentException if there is no such role, it is not trusted with the path, a
   *     terminating delegation ends the search for it before, or the custom data is not a JSON
   *     object without fractions, nested 60 deep at most
   * @throws IOException if it cannot be stored
   */
  public final void addTarget(TargetPath path, Bytes content, TargetOptions targetOptions)
      throws IOException {
    TargetsDraft draft = draftFor(targetOptions, path);
    Optional<JsonNode> custom = CustomData.parse(targetOptions.customJson());
    draft.put(path, targets.add(path, content), custom);
  }

  /**
   * Adds all files below a directory as targets, under their relative paths.
   *
   * @param directory where they are
   * @param how role, prefix, links, and what to do with paths that are listed already
   * @return what became of the files
   * @throws IllegalArgumentException if there is no such role, it is not trusted with a path, or a
   *     terminating delegation ends the search for one before
   * @throws StateConflictException {@code TARGET_EXISTS} if a path is listed with other content and
   *     that shall fail, {@code TARGET_NAME} if a name is no target path; nothing is listed then
   * @throws IOException if a file cannot be read or stored
   */
  public final ImportedTargets addTargets(Path directory, DirectoryImportOptions how)
      throws IOException {
    requireUsable();
    DirectoryImport found = DirectoryImport.of(directory, how);
    Optional<JsonNode> custom = CustomData.parse(how.targetOptions().customJson());
    NavigableMap<TargetPath, TargetsDraft> drafts = new TreeMap<>();
    for (TargetPath path : found.files().keySet()) {
      drafts.put(path, draftFor(how.targetOptions(), path));
    }
    List<TargetPath> skipped = new ArrayList<>();
    if (how.existing() != ExistingTarget.REPLACE) {
      for (Map.Entry<TargetPath, Path> file : found.files().entrySet()) {
        TargetsDraft draft = Objects.requireNonNull(drafts.get(file.getKey()));
        if (draft.entry(file.getKey()).isPresent()
            && !draft.lists(file.getKey(), targets.digest(file.getValue()), custom)) {
          skipped.add(file.getKey());
        }
      }
      if (how.existing() == ExistingTarget.FAIL && !skipped.isEmpty()) {
        throw new StateConflictException(
            "TARGET_EXISTS",
            "adding the files of " + directory,
            Text.quote(skipped.get(0).value()) + " is listed with other content",
            "paths that are new");
      }
      skipped.forEach(found.files()::remove);
    }
    Map<TargetPath, TargetStore.Stored> stored = found.store(found.files(), targets);
    for (Map.Entry<TargetPath, TargetStore.Stored> target : stored.entrySet()) {
      TargetsDraft draft = Objects.requireNonNull(drafts.get(target.getKey()));
      draft.put(target.getKey(), target.getValue(), custom);
    }
    return new ImportedTargets(List.copyOf(stored.keySet()), skipped, found.passedOver());
  }

  /**
   * Stores the file of a target that a role lists already, for example one that was imported.
   *
   * @param role {@code targets}, a delegated role, or the prefix of bins
   * @param path path of the target
   * @param file what to copy
   * @throws IllegalArgumentException if there is no such role, or it does not list the path
   * @throws dev.gantry.core.VerificationException if length or digest are not those listed
   * @throws IOException if the file cannot be read or stored
   */
  public final void storeTarget(String role, TargetPath path, Path file) throws IOException {
    TargetsDraft draft = draftFor(tree.resolve(role, path));
    if (draft.entry(path).isEmpty()) {
      throw new IllegalArgumentException(role + " does not list " + Text.quote(path.value()));
    }
    new TargetVerifier(targets).store(draft, path, file);
  }

  /**
   * Takes in the metadata of a delegated role that was signed apart, see {@link RoleDocument}. It
   * is published byte for byte. The files of its targets must be there by then, see {@link
   * #storeTarget}, and metadata of the roles to which it delegates.
   *
   * @param role the delegated role
   * @param file the whole file
   * @throws IllegalArgumentException if nobody delegates to the role
   * @throws dev.gantry.core.VerificationException if too few of the keys have signed that the
   *     delegators name
   * @throws StateConflictException {@code VERSION_REFUSED} if the version is not higher than what
   *     is published, {@code PATH_REFUSED} if it lists a target that it is not trusted with
   * @throws IOException if the file is malformed, or uses what this editor does not handle
   */
  public final void importRole(String role, Bytes file) throws IOException {
    TargetsDraft draft = draftFor(role);
    if (role.equals(TARGETS)) {
      throw new IllegalArgumentException("the top-level role is not imported, but prepared");
    }
    new RoleImport(state, tree).run(draft, file);
  }

  /**
   * Hands out what is published of a delegated role, to be edited apart.
   *
   * @param role the delegated role
   * @return the document with its signatures
   * @throws IllegalArgumentException if there is no such role, or nothing of it is published
   * @throws IOException if it is a bin that cannot be read or verified
   */
  public final RoleDocument exportRole(String role) throws IOException {
    Optional<SignedFile> file = draftFor(role).base();
    if (file.isEmpty()) {
      throw new IllegalArgumentException("nothing is published of " + Text.quote(role));
    }
    return RoleDocument.parse(role, file.get().bytes());
  }

  /**
   * Takes over a root that was made and signed apart; the next publication signs again what has
   * other keys then.
   *
   * @param rootFile the whole file, one version above the published one, signed by the thresholds
   *     of both
   * @throws dev.gantry.core.VerificationException if a threshold is not met, or the version is
   *     another
   * @throws dev.gantry.core.UnsupportedFormatException if it has no consistent snapshots, or a
   *     version of more than 18 digits
   * @throws IOException if the file is malformed
   */
  public final void adoptRoot(Bytes rootFile) throws IOException {
    requireUsable();
    SignedFile next = SignedFile.parse(rootFile, "new root", "root");
    SignedFile current = state.root();
    if (current != null) {
      RepositoryState.requireRoot(next, current);
      RepositoryState.requireVersion("root", next, current.version() + 1, "5.3.5");
    }
    RepositoryState.requireRoot(next, next);
    RootDraft.requireUsable(next.signed());
    changes.adoptRoot(next);
  }

  private TargetsDraft draftFor(String role) throws IOException {
    requireUsable();
    return tree.draft(role);
  }

  /** Returns the draft of a role that its delegators trust with a path, all the way up. */
  private TargetsDraft draftFor(TargetOptions targetOptions, TargetPath path) throws IOException {
    requireUsable();
    String role =
        targetOptions.isRouted() ? tree.routed(path) : tree.resolve(targetOptions.role(), path);
    TargetsDraft draft = tree.draft(role);
    if (!tree.trusts(role, path)) {
      throw new IllegalArgumentException(
          "no chain of delegations trusts " + role + " with " + Text.quote(path.value()));
    }
    if (!tree.reaches(role, path)) {
      throw new IllegalArgumentException(
          "a terminating delegation ends the search for "
              + Text.quote(path.value())
              + " before "
              + role);
    }
    return draft;
  }

  final void requireUsable() {
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
  public final boolean removeTarget(TargetPath path) {
    return removeTarget(TARGETS, path);
  }

  /**
   * Removes a target from a role; its file stays.
   *
   * @param role {@code targets}, a delegated role, or the prefix of bins
   * @param path path of the target
   * @return whether it was there
   * @throws IllegalArgumentException if there is no such role
   * @throws UncheckedIOException if the role is a bin that cannot be read or verified
   */
  public final boolean removeTarget(String role, TargetPath path) {
    try {
      return draftFor(tree.resolve(role, path)).remove(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the targets that a role lists now.
   *
   * @param role {@code targets} or a delegated role
   * @return their paths, sorted
   * @throws IllegalArgumentException if there is no such role
   * @throws UncheckedIOException if the role is a bin that cannot be read or verified
   */
  public final List<TargetPath> targetPaths(String role) {
    try {
      return List.copyOf(draftFor(role).paths());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Delegates from the top-level role; a delegation to the same role is replaced, and keeps its
   * priority and targets.
   *
   * @param delegation to whom, and for what
   */
  public final void delegate(Delegation delegation) {
    delegate(TARGETS, delegation);
  }

  /**
   * Delegates from a role; a delegation to the same role is replaced, and keeps its priority and
   * targets.
   *
   * @param delegator {@code targets} or a delegated role
   * @param delegation to whom, and for what
   * @throws IllegalArgumentException if there is no such delegator, it has bins, or another role
   *     delegates to the same role already
   * @throws UncheckedIOException if the delegator is a bin that cannot be read or verified
   */
  public final void delegate(String delegator, Delegation delegation) {
    try {
      delegateAll(delegator, List.of(delegation));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Delegates from a role to several others, for example to the bins of {@link
   * Delegation#hashBins}.
   *
   * @param delegator {@code targets} or a delegated role
   * @param delegations to whom, and for what
   * @throws IllegalArgumentException if there is no such delegator, it has bins, or another role
   *     delegates to one of the roles already
   * @throws IOException if a role cannot be read or verified
   */
  public final void delegateAll(String delegator, Collection<Delegation> delegations)
      throws IOException {
    requireUsable();
    tree.delegate(delegator, List.copyOf(delegations));
  }

  /**
   * Delegates all that a role does not list itself to bins (TAP 15), which are made with the next
   * publication. Bins of the same prefix and number that are there stay, and are signed again if
   * their keys change.
   *
   * @param delegator {@code targets} or a delegated role
   * @param bins the bins
   * @throws IllegalArgumentException if there is no such delegator, or it delegates to roles
   * @throws LimitExceededException if there would be more than 65,536 bins
   * @throws IOException if a role cannot be read or verified
   */
  public final void delegateSuccinct(String delegator, SuccinctDelegation bins) throws IOException {
    requireUsable();
    tree.delegate(delegator, bins);
  }

  /**
   * Takes the delegation to bins back; snapshots go on listing them.
   *
   * @param delegator {@code targets} or a delegated role
   * @throws IllegalArgumentException if it does not delegate to bins
   * @throws IOException if a role cannot be read or verified
   */
  public final void undelegateSuccinct(String delegator) throws IOException {
    requireUsable();
    tree.undelegateBins(delegator);
  }

  /**
   * Returns who delegates to a role.
   *
   * @param role a delegated role, or a bin
   * @return names of roles, {@code targets} or delegated ones; empty if nobody does
   * @throws IOException if a role cannot be read
   */
  public final Set<String> delegators(String role) throws IOException {
    requireUsable();
    return Set.copyOf(tree.delegators(role));
  }

  /**
   * Takes a delegation back, and those that the role made itself. Snapshots go on listing the last
   * metadata of these roles, since clients refuse a snapshot that drops one.
   *
   * @param role the delegated role
   * @throws IllegalArgumentException if nobody delegates to it by name
   * @throws UncheckedIOException if a bin cannot be read or verified
   */
  public final void undelegate(String role) {
    requireUsable();
    try {
      tree.undelegate(role);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives a delegated role a further key; its threshold stays.
   *
   * @param role the delegated role, or the prefix of bins
   * @param key the key
   * @throws IllegalArgumentException if nobody delegates to it by name
   * @throws IOException if a role cannot be read or verified
   */
  public final void addDelegationKey(String role, TufPublicKey key) throws IOException {
    requireUsable();
    tree.addKey(role, key);
  }

  /**
   * Takes a key away from a delegated role; it is signed again if too few of the others have.
   *
   * @param role the delegated role, or the prefix of bins
   * @param keyId the declared id of the key
   * @throws IllegalArgumentException if nobody delegates to it by name, it has no such key, or
   *     fewer keys than its threshold would be left
   * @throws IOException if a role cannot be read or verified
   */
  public final void removeDelegationKey(String role, String keyId) throws IOException {
    requireUsable();
    tree.removeKey(role, keyId);
  }

  /**
   * Replaces keys and thresholds of the top-level roles with the next publication. It takes signers
   * for the thresholds of both the old and the new root role. Metadata of roles that get new keys
   * is signed again; where signers for the old keys are at hand too, it is signed with both, so
   * that clients can read the repository at each moment of the change.
   *
   * @param next the whole new policy
   */
  public final void rotateRoot(RepositoryPolicy next) {
    requireUsable();
    changes.policy(Objects.requireNonNull(next, "next"));
  }

  /**
   * Signs a role again with the next publication, to extend its life, even if it does not change.
   *
   * @param role {@code root}, {@code targets}, {@code snapshot} or a delegated role
   * @throws IllegalArgumentException if there is no such role
   */
  public final void renew(String role) {
    requireRole(role, "timestamp");
    changes.renewed().add(role);
  }

  private void requireRole(String role, String except) {
    requireUsable();
    try {
      boolean known = RootDraft.ROLES.contains(role) || tree.contains(role);
      if (!known || role.equals(except)) {
        throw new IllegalArgumentException("there is no role " + Text.quote(role) + " for this");
      }
      if (!RootDraft.ROLES.contains(role)) {
        tree.draft(role);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sets the version that a role gets with the next publication, and has it signed again.
   *
   * @param role a top-level or delegated role
   * @param version higher than what is published; for root exactly one higher
   * @throws IllegalArgumentException if there is no such role, or the version is below 1; whether
   *     it is high enough turns out when it is published
   */
  public final void setVersion(String role, long version) {
    if (version < 1) {
      throw new IllegalArgumentException("version " + version + " of " + role);
    }
    requireRole(role, "");
    changes.versions().put(role, version);
  }

  /**
   * Sets when what a role says next expires, whatever the policy says, and has it signed again.
   *
   * @param role a top-level or delegated role
   * @param expires the time; fractions of a second are cut off
   * @throws IllegalArgumentException if there is no such role, or the time is not in the years 0 to
   *     9999
   */
  public final void setExpires(String role, Instant expires) {
    if (!DocumentTerms.isWritable(expires)) {
      throw new IllegalArgumentException(expires + " is not in the years 0 to 9999");
    }
    requireRole(role, "");
    changes.expiries().put(role, expires);
  }

  /**
   * Reads every listed target file and compares length and digests, bins included.
   *
   * @throws LengthMismatchException if one has another length
   * @throws DigestMismatchException if one has another digest
   * @throws StateConflictException if one is not there
   * @throws IOException if one cannot be read, or a role cannot be verified
   */
  public final void verifyTargets() throws IOException {
    verifyRoles();
    TargetVerifier verifier = new TargetVerifier(targets);
    for (TargetsDraft draft : tree.drafts()) {
      verifier.verify(draft);
    }
  }

  /**
   * Reads and verifies the metadata of all bins that were not asked for yet; everything else was
   * verified when the repository was opened.
   *
   * @throws dev.gantry.core.VerificationException if the metadata must not be trusted
   * @throws IOException if it cannot be read
   */
  public final void verifyRoles() throws IOException {
    requireUsable();
    tree.loadAll();
  }
}
