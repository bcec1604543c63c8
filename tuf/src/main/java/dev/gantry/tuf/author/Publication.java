// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works out one publication: what has to be signed anew, whether the signers suffice, the files and
 * the order in which they become visible. Writes nothing.
 */
final class Publication {
  private final RepositoryState state;
  private final RoleTree tree;
  private final PendingChanges changes;
  private final DocumentTerms terms;
  private final DocumentSigner signer;
  private final @Nullable SignedFile oldRoot;
  private final Optional<ObjectNode> nextRoot;
  private final JsonNode root;

  /** Files that are finished, by role. */
  private final Map<String, SignedFile> fresh = new LinkedHashMap<>();

  Publication(
      RepositoryState state,
      RoleTree tree,
      PendingChanges changes,
      DocumentTerms terms,
      DocumentSigner signer)
      throws IOException {
    this.state = state;
    this.tree = tree;
    this.changes = changes;
    this.terms = terms;
    this.signer = signer;
    this.oldRoot = state.root();
    boolean due = oldRoot != null && isDue("root", oldRoot, List.of(rootKeys(oldRoot, "root")));
    this.nextRoot = RootDraft.next(oldRoot, changes, terms, due);
    this.root = nextRoot.isPresent() ? nextRoot.get() : Objects.requireNonNull(oldRoot).signed();
  }

  /** The files that are new, by role, and the names under which to write them, in order. */
  record Result(Map<String, SignedFile> fresh, Map<String, Bytes> files) {}

  /** One round: documents that do not depend on each other. */
  record Round(List<UnsignedDocument> documents, Map<String, SignedFile> files) {
    boolean isComplete() {
      return documents.stream()
          .allMatch(
              document ->
                  DocumentSigner.isComplete(
                      document, Objects.requireNonNull(files.get(document.role()))));
    }
  }

  /** Returns the files that are finished by now; a dry run adds those that it made up. */
  Map<String, SignedFile> fresh() {
    return fresh;
  }

  RoleTree tree() {
    return tree;
  }

  /** Tells whether there is anything to sign, without signing. */
  boolean isNeeded() throws IOException {
    return nextRoot.isPresent()
        || tree.drafts().stream().anyMatch(draft -> draft.imported().isPresent())
        || !staleTargets().isEmpty()
        || isListingStale("snapshot")
        || isListingStale("timestamp");
  }

  /** Signs everything, once it is clear that the signers suffice. */
  Result sign() throws IOException {
    List<UnsignedDocument> documents = documents();
    boolean snapshotStale = isSnapshotStale(documents);
    boolean timestampStale = snapshotStale || isListingStale("timestamp");
    for (UnsignedDocument document : documents) {
      require(document);
    }
    for (String role : List.of("snapshot", "timestamp")) {
      if (role.equals("snapshot") ? snapshotStale : timestampStale) {
        signer.require(role, RoleKeySet.ofRoot(root, role, "root"), role);
      }
    }
    sign(documents);
    if (snapshotStale) {
      sign(List.of(snapshot()));
    }
    if (timestampStale) {
      sign(List.of(timestamp()));
    }
    return result();
  }

  Result result() throws IOException {
    for (Map.Entry<String, SignedFile> file : fresh.entrySet()) {
      file.getValue().requireReadable(file.getKey());
    }
    return new Result(fresh, order());
  }

  private void require(UnsignedDocument document) throws GantryException {
    String name = document.role();
    for (RoleKeySet keys : document.required()) {
      signer.require(document.role(), keys, name);
      if (document.role().equals("root") && oldRoot != null) {
        name = "root of root " + oldRoot.version();
      }
    }
  }

  /** Signs a round as far as the signers go. */
  Round sign(List<UnsignedDocument> documents) throws IOException {
    Map<String, SignedFile> files = new LinkedHashMap<>();
    for (UnsignedDocument document : documents) {
      files.put(document.role(), signer.sign(document));
    }
    fresh.putAll(files);
    return new Round(documents, files);
  }

  /** Returns the first round: root, targets and delegated roles. */
  List<UnsignedDocument> documents() throws IOException {
    List<UnsignedDocument> documents = new ArrayList<>();
    Optional<SignedFile> adopted = changes.adoptedRoot();
    if (adopted.isPresent()) {
      terms.requireUnexpired("root", adopted.get().expires());
      fresh.put("root", adopted.get());
    } else if (nextRoot.isPresent()) {
      List<RoleKeySet> required = new ArrayList<>(List.of(RoleKeySet.ofRoot(root, "root", "root")));
      if (oldRoot != null) {
        required.add(rootKeys(oldRoot, "root"));
      }
      documents.add(UnsignedDocument.of("root", nextRoot.get(), required, List.of()));
    }
    for (TargetsDraft draft : tree.drafts()) {
      Optional<SignedFile> imported = draft.imported();
      if (imported.isPresent()) {
        terms.requireUnexpired(draft.role(), imported.get().expires());
        for (RoleKeySet keys : requiredKeys(draft.role())) {
          // They may have changed since it was imported.
          imported.get().require(keys, "delegators " + tree.delegators(draft.role()), "5.6.3");
        }
        fresh.put(draft.role(), imported.get());
      }
    }
    for (TargetsDraft draft : staleTargets()) {
      String role = draft.role();
      ObjectNode signed = draft.signed(terms.nextVersion(role), terms.expires(role));
      documents.add(UnsignedDocument.of(role, signed, requiredKeys(role), welcomeKeys(role)));
    }
    return documents;
  }

