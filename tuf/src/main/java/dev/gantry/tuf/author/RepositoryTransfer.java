// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.Hashes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Moves what one repository says to another with its own root. */
final class RepositoryTransfer {
  private final RepositoryEditor source;
  private final RepositoryEditor to;

  RepositoryTransfer(RepositoryEditor source, RepositoryEditor to) {
    this.source = source;
    this.to = to;
  }

  void run() throws IOException {
    source.requireUsable();
    source.tree.loadAll();
    DocumentTerms published =
        new DocumentTerms(
            source.state,
            new PendingChanges(),
            ExpiryPolicy.builder().build(),
            java.time.Instant.EPOCH);
    for (TargetsDraft draft : source.tree.drafts()) {
      TargetsDraft next = to.tree.draft(draft.role());
      if (staysAsSigned(draft)) {
        to.tree.importFile(next, draft.base().orElseThrow());
      } else if (draft.isWanted()) {
        to.tree.apply(next, draft.signed(1, "1970-01-01T00:00:00Z"));
        to.changes.versions().put(draft.role(), published.nextVersion(draft.role()));
      }
      files(draft);
    }
    for (String role : List.of("targets", "snapshot", "timestamp")) {
      to.changes.versions().put(role, published.nextVersion(role));
    }
  }

  /**
   * Tells whether the file of a delegated role still says what it shall, with enough signatures.
   */
  private boolean staysAsSigned(TargetsDraft draft) throws IOException {
    if (draft.role().equals(RoleTree.TARGETS) || draft.base().isEmpty() || draft.isChanged()) {
      return false;
    }
    SignedFile file = draft.base().get();
    return source.tree.keys(draft.role()).stream().allMatch(keys -> keys.isMetBy(file));
  }

  private void files(TargetsDraft draft) throws IOException {
    for (TargetPath path : draft.paths()) {
      Fields entry = Fields.of(draft.entry(path).orElse(null), draft.role(), path.value());
      Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
      Optional<Path> file = Optional.empty();
      for (Digest digest : Hashes.parse(entry.object("hashes"))) {
        algorithms.add(digest.algorithm());
        file = file.isPresent() ? file : source.targets.find(path, digest);
      }
      if (file.isEmpty()) {
        throw new StateConflictException(
            "TARGET_FILE_MISSING",
            "transferring a repository",
            "there is no file for " + path.value(),
            "a plain file");
      }
      to.targets.with(algorithms).add(path, file.get(), TargetPlacement.HARD_LINK);
    }
  }
}
