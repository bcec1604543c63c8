// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Digest;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.Hashes;
import dev.gantry.tuf.internal.model.SnapshotRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Finds what old snapshots lead to that were replaced only a short while ago: a client that read
 * the timestamp before that is still on its way to it.
 */
final class RecentSnapshots {
  private final Path repository;
  private final MetadataDirectory metadata;
  private final RepositoryState state;
  private final Set<Path> needed = new HashSet<>();

  private RecentSnapshots(Path repository, RepositoryState state) {
    this.repository = repository;
    this.metadata = state.directory();
    this.state = state;
  }

  /** Returns the files that clients may still ask for, beside those of the current snapshot. */
  static Set<Path> needed(
      Path repository,
      RepositoryState state,
      Iterable<Leftovers.Found> leftovers,
      Duration minimumAge,
      Instant now)
      throws IOException {
    RecentSnapshots recent = new RecentSnapshots(repository, state);
    long current = state.file("snapshot").orElseThrow().version();
    NavigableMap<Long, Path> snapshots = new TreeMap<>();
    snapshots.put(current, recent.metadata.path(MetadataDirectory.fileName("snapshot", current)));
    for (Leftovers.Found found : leftovers) {
      if (found.role().equals("snapshot") && found.version() < current) {
        snapshots.put(found.version(), found.path());
      }
    }
    for (Map.Entry<Long, Path> snapshot : snapshots.headMap(current, false).entrySet()) {
      Path next = snapshots.higherEntry(snapshot.getKey()).getValue();
      Instant replaced = Files.getLastModifiedTime(next, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (replaced.plus(minimumAge).isAfter(now)) {
        recent.snapshot(snapshot.getValue());
      }
    }
    return recent.needed;
  }

  private void snapshot(Path path) throws IOException {
    needed.add(path);
    Optional<SignedFile> file = parse(path, "snapshot");
    if (file.isEmpty()) {
      return;
    }
    SnapshotRole listing = file.get().asSnapshot();
    for (String name : listing.fileNames()) {
      String role = name.replaceFirst("\\.json$", "");
      long version = listing.role(role).orElseThrow().version();
      boolean current =
          state.listed(role).isPresent() && state.listed(role).get().version() == version;
      Path metadataFile = metadata.path(MetadataDirectory.fileName(role, version));
      if (!current && needed.add(metadataFile)) {
        targets(metadataFile);
      }
    }
  }

  private void targets(Path path) throws IOException {
    Optional<SignedFile> file = parse(path, "targets");
    if (file.isEmpty()) {
      return;
    }
    for (Map.Entry<String, JsonNode> entry : file.get().signed().get("targets").properties()) {
      Optional<TargetPath> target = TargetPath.tryParse(entry.getKey());
      if (target.isPresent()) {
        Fields fields = Fields.of(entry.getValue(), String.valueOf(path), entry.getKey());
        for (Digest digest : Hashes.parse(fields.object("hashes"))) {
          needed.add(
              repository
                  .resolve("targets")
                  .resolve(target.get().value())
                  .resolveSibling(digest.hex() + "." + target.get().fileName()));
        }
      }
    }
  }

  /** Reads a file that no client can read either if it is missing or malformed. */
  private Optional<SignedFile> parse(Path path, String type) throws IOException {
    try {
      return Optional.of(
          SignedFile.parseReadable(
              metadata.read(String.valueOf(path.getFileName())), String.valueOf(path), type));
    } catch (GantryException | NoSuchFileException useless) {
      return Optional.empty();
    }
  }
}
