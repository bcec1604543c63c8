// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.core.VerificationException;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.MetaFile;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that clients see, verified from a root on as a client would, but for expiry: a
 * repository that ran out must still open, to be signed again.
 *
 * <p>Targets roles are read, and verified, when they are asked for. Not thread-safe.
 */
final class RepositoryState {
  private final MetadataDirectory directory;
  private final String fingerprint;
  private final List<SignedFile> roots;
  private final Map<String, SignedFile> files;
  private final Optional<SnapshotRole> listing;
  private final Map<String, Met> met = new ConcurrentHashMap<>();

  /** Sets of keys of which enough have signed a file. */
  private record Met(SignedFile file, Set<RoleKeySet.Identity> keys) {
    @SuppressWarnings("ReferenceEquality") // the content of two files is not worth comparing
    boolean isOf(SignedFile other) {
      return file == other;
    }
  }

  /**
   * Creates a state.
   *
   * @param fingerprint of the directory when this was read
   * @param roots newest root, and the one before if metadata signed for it is accepted; empty
   *     before the first publication
   * @param files targets, snapshot and timestamp by role, and other roles that were read already
   */
  RepositoryState(
      MetadataDirectory directory,
      String fingerprint,
      List<SignedFile> roots,
      Map<String, SignedFile> files)
      throws GantryException {
    this.directory = directory;
    this.fingerprint = fingerprint;
    this.roots = List.copyOf(roots);
    this.files = new HashMap<>(files);
    SignedFile snapshot = files.get("snapshot");
    this.listing = snapshot == null ? Optional.empty() : Optional.of(snapshot.asSnapshot());
  }

  static RepositoryState empty(MetadataDirectory directory) throws IOException {
    return new RepositoryState(directory, directory.fingerprint(), List.of(), Map.of());
  }

  String fingerprint() {
    return fingerprint;
  }

  @Nullable SignedFile root() {
    return roots.isEmpty() ? null : roots.get(0);
  }

  MetadataDirectory directory() {
    return directory;
  }

  /** Returns what was read of a role. */
  Optional<SignedFile> file(String role) {
    return Optional.ofNullable(files.get(role));
  }

  /** Returns the names of the files that the snapshot lists, without a version. */
  List<String> listedNames() {
    return listing.map(SnapshotRole::fileNames).orElse(List.of());
  }

  Optional<MetaFile> listed(String role) throws GantryException {
    return listing.isEmpty() ? Optional.empty() : listing.get().role(role);
  }

  /**
   * Reads the metadata of a delegated role that the snapshot lists; it must satisfy one of its
   * delegators at least. Safe to be called by several threads.
   */
  Optional<SignedFile> load(String role, List<RoleKeySet> keys) throws IOException {
    Optional<MetaFile> meta = listed(role);
    return meta.isEmpty()
        ? Optional.empty()
        : Optional.of(remember(role, read(directory, role, "targets", meta.get(), keys), keys));
  }

  private SignedFile remember(String role, SignedFile file, List<RoleKeySet> keys) {
    if (keys.size() == 1) {
      met.put(role, new Met(file, Set.of(keys.get(0).identity())));
    }
    return file;
  }

  /** Tells whether enough keys have signed a file; it is verified once for the same keys. */
  boolean meets(String role, SignedFile file, RoleKeySet keys) {
    RoleKeySet.Identity identity = keys.identity();
    Met known = met.get(role);
    if (known != null && known.isOf(file) && known.keys().contains(identity)) {
      return true;
    }
    boolean isMet = keys.isMetBy(file);
    if (isMet) {
      Set<RoleKeySet.Identity> all = new HashSet<>(Set.of(identity));
      if (known != null && known.isOf(file)) {
        all.addAll(known.keys());
      }
      met.put(role, new Met(file, all));
    }
    return isMet;
  }

  /** Returns the state after a publication; roles that must be read again are left out. */
  RepositoryState after(String newFingerprint, Map<String, SignedFile> fresh, Set<String> keep)
      throws GantryException {
    Map<String, SignedFile> next = new HashMap<>(files);
    next.putAll(fresh);
    SignedFile root = next.remove("root");
    next.keySet().retainAll(keep);
    RepositoryState after =
        new RepositoryState(
            directory, newFingerprint, root == null ? roots.subList(0, 1) : List.of(root), next);
    after.met.putAll(met);
    after.met.keySet().retainAll(keep);
    return after;
  }

  static RepositoryState read(MetadataDirectory directory, EditorOptions options)
      throws IOException {
    List<SignedFile> newest = newestRoots(directory, options.trustedRoot());
    String fingerprint = directory.fingerprint(newest.get(0).version());
    List<SignedFile> roots = options.finishesRotation() ? newest : newest.subList(0, 1);
    SignedFile timestamp =
        read(directory, "timestamp", "timestamp", null, topLevel(roots, "timestamp"));
    MetaFile snapshotMeta =
        TimestampRole.parse(
                Envelope.parse(timestamp.bytes(), "timestamp", SignedFile.MAX_BYTES, 1000))
            .snapshot();
    Map<String, SignedFile> files = read(directory, roots, snapshotMeta);
    files.put("timestamp", timestamp);
    return new RepositoryState(directory, fingerprint, roots, files);
  }

