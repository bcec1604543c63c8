// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.StateConflictException;
import dev.gantry.tuf.internal.crypto.TufKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts signatures to documents: of the signers at hand, and those that came in a bundle. */
final class DocumentSigner {
  /** Documents below this size are remembered: new bins all say the same. */
  private static final int SMALL_BYTES = 4096;

  private final SignerSet signers;
  private final Map<String, Given> given;
  private final Map<Same, Map<String, Bytes>> made = new HashMap<>();

  DocumentSigner(SignerSet signers, Map<String, Given> given) {
    this.signers = signers;
    this.given = given;
  }

  /** A document out of a bundle: what was signed, and the signatures. */
  record Given(Bytes canonical, Map<String, Bytes> signatures) {}

  private record Same(Bytes canonical, List<Map<String, TufKey>> keys) {}

  boolean isGiven(String role) {
    return given.containsKey(role);
  }

  boolean has(TufKey key) {
    return signers.find(key).isPresent();
  }

  /**
   * Counts the distinct keys of a role of which there is a signature, or a signer. What came in a
   * bundle is not signed here: nobody at this end has looked at it.
   */
  int available(String role, RoleKeySet keys) {
    Given document = given.get(role);
    Set<Bytes> found = new HashSet<>();
    for (Map.Entry<String, TufKey> entry : keys.keys().entrySet()) {
      TufKey key = entry.getValue();
      Bytes signature = document == null ? null : document.signatures().get(entry.getKey());
      boolean counts =
          document == null
              ? signers.find(key).isPresent()
              : signature != null && key.verifies(document.canonical(), signature);
      if (counts) {
        found.add(key.fingerprint());
      }
    }
    return found.size();
  }

  void require(String role, RoleKeySet keys, String name) throws InsufficientSignersException {
    int available = available(role, keys);
    if (available < keys.threshold()) {
      throw new InsufficientSignersException(name, keys.threshold(), available);
    }
  }

  /** Signs as far as the signers go. */
  SignedFile sign(UnsignedDocument document) throws IOException {
    Map<String, Bytes> signatures = signatures(document);
    return new SignedFile(
        MetadataJson.file(signatures, document.canonical()),
        document.signed(),
        document.canonical(),
        signatures);
  }

  private Map<String, Bytes> signatures(UnsignedDocument document) throws IOException {
    Given existing = given.get(document.role());
    if (existing != null) {
      return valid(document, existing);
    }
    if (document.canonical().size() >= SMALL_BYTES) {
      return signers.signatures(document.canonical(), document.allKeys(), Map.of());
    }
    List<Map<String, TufKey>> keys = new ArrayList<>();
    document.allKeys().forEach(set -> keys.add(set.keys()));
    Same same = new Same(document.canonical(), keys);
    Map<String, Bytes> signatures = made.get(same);
    if (signatures == null) {
      signatures = signers.signatures(document.canonical(), document.allKeys(), Map.of());
      made.put(same, signatures);
    }
    return signatures;
  }

  /** Returns those of its signatures that count; what comes after it has the digest of these. */
  private static Map<String, Bytes> valid(UnsignedDocument document, Given existing)
      throws StateConflictException {
    if (!existing.canonical().equals(document.canonical())) {
      throw new StateConflictException(
          "BUNDLE_DIFFERS",
          "putting a bundle together",
          document.role() + " would say something else now",
          "what was prepared; prepare and sign again");
    }
    Map<String, Bytes> valid = new LinkedHashMap<>();
    for (RoleKeySet set : document.allKeys()) {
      for (Map.Entry<String, TufKey> entry : set.keys().entrySet()) {
        Bytes signature = existing.signatures().get(entry.getKey());
        if (signature != null && entry.getValue().verifies(document.canonical(), signature)) {
          valid.put(entry.getKey(), signature);
        }
      }
    }
    return valid;
  }

  private static boolean isMet(RoleKeySet keys, Map<String, Bytes> valid) {
    Set<Bytes> distinct = new HashSet<>();
    keys.keys()
        .forEach(
            (keyId, key) ->
                Optional.ofNullable(valid.get(keyId))
                    .ifPresent(signature -> distinct.add(key.fingerprint())));
    return distinct.size() >= keys.threshold();
  }

  /** Tells whether a file that was just signed meets every threshold that it must. */
  static boolean isComplete(UnsignedDocument document, SignedFile file) {
    return document.required().stream().allMatch(set -> isMet(set, file.signatures()));
  }
}