  /** Returns the drafts to sign anew: changed, renewed, never published, or of other keys now. */
  private List<TargetsDraft> staleTargets() throws IOException {
    List<TargetsDraft> stale = new ArrayList<>();
    for (TargetsDraft draft : tree.drafts()) {
      if (draft.isWanted() && draft.imported().isEmpty() && isStale(draft)) {
        stale.add(draft);
      }
    }
    return stale;
  }

  private boolean isStale(TargetsDraft draft) throws IOException {
    String role = draft.role();
    Optional<SignedFile> published = draft.base();
    return published.isEmpty()
        || draft.isChanged()
        || isStale(role, published.get(), requiredKeys(role));
  }

  private boolean isStale(String role, SignedFile published, List<RoleKeySet> keys)
      throws GantryException {
    if (changes.touches(role) || signer.isGiven(role) || isDue(role, published, keys)) {
      return true;
    }
    for (RoleKeySet set : keys) {
      if (!state.meets(role, published, set)) {
        return true;
      }
    }
    return false;
  }

  /** What is due is renewed by those who can. */
  private boolean isDue(String role, SignedFile published, List<RoleKeySet> keys)
      throws GantryException {
    return terms.isDue(role, published)
        && keys.stream().allMatch(set -> signer.available(role, set) >= set.threshold());
  }

  boolean isSnapshotStale(List<UnsignedDocument> documents) throws IOException {
    boolean targetsChange =
        fresh.keySet().stream().anyMatch(role -> !role.equals("root"))
            || documents.stream().anyMatch(document -> !document.role().equals("root"));
    return targetsChange || isListingStale("snapshot");
  }

  boolean isListingStale(String role) throws IOException {
    Optional<SignedFile> published = state.file(role);
    return published.isEmpty()
        || isStale(role, published.get(), List.of(RoleKeySet.ofRoot(root, role, "root")));
  }

  private List<RoleKeySet> requiredKeys(String role) throws GantryException {
    return role.equals("targets")
        ? List.of(RoleKeySet.ofRoot(root, role, "root"))
        : tree.keys(role);
  }

  /** After a rotation the old keys sign too, for clients in between. */
  private List<RoleKeySet> welcomeKeys(String role) throws GantryException {
    return oldRoot != null && nextRoot.isPresent() && RootDraft.ROLES.contains(role)
        ? List.of(rootKeys(oldRoot, role))
        : List.of();
  }

  private static RoleKeySet rootKeys(SignedFile file, String role) throws GantryException {
    return RoleKeySet.ofRoot(file.signed(), role, "root " + file.version());
  }

  UnsignedDocument snapshot() throws IOException {
    ObjectNode signed = listing("snapshot");
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.setAll((ObjectNode) signed.get("meta"));
    for (Map.Entry<String, SignedFile> file : fresh.entrySet()) {
      if (!file.getKey().equals("root")) {
        meta.set(file.getKey() + ".json", file.getValue().listing());
      }
    }
    signed.set("meta", meta);
    return topLevel("snapshot", signed);
  }

  UnsignedDocument timestamp() throws IOException {
    ObjectNode signed = listing("timestamp");
    SignedFile snapshot = fresh.get("snapshot");
    if (snapshot != null) {
      ObjectNode meta = JsonNodeFactory.instance.objectNode();
      meta.setAll((ObjectNode) signed.get("meta"));
      meta.set("snapshot.json", snapshot.listing());
      signed.set("meta", meta);
    }
    return topLevel("timestamp", signed);
  }

  private UnsignedDocument topLevel(String role, ObjectNode signed) throws GantryException {
    return UnsignedDocument.of(
        role, signed, List.of(RoleKeySet.ofRoot(root, role, "root")), welcomeKeys(role));
  }

  private ObjectNode listing(String role) throws IOException {
    ObjectNode signed = JsonNodeFactory.instance.objectNode();
    Optional<SignedFile> published = state.file(role);
    if (published.isPresent()) {
      signed.setAll(published.get().signed());
    } else {
      signed.put("_type", role);
      signed.put("spec_version", RepositoryEditor.SPEC_VERSION);
      signed.putObject("meta");
    }
    signed.put("version", terms.nextVersion(role));
    signed.put("expires", terms.expires(role));
    return signed;
  }

  /**
   * Orders the files so that a client sees a whole repository at each moment. The root comes last
   * if all that is new also satisfies the old root; a client then never meets metadata whose keys
   * it cannot know. If the old keys are gone, the root comes right before the timestamp, and
   * clients that come in between fail once.
   */
  private Map<String, Bytes> order() throws IOException {
    boolean rootLast = true;
    if (oldRoot != null && fresh.containsKey("root")) {
      for (String role : List.of("targets", "snapshot", "timestamp")) {
        SignedFile file = fresh.get(role);
        rootLast &= file == null || rootKeys(oldRoot, role).isMetBy(file);
      }
    }
    List<String> roles = new ArrayList<>();
    tree.drafts().forEach(draft -> roles.add(draft.role()));
    // Delegated roles before their delegators: drafts are in the order of delegation.
    Collections.reverse(roles);
    roles.addAll(
        rootLast
            ? List.of("snapshot", "timestamp", "root")
            : List.of("snapshot", "root", "timestamp"));
    Map<String, Bytes> files = new LinkedHashMap<>();
    for (String role : roles) {
      SignedFile file = fresh.get(role);
      if (file != null) {
        String name =
            role.equals("timestamp")
                ? "timestamp.json"
                : MetadataDirectory.fileName(role, file.version());
        files.put(name, file.bytes());
      }
    }
    return files;
  }
}
