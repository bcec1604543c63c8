// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a repository and notes what is wrong on the way. */
final class StatusInspection {
  private final Path directory;
  private final EditorOptions options;
  private final Instant now;
  private final List<RoleReport> roles = new ArrayList<>();
  private final List<RepositoryIssue> issues = new ArrayList<>();

  StatusInspection(Path directory, EditorOptions options, Instant now) {
    this.directory = directory;
    this.options = options;
    this.now = now;
  }

  RepositoryStatus run(boolean targetFiles) throws IOException {
    MetadataDirectory metadata = new MetadataDirectory(directory);
    try {
      RepositoryState state = RepositoryState.read(metadata, options);
      SignedFile root = java.util.Objects.requireNonNull(state.root());
      for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
        SignedFile file = role.equals("root") ? root : state.file(role).orElseThrow();
        report(role, file, RoleKeySet.ofRoot(root.signed(), role, "root"));
      }
      RoleTree tree = new RoleTree(state);
      tree.loadAll();
      for (TargetsDraft draft : tree.drafts()) {
        if (!draft.role().equals(RoleTree.TARGETS)) {
          delegated(tree, draft);
        }
        shadowed(tree, draft);
        targets(draft, targetFiles);
      }
      leftovers(state, tree);
    } catch (NoSuchFileException e) {
      add(RepositoryIssue.Kind.MISSING_FILE, String.valueOf(e.getFile()), "is not there");
    } catch (GantryException e) {
      add(RepositoryIssue.Kind.BAD_METADATA, "metadata", String.valueOf(e.getMessage()));
    }
    return new RepositoryStatus(roles, issues);
  }

  private void delegated(RoleTree tree, TargetsDraft draft) throws IOException {
    if (draft.base().isEmpty()) {
      add(RepositoryIssue.Kind.UNLISTED_ROLE, draft.role(), "the snapshot does not list it");
      return;
    }
    List<RoleKeySet> keys = tree.keys(draft.role());
    for (RoleKeySet set : keys) {
      if (!set.isMetBy(draft.base().get())) {
        add(RepositoryIssue.Kind.BAD_METADATA, draft.role(), "one delegator is not satisfied");
      }
    }
    report(draft.role(), draft.base().get(), keys.get(0));
  }

  private void report(String role, SignedFile file, RoleKeySet keys) throws GantryException {
    Instant expires = file.expires();
    roles.add(
        new RoleReport(
            role,
            file.version(),
            expires,
            Duration.between(now, expires),
            keys.threshold(),
            keys.validSignatures(file),
            keys.keys().size()));
    if (!now.isBefore(expires)) {
      add(RepositoryIssue.Kind.EXPIRED, role, "since " + expires);
    } else if (options.expiry().isDue(role, expires, now)) {
      add(RepositoryIssue.Kind.EXPIRES_SOON, role, "at " + expires);
    }
  }

  private void shadowed(RoleTree tree, TargetsDraft draft) throws IOException {
    if (tree.terminates()) {
      for (TargetPath path : draft.paths()) {
        if (tree.trusts(draft.role(), path) && !tree.reaches(draft.role(), path)) {
          add(
              RepositoryIssue.Kind.SHADOWED_TARGET,
              path.value(),
              "a terminating delegation ends the search before " + draft.role());
        }
      }
    }
  }

  private void targets(TargetsDraft draft, boolean read) throws IOException {
    TargetStore store = new TargetStore(directory, options.targetDigests());
    TargetVerifier verifier = new TargetVerifier(store);
    for (TargetPath path : draft.paths()) {
      try {
        verifier.verify(draft, path, read);
      } catch (dev.gantry.core.StateConflictException e) {
        add(RepositoryIssue.Kind.MISSING_FILE, path.value(), String.valueOf(e.getMessage()));
      } catch (GantryException e) {
        add(RepositoryIssue.Kind.BAD_TARGET, path.value(), String.valueOf(e.getMessage()));
      }
    }
  }

  private void leftovers(RepositoryState state, RoleTree tree) throws IOException {
    for (Leftovers.Found found : Leftovers.find(directory, state, tree)) {
      add(found.kind(), found.name(), "nothing that is published refers to it");
    }
  }

  private void add(RepositoryIssue.Kind kind, String subject, String detail) {
    issues.add(new RepositoryIssue(kind, subject, detail));
  }
}
