// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.model.Fields;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Works out what a publication would write, without a signature. */
final class Planner {
  private final RepositoryState state;
  private final RoleTree tree;
  private final DocumentTerms terms;
  private final DocumentSigner signer;
  private final List<PlannedFile> files = new ArrayList<>();

  Planner(RepositoryState state, RoleTree tree, DocumentTerms terms, DocumentSigner signer) {
    this.state = state;
    this.tree = tree;
    this.terms = terms;
    this.signer = signer;
  }

  PublicationPlan plan(Publication publication) throws IOException {
    List<UnsignedDocument> documents = publication.documents();
    boolean snapshot = publication.isSnapshotStale(documents);
    boolean timestamp = snapshot || publication.isListingStale("timestamp");
    for (Map.Entry<String, SignedFile> file : publication.fresh().entrySet()) {
      String role = file.getKey();
      add(role, file.getValue().signed(), file.getValue().bytes().size(), List.of());
    }
    for (UnsignedDocument document : documents) {
      add(publication, document);
    }
    if (snapshot) {
      add(publication, publication.snapshot());
    }
    if (timestamp) {
      add(publication, publication.timestamp());
    }
    return new PublicationPlan(files, targetChanges(), due());
  }

  private void add(Publication publication, UnsignedDocument document) throws IOException {
    List<PlannedFile.MissingSigners> missing = new ArrayList<>();
    Map<String, Bytes> signatures = new LinkedHashMap<>();
    int index = 0;
    for (RoleKeySet keys : document.required()) {
      int available = signer.available(document.role(), keys);
      if (available < keys.threshold()) {
        List<String> without = new ArrayList<>();
        for (Map.Entry<String, TufKey> key : keys.keys().entrySet()) {
          if (!signer.has(key.getValue())) {
            without.add(key.getKey());
          }
        }
        String description = index == 0 ? document.role() : document.role() + ", old keys";
        missing.add(
            new PlannedFile.MissingSigners(description, keys.threshold(), available, without));
      }
      keys.keys().entrySet().stream()
          .limit(Math.max(available, keys.threshold()))
          .forEach(key -> signatures.put(key.getKey(), placeholder(key.getValue())));
      index++;
    }
    SignedFile file =
        new SignedFile(
            MetadataJson.file(signatures, document.canonical()),
            document.signed(),
            document.canonical(),
            signatures);
    publication.fresh().put(document.role(), file);
    add(document.role(), document.signed(), file.bytes().size(), missing);
  }

  private static Bytes placeholder(TufKey key) {
    int length =
        switch (key.scheme()) {
          case "ed25519" -> 64;
          case "ecdsa-sha2-nistp256" -> 71;
          case "ecdsa-sha2-nistp384" -> 103;
          case "ecdsa-sha2-nistp521" -> 138;
          default -> 256;
        };
    return Bytes.of(new byte[length]);
  }

  private void add(
      String role, JsonNode signed, long size, List<PlannedFile.MissingSigners> missing)
      throws GantryException {
    long version = SignedFile.version(signed, role);
    long old = terms.published(role);
    files.add(
        new PlannedFile(
            role.equals("timestamp") ? "timestamp.json" : MetadataDirectory.fileName(role, version),
            role,
            old == 0 ? OptionalLong.empty() : OptionalLong.of(old),
            version,
            oldExpiry(role),
            SignedFile.expires(signed),
            size,
            missing));
  }

  private Optional<Instant> oldExpiry(String role) throws GantryException {
    Optional<SignedFile> old =
        role.equals("root") ? Optional.ofNullable(state.root()) : state.file(role);
    for (TargetsDraft draft : tree.drafts()) {
      if (old.isEmpty() && draft.role().equals(role) && draft.imported().isEmpty()) {
        old = draft.base();
      }
    }
    return old.isPresent() ? Optional.of(old.get().expires()) : Optional.empty();
  }

  private List<TargetChange> targetChanges() throws GantryException {
    List<TargetChange> all = new ArrayList<>();
    for (TargetsDraft draft : tree.drafts()) {
      for (Map.Entry<String, Optional<JsonNode>> change : draft.changes().entrySet()) {
        Optional<JsonNode> old = draft.published(change.getKey());
        Optional<JsonNode> next = change.getValue();
        ChangeKind kind =
            old.isEmpty()
                ? ChangeKind.ADDED
                : next.isEmpty() ? ChangeKind.REMOVED : ChangeKind.CHANGED;
        all.add(new TargetChange(draft.role(), change.getKey(), kind, length(old), length(next)));
      }
    }
    return all;
  }

  static OptionalLong length(Optional<JsonNode> entry) throws GantryException {
    return entry.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            Fields.of(entry.get(), "targets", "entry").integer("length", 0, Long.MAX_VALUE));
  }

  Set<String> due() throws GantryException {
    Set<String> due = new LinkedHashSet<>();
    SignedFile root = state.root();
    if (root != null && terms.isDue("root", root)) {
      due.add("root");
    }
    for (TargetsDraft draft : tree.drafts()) {
      if (draft.base().isPresent() && terms.isDue(draft.role(), draft.base().get())) {
        due.add(draft.role());
      }
    }
    for (String role : List.of("snapshot", "timestamp")) {
      Optional<SignedFile> file = state.file(role);
      if (file.isPresent() && terms.isDue(role, file.get())) {
        due.add(role);
      }
    }
    return due;
  }
}
