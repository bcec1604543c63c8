// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Works out which documents wait for signatures. Root, targets and delegated roles come in the
 * first round; the snapshot lists their digests and the timestamp that of the snapshot, so each of
 * these can only be made once all before it are signed.
 */
final class BundleMaker {
  private final Publication publication;
  private final List<PendingDocument> documents = new ArrayList<>();

  private BundleMaker(Publication publication) {
    this.publication = publication;
  }

  static SigningBundle make(Publication publication) throws IOException {
    BundleMaker maker = new BundleMaker(publication);
    maker.rounds();
    return SigningBundle.of(maker.documents);
  }

  private void rounds() throws IOException {
    List<UnsignedDocument> first = publication.documents();
    LimitExceededException.check(
        "documents of a signing bundle", SigningBundle.MAX_DOCUMENTS, first.size() + 2L);
    boolean snapshot = publication.isSnapshotStale(first);
    boolean timestamp = snapshot || publication.isListingStale("timestamp");
    if (!add(publication.sign(first))) {
      return;
    }
    if (snapshot && !add(publication.sign(List.of(publication.snapshot())))) {
      return;
    }
    if (timestamp) {
      add(publication.sign(List.of(publication.timestamp())));
    }
  }

  private boolean add(Publication.Round round) throws IOException {
    for (UnsignedDocument document : round.documents()) {
      SignedFile file = Objects.requireNonNull(round.files().get(document.role()));
      documents.add(pending(document, file));
    }
    return round.isComplete();
  }

  private static PendingDocument pending(UnsignedDocument document, SignedFile file)
      throws IOException {
    List<KeySetRequirement> sets = new ArrayList<>();
    for (RoleKeySet keys : document.required()) {
      sets.add(set(document, keys, sets.size()));
    }
    for (RoleKeySet keys : document.welcome()) {
      // Nobody is asked for signatures of old keys, but those that there are stay.
      if (keys.isMetBy(file)) {
        sets.add(set(document, keys, sets.size()));
      }
    }
    Map<String, Bytes> signatures = new LinkedHashMap<>(file.signatures());
    signatures.keySet().removeIf(id -> sets.stream().noneMatch(s -> s.keys().containsKey(id)));
    String fileName =
        document.role().equals("timestamp")
            ? "timestamp.json"
            : MetadataDirectory.fileName(document.role(), document.version());
    return PendingDocument.of(fileName, document.role(), document.signed(), sets, signatures);
  }

  private static KeySetRequirement set(UnsignedDocument document, RoleKeySet keys, int index) {
    String whose = index == 0 ? "" : ", keys before the change";
    return KeySetRequirement.of(document.role() + whose, keys);
  }
}
