// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes an editor want what the documents of a bundle say, and nothing else. */
final class BundleAdoption {
  private final RepositoryState state;
  private final RoleTree tree;
  private final PendingChanges changes;
  private final boolean takesContent;
  private final Map<String, DocumentSigner.Given> given = new HashMap<>();

  private BundleAdoption(
      RepositoryState state, RoleTree tree, PendingChanges changes, boolean takesContent) {
    this.state = state;
    this.tree = tree;
    this.changes = changes;
    this.takesContent = takesContent;
  }

  /**
   * Takes over content, versions and expiries; who must sign is worked out anew from metadata that
   * is trusted, whatever the bundle claims.
   *
   * @param takesContent whether the tree is there to be changed; if not, it must say the same
   */
  static Map<String, DocumentSigner.Given> adopt(
      SigningBundle bundle,
      RepositoryState state,
      RoleTree tree,
      PendingChanges changes,
      boolean takesContent)
      throws IOException {
    BundleAdoption adoption = new BundleAdoption(state, tree, changes, takesContent);
    List<PendingDocument> waiting = new ArrayList<>();
    for (PendingDocument document : bundle.documents()) {
      if (!document.fileName().equals(fileName(document))) {
        throw differs(document, "has the name " + document.fileName());
      }
      if (RootDraft.ROLES.contains(document.role())) {
        adoption.topLevel(document);
      } else {
        waiting.add(document);
      }
    }
    adoption.delegated(waiting);
    return adoption.given;
  }

  static String fileName(PendingDocument document) {
    return document.role().equals("timestamp")
        ? "timestamp.json"
        : MetadataDirectory.fileName(document.role(), document.version());
  }

  private void topLevel(PendingDocument document) throws IOException {
    switch (document.role()) {
      case "root" -> root(document);
      case "targets" -> targets(document);
      default -> insist(document);
    }
  }

  private void root(PendingDocument document) throws GantryException {
    SignedFile old = state.root();
    if (old != null && document.version() != old.version() + 1) {
      throw differs(document, "does not follow version " + old.version());
    }
    if (changes.adoptedRoot().isPresent()) {
      throw differs(document, "is another root than the one that was adopted");
    }
    RootDraft.requireUsable(document.signed());
    if (changes.policy().isPresent()) {
      insist(document);
    } else {
      changes.prepareRoot(document.signed());
      give(document);
    }
  }

  private void targets(PendingDocument document) throws IOException {
    if (takesContent) {
      tree.apply(tree.draft(document.role()), document.signed());
    }
    insist(document);
  }

  /** Delegators come before those whom they delegate to. */
  private void delegated(List<PendingDocument> documents) throws IOException {
    List<PendingDocument> waiting = documents;
    while (!waiting.isEmpty()) {
      List<PendingDocument> later = new ArrayList<>();
      for (PendingDocument document : waiting) {
        if (tree.contains(document.role())) {
          targets(document);
        } else {
          later.add(document);
        }
      }
      if (later.size() == waiting.size()) {
        throw differs(later.get(0), "is of a role that nobody delegates to");
      }
      waiting = later;
    }
  }

  private void insist(PendingDocument document) throws GantryException {
    changes.versions().put(document.role(), document.version());
    changes.expiries().put(document.role(), SignedFile.expires(document.signed()));
    give(document);
  }

  private void give(PendingDocument document) {
    given.put(
        document.role(), new DocumentSigner.Given(document.canonical(), document.signatures()));
  }

  private static StateConflictException differs(PendingDocument document, String found) {
    return new StateConflictException(
        "BUNDLE_DIFFERS",
        "putting a bundle together",
        Text.quote(document.fileName()) + " " + found,
        "what was prepared from this state of the repository");
  }
}
