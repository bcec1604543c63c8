// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Digest;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds the files of a repository that nothing published refers to. */
final class Leftovers {
  private static final Pattern TEMPORARY = Pattern.compile("\\.gantry-[0-9a-f-]{36}\\.tmp");

  /** A metadata file with a version; the chain of roots is not among them. */
  private static final Pattern METADATA =
      Pattern.compile("([1-9][0-9]{0,18})\\.(?!root\\.)(.+)\\.json");

  private static final Pattern TARGET = Pattern.compile("[0-9a-f]{64,128}\\..+");

  private Leftovers() {}

  /** A file; a metadata file has a role and a version. */
  record Found(RepositoryIssue.Kind kind, Path path, String name, String role, long version) {}

  static List<Found> find(Path repository, RepositoryState state, RoleTree tree)
      throws IOException {
    List<Found> found = new ArrayList<>();
    metadata(repository, state, found);
    Set<Path> listed = listedTargets(repository.resolve("targets"), tree);
    Set<String> foreign = foreignDigests(tree);
    Path targets = repository.resolve("targets");
    if (Files.isDirectory(targets, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.walk(targets)) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          String name = String.valueOf(file.getFileName());
          if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || listed.contains(file)) {
            continue;
          }
          String relative = repository.relativize(file).toString();
          if (TEMPORARY.matcher(name).matches()) {
            found.add(new Found(RepositoryIssue.Kind.TEMPORARY_FILE, file, relative, "", 0));
          } else if (TARGET.matcher(name).matches()
              && !foreign.contains(name.substring(0, name.indexOf('.')))) {
            found.add(new Found(RepositoryIssue.Kind.UNREFERENCED_TARGET, file, relative, "", 0));
          }
        }
      }
    }
    return found;
  }

  private static void metadata(Path repository, RepositoryState state, List<Found> found)
      throws IOException {
    Set<String> needed = new HashSet<>(Set.of("timestamp.json"));
    needed.add(
        MetadataDirectory.fileName("snapshot", state.file("snapshot").orElseThrow().version()));
    for (String name : state.listedNames()) {
      String role = name.replaceFirst("\\.json$", "");
      needed.add(MetadataDirectory.fileName(role, state.listed(role).orElseThrow().version()));
    }
    try (Stream<Path> files = Files.list(repository.resolve("metadata"))) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String name = String.valueOf(file.getFileName());
        String relative = repository.relativize(file).toString();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || needed.contains(name)) {
          continue;
        }
        Matcher versioned = METADATA.matcher(name);
        if (TEMPORARY.matcher(name).matches()) {
          found.add(new Found(RepositoryIssue.Kind.TEMPORARY_FILE, file, relative, "", 0));
        } else if (versioned.matches() && versioned.group(1).length() < 19) {
          found.add(
              new Found(
                  RepositoryIssue.Kind.UNREFERENCED_METADATA,
                  file,
                  relative,
                  versioned.group(2),
                  Long.parseLong(versioned.group(1))));
        }
      }
    }
  }

  private static Set<Path> listedTargets(Path targets, RoleTree tree) throws IOException {
    Set<Path> listed = new HashSet<>();
    for (TargetsDraft draft : tree.drafts()) {
      for (TargetPath path : draft.paths()) {
        Fields entry = Fields.of(draft.entry(path).orElse(null), draft.role(), path.value());
        for (Digest digest : Hashes.parse(entry.object("hashes"))) {
          listed.add(
              targets.resolve(path.value()).resolveSibling(digest.hex() + "." + path.fileName()));
        }
      }
    }
    return listed;
  }

  /** Returns the digests of targets whose names no client of ours asks for, but others may. */
  private static Set<String> foreignDigests(RoleTree tree) throws IOException {
    Set<String> digests = new HashSet<>();
    for (TargetsDraft draft : tree.drafts()) {
      for (String name : draft.names()) {
        Optional<JsonNode> entry = draft.published(name);
        if (TargetPath.tryParse(name).isEmpty() && entry.isPresent()) {
          Fields fields = Fields.of(entry.get(), draft.role(), name);
          Hashes.parse(fields.object("hashes")).forEach(digest -> digests.add(digest.hex()));
        }
      }
    }
    return digests;
  }
}
