// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The signers at hand, found by the key that they sign for, whatever id metadata gives it. */
final class SignerSet {
  private final Map<Bytes, Signer> byFingerprint = new LinkedHashMap<>();

  SignerSet(Collection<? extends Signer> signers) {
    for (Signer signer : signers) {
      byFingerprint.putIfAbsent(signer.publicKey().key().fingerprint(), signer);
    }
  }

  /** Finds the signer of a key. */
  Optional<Signer> find(TufKey key) {
    return Optional.ofNullable(byFingerprint.get(key.fingerprint()));
  }

  /**
   * Signs with every signer at hand that belongs to one of the roles, in the order of the roles'
   * keys; a key with several ids in one role signs once.
   */
  SignedFile sign(ObjectNode signed, List<RoleKeySet> roles) throws IOException {
    Bytes canonical = CanonicalJson.encode(signed);
    Map<String, Bytes> signatures = signatures(canonical, roles, Map.of());
    return new SignedFile(MetadataJson.file(signatures, canonical), signed, canonical, signatures);
  }

  /**
   * Returns the signatures of every signer at hand that belongs to one of the roles, and those that
   * there are already of other keys of them, in the order of the roles' keys.
   */
  Map<String, Bytes> signatures(
      Bytes canonical, List<RoleKeySet> roles, Map<String, Bytes> existing) throws IOException {
    Map<String, Bytes> signatures = new LinkedHashMap<>();
    for (RoleKeySet role : roles) {
      Set<Bytes> done = new HashSet<>();
      for (Map.Entry<String, TufKey> entry : role.keys().entrySet()) {
        TufKey key = entry.getValue();
        Signer signer = byFingerprint.get(key.fingerprint());
        Bytes known = existing.get(entry.getKey());
        if (known != null && key.verifies(canonical, known)) {
          signatures.put(entry.getKey(), known);
          done.add(key.fingerprint());
        } else if (signer != null && done.add(key.fingerprint())) {
          signatures.put(entry.getKey(), CheckedSigner.sign(signer, key, canonical, role.role()));
        }
      }
    }
    return signatures;
  }
}
