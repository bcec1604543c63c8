// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.model.MetaFile;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Judges the metadata of a delegated role that comes from outside. */
final class RoleImport {
  private final RepositoryState state;
  private final RoleTree tree;

  RoleImport(RepositoryState state, RoleTree tree) {
    this.state = state;
    this.tree = tree;
  }

  void run(TargetsDraft draft, Bytes bytes) throws IOException {
    String role = draft.role();
    SignedFile file = SignedFile.parseReadable(bytes, "metadata of " + role, "targets");
    Set<String> delegators = tree.delegators(role);
    for (RoleKeySet keys : tree.keys(role)) {
      file.require(keys, "delegators " + delegators, "5.6.3");
    }
    if (draft.base().isPresent() && draft.base().get().bytes().equals(bytes)) {
      return;
    }
    long published = state.listed(role).map(MetaFile::version).orElse(0L);
    if (file.version() <= published) {
      throw new StateConflictException(
          "VERSION_REFUSED",
          "importing " + role,
          "version " + file.version(),
          "a version above " + published + ", which is published");
    }
    for (String name : new TargetsDraft(role, file).names()) {
      Optional<TargetPath> path = TargetPath.tryParse(name);
      if (path.isEmpty() || !tree.trusts(role, path.get())) {
        throw new StateConflictException(
            "PATH_REFUSED",
            "importing " + role,
            "a target " + Text.quote(name),
            "targets that the role is trusted with");
      }
    }
    tree.importFile(draft, file);
  }
}
