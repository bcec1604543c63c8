// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.MetaFile;
import dev.gantry.tuf.internal.model.RootRole;
import dev.gantry.tuf.internal.model.SnapshotRole;
import dev.gantry.tuf.internal.model.TargetsRole;
import dev.gantry.tuf.internal.model.TimestampRole;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The metadata that clients see, verified from a root on as a client would, but for expiry: a
 * repository that ran out must still open, to be signed again.
 *
 * @param fingerprint of the directory when this was read
 * @param root newest root, or null before the first publication
 * @param files targets, delegated roles, snapshot and timestamp by role; all of them, or none
 */
record RepositoryState(
    String fingerprint, @Nullable SignedFile root, Map<String, SignedFile> files) {
  static RepositoryState empty(MetadataDirectory directory) throws IOException {
    return new RepositoryState(directory.fingerprint(), null, Map.of());
  }

  Optional<SignedFile> file(String role) {
    return Optional.ofNullable(files.get(role));
  }

  static RepositoryState read(MetadataDirectory directory, EditorOptions options)
      throws IOException {
    String fingerprint = directory.fingerprint();
    List<SignedFile> roots = newestRoots(directory, options.trustedRoot());
    SignedFile root = roots.get(0);
    List<SignedFile> accepted = options.finishesRotation() ? roots : List.of(root);
    return new RepositoryState(fingerprint, root, new Reader(directory, accepted).read());
  }

  /** Returns the newest root and, if there is one that is trusted, the one before. */
  private static List<SignedFile> newestRoots(
      MetadataDirectory directory, Optional<Bytes> trustedRoot) throws IOException {
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
    List<SignedFile> newest = List.of(trusted);
    // Up to the newest file there is: a gap would keep clients from ever getting there.
    for (long version = trusted.version() + 1; version <= versions.last(); version++) {
      String name = MetadataDirectory.fileName("root", version);
      SignedFile next = SignedFile.parse(directory.read(name), name, "root");
      requireRoot(next, trusted);
      requireRoot(next, next);
      requireVersion("root", next, version, "5.3.5");
      newest = List.of(next, trusted);
      trusted = next;
    }
    return newest;
  }

  private static void requireRoot(SignedFile file, SignedFile by) throws IOException {
    RootRole role =
        RootRole.parse(Envelope.parse(file.bytes(), "root", SignedFile.MAX_BYTES, 1000));
    if (!role.consistentSnapshot()) {
      throw new UnsupportedFormatException("root", "consistent_snapshot", "false", "true");
    }
    String delegator = "root " + by.version();
    file.require(RoleKeySet.ofRoot(by.signed(), "root", delegator), delegator, "5.3.4");
  }

  private static void requireVersion(String role, SignedFile file, long expected, String section)
      throws IOException {
    if (file.version() != expected) {
      throw new VersionMismatchException(role, file.version(), expected, section);
    }
  }

  /** Follows the listings from the timestamp to the last delegated role. */
  private static final class Reader {
    private final MetadataDirectory directory;
    private final List<SignedFile> roots;
    private final Map<String, SignedFile> files = new LinkedHashMap<>();

    Reader(MetadataDirectory directory, List<SignedFile> roots) {
      this.directory = directory;
      this.roots = roots;
    }

    Map<String, SignedFile> read() throws IOException {
      SignedFile timestamp = file("timestamp", "timestamp", null, topLevel("timestamp"));
      SignedFile snapshotFile =
          file(
              "snapshot",
              "snapshot",
              TimestampRole.parse(envelope(timestamp)).snapshot(),
              topLevel("snapshot"));
      SnapshotRole snapshot = SnapshotRole.parse(envelope(snapshotFile));
      Deque<List<RoleKeySet>> pending = new ArrayDeque<>();
      pending.add(topLevel("targets"));
      while (!pending.isEmpty()) {
        List<RoleKeySet> keys = pending.remove();
        String role = keys.get(0).role();
        Optional<MetaFile> listed = snapshot.role(role);
        if (listed.isEmpty() || files.containsKey(role)) {
          throw new UnsupportedFormatException(
              "repository",
              "delegation to " + role,
              listed.isEmpty() ? "a role that the snapshot does not list" : "a second one",
              "one delegation to each role of the snapshot");
        }
        SignedFile targets = file(role, "targets", listed.get(), keys);
        TargetsRole.parse(envelope(targets), role);
        JsonNode delegations = targets.signed().get("delegations");
        if (delegations != null) {
          for (JsonNode entry : delegationsOf(delegations, role)) {
            pending.add(List.of(RoleKeySet.ofDelegation(delegations, entry, role)));
          }
        }
      }
      return Map.copyOf(files);
    }

    private static JsonNode delegationsOf(JsonNode delegations, String role) throws IOException {
      JsonNode roles = delegations.get("roles");
      if (roles == null) {
        throw new UnsupportedFormatException(
            "repository", "delegations of " + role, "succinct_roles", "roles");
      }
      for (JsonNode entry : roles) {
        String name = entry.get("name").stringValue();
        if (!Delegation.isName(name)) {
          throw new UnsupportedFormatException(
              "repository", "name of a role", name, "names that are plain file names");
        }
      }
      return roles;
    }

    private static Envelope envelope(SignedFile file) throws IOException {
      return Envelope.parse(file.bytes(), "metadata", SignedFile.MAX_BYTES, 1000);
    }

    private List<RoleKeySet> topLevel(String role) throws IOException {
      List<RoleKeySet> keys = new ArrayList<>();
      for (SignedFile root : roots) {
        keys.add(RoleKeySet.ofRoot(root.signed(), role, "root " + root.version()));
      }
      return keys;
    }

    private SignedFile file(
        String role, String type, @Nullable MetaFile listed, List<RoleKeySet> keys)
        throws IOException {
      String fileName =
          listed == null ? role + ".json" : MetadataDirectory.fileName(role, listed.version());
      Bytes bytes = directory.read(fileName);
      if (listed != null) {
        requireListed(fileName, bytes, listed);
      }
      SignedFile file = SignedFile.parse(bytes, fileName, type);
      if (keys.stream().noneMatch(set -> set.isMetBy(file))) {
        file.require(keys.get(0), "root or delegator of " + role, "5.4.2");
      }
      if (listed != null) {
        requireVersion(role, file, listed.version(), "5.6.4");
      }
      files.put(role, file);
      return file;
    }

    private static void requireListed(String fileName, Bytes bytes, MetaFile listed)
        throws IOException {
      if (listed.lengthBytes().isPresent() && listed.lengthBytes().getAsLong() != bytes.size()) {
        throw new LengthMismatchException(fileName, listed.lengthBytes().getAsLong(), bytes.size());
      }
      for (Digest expected : listed.digests()) {
        DigestAlgorithm algorithm = expected.algorithm();
        Digest found = Digest.compute(algorithm, bytes);
        if (!found.equals(expected)) {
          throw new DigestMismatchException(fileName, expected, found);
        }
      }
    }
  }
}
