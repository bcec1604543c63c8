// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Keeps back what clients could not follow: targets whose files are not there or that a role is not
 * trusted with, and delegations to roles without metadata, which end a client's search.
 *
 * <p>What is published already is not judged again.
 */
final class FreshRoles {
  private final RepositoryState state;
  private final RoleTree tree;
  private final Map<String, SignedFile> fresh;

  FreshRoles(RepositoryState state, RoleTree tree, Map<String, SignedFile> fresh) {
    this.state = state;
    this.tree = tree;
    this.fresh = fresh;
  }

  void require(TargetStore targets) throws IOException {
    TargetVerifier verifier = new TargetVerifier(targets);
    for (TargetsDraft draft : tree.drafts()) {
      SignedFile file = fresh.get(draft.role());
      if (file != null) {
        Optional<SignedFile> published =
            draft.imported().isPresent() ? state.file(draft.role()) : draft.base();
        targets(draft, file, published, verifier);
        delegations(draft.role(), file, published);
      }
    }
  }

  private void targets(
      TargetsDraft draft, SignedFile file, Optional<SignedFile> published, TargetVerifier verifier)
      throws IOException {
    Optional<JsonNode> old = published.map(known -> known.signed().get("targets"));
    for (Map.Entry<String, JsonNode> entry : file.signed().get("targets").properties()) {
      String name = entry.getKey();
      if (old.isPresent() && entry.getValue().equals(old.get().get(name))) {
        continue;
      }
      Optional<TargetPath> path = TargetPath.tryParse(name);
      if (path.isEmpty() || !tree.trusts(draft.role(), path.get())) {
        throw new StateConflictException(
            "PATH_REFUSED",
            "publishing " + draft.role(),
            "a target " + Text.quote(name),
            "targets that the role is trusted with");
      }
      verifier.verify(draft, path.get(), false);
    }
  }

  private void delegations(String role, SignedFile file, Optional<SignedFile> published)
      throws IOException {
    JsonNode next = file.signed().get("delegations");
    Optional<JsonNode> old = published.map(known -> known.signed().get("delegations"));
    if (next == null || (old.isPresent() && next.equals(old.get()))) {
      return;
    }
    DelegationTable before =
        old.isPresent() ? DelegationTable.parse(old.get(), role) : DelegationTable.none(role);
    for (String name : DelegationTable.parse(next, role).allNames()) {
      boolean known =
          fresh.containsKey(name)
              || state.listed(name).isPresent()
              || before.keysOf(name).isPresent();
      if (!known) {
        throw new StateConflictException(
            "ROLE_MISSING",
            "publishing " + role,
            "no metadata of " + Text.quote(name) + ", to which it delegates",
            "a role that was imported or made");
      }
    }
  }
}