  private static Map<String, SignedFile> read(
      MetadataDirectory directory, List<SignedFile> roots, MetaFile snapshotMeta)
      throws IOException {
    Map<String, SignedFile> files = new HashMap<>();
    SignedFile snapshot =
        read(directory, "snapshot", "snapshot", snapshotMeta, topLevel(roots, "snapshot"));
    files.put("snapshot", snapshot);
    MetaFile targetsMeta = snapshot.asSnapshot().role("targets").orElseThrow();
    files.put(
        "targets", read(directory, "targets", "targets", targetsMeta, topLevel(roots, "targets")));
    return files;
  }

  /**
   * Reads what an older snapshot led to, under the newest root of the chain that vouches for it:
   * which one was current then is written nowhere.
   */
  static RepositoryState readOld(
      MetadataDirectory directory, EditorOptions options, long snapshotVersion) throws IOException {
    MetaFile meta = new MetaFile(snapshotVersion, OptionalLong.empty(), List.of());
    List<SignedFile> chain = chain(directory, options.trustedRoot());
    @Nullable VerificationException refused = null;
    for (int i = chain.size() - 1; i >= 0; i--) {
      List<SignedFile> root = List.of(chain.get(i));
      try {
        return new RepositoryState(directory, "", root, read(directory, root, meta));
      } catch (SignatureThresholdException e) {
        refused = e;
      }
    }
    throw Objects.requireNonNull(refused);
  }

  private static List<RoleKeySet> topLevel(List<SignedFile> roots, String role)
      throws GantryException {
    List<RoleKeySet> keys = new ArrayList<>();
    for (SignedFile root : roots) {
      keys.add(RoleKeySet.ofRoot(root.signed(), role, "root " + root.version()));
    }
    return keys;
  }

  /** Returns the newest root and, if there is one that is trusted, the one before. */
  private static List<SignedFile> newestRoots(
      MetadataDirectory directory, Optional<Bytes> trustedRoot) throws IOException {
    List<SignedFile> chain = chain(directory, trustedRoot);
    List<SignedFile> newest = new ArrayList<>();
    for (int i = chain.size() - 1; i >= Math.max(0, chain.size() - 2); i--) {
      newest.add(chain.get(i));
    }
    return newest;
  }

  /** Returns the trusted root and all that follow it. */
  private static List<SignedFile> chain(MetadataDirectory directory, Optional<Bytes> trustedRoot)
      throws IOException {
    SortedSet<Long> versions = directory.rootVersions();
    if (versions.isEmpty()) {
      throw new StateConflictException(
          "NO_REPOSITORY",
          "open",
          "there is no root file in " + directory.path("."),
          "a repository that was published");
    }
    Bytes first =
        trustedRoot.isPresent()
            ? trustedRoot.get()
            : directory.read(MetadataDirectory.fileName("root", versions.first()));
    SignedFile trusted = SignedFile.parse(first, "trusted root", "root");
    requireRoot(trusted, trusted);
    List<SignedFile> chain = new ArrayList<>(List.of(trusted));
    // Up to the newest file there is: a gap would keep clients from ever getting there.
    for (long version = trusted.version() + 1; version <= versions.last(); version++) {
      String name = MetadataDirectory.fileName("root", version);
      SignedFile next = SignedFile.parse(directory.read(name), name, "root");
      requireRoot(next, trusted);
      requireRoot(next, next);
      requireVersion("root", next, version, "5.3.5");
      chain.add(next);
      trusted = next;
    }
    return chain;
  }

  static void requireRoot(SignedFile file, SignedFile by) throws IOException {
    RootRole role =
        RootRole.parse(Envelope.parse(file.bytes(), "root", SignedFile.MAX_BYTES, 1000));
    if (!role.consistentSnapshot()) {
      throw new UnsupportedFormatException("root", "consistent_snapshot", "false", "true");
    }
    String delegator = "root " + by.version();
    file.require(RoleKeySet.ofRoot(by.signed(), "root", delegator), delegator, "5.3.4");
  }

  static void requireVersion(String role, SignedFile file, long expected, String section)
      throws IOException {
    if (file.version() != expected) {
      throw new VersionMismatchException(role, file.version(), expected, section);
    }
  }

  /** Reads a file as a client does, but for expiry. */
  static SignedFile read(
      MetadataDirectory directory,
      String role,
      String type,
      @Nullable MetaFile listed,
      List<RoleKeySet> keys)
      throws IOException {
    String fileName =
        listed == null ? role + ".json" : MetadataDirectory.fileName(role, listed.version());
    Bytes bytes = directory.read(fileName);
    if (listed != null) {
      requireListed(fileName, bytes, listed);
    }
    SignedFile file = SignedFile.parseReadable(bytes, fileName, type);
    if (keys.stream().noneMatch(set -> set.isMetBy(file))) {
      file.require(keys.get(0), "root or delegator of " + role, "5.4.2");
    }
    if (listed != null) {
      requireVersion(role, file, listed.version(), "5.6.4");
    }
    return file;
  }

  static void requireListed(String fileName, Bytes bytes, MetaFile listed) throws IOException {
    if (listed.lengthBytes().isPresent() && listed.lengthBytes().getAsLong() != bytes.size()) {
      throw new LengthMismatchException(fileName, listed.lengthBytes().getAsLong(), bytes.size());
    }
    for (Digest expected : listed.digests()) {
      Digest found = Digest.compute(expected.algorithm(), bytes);
      if (!found.equals(expected)) {
        throw new DigestMismatchException(fileName, expected, found);
      }
    }
  }
}
