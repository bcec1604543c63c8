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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
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

  /** Throws unless the threshold of a role can be met. */
  void require(RoleKeySet keys, String name) throws InsufficientSignersException {
    Set<Bytes> available = new HashSet<>();
    for (TufKey key : keys.keys().values()) {
      if (byFingerprint.containsKey(key.fingerprint())) {
        available.add(key.fingerprint());
      }
    }
    if (available.size() < keys.threshold()) {
      throw new InsufficientSignersException(name, keys.threshold(), available.size());
    }
  }

  /**
   * Signs with every signer at hand that belongs to one of the roles, in the order of the roles'
   * keys; a key with several ids in one role signs once.
   */
  SignedFile sign(ObjectNode signed, List<RoleKeySet> roles) throws IOException {
    Bytes canonical = CanonicalJson.encode(signed);
    Map<String, Bytes> signatures = new LinkedHashMap<>();
    for (RoleKeySet role : roles) {
      Set<Bytes> done = new HashSet<>();
      for (Map.Entry<String, TufKey> entry : role.keys().entrySet()) {
        TufKey key = entry.getValue();
        Signer signer = byFingerprint.get(key.fingerprint());
        if (signer != null && done.add(key.fingerprint())) {
          signatures.put(entry.getKey(), CheckedSigner.sign(signer, key, canonical, role.role()));
        }
      }
    }
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode list = file.putArray("signatures");
    signatures.forEach(
        (keyId, signature) -> list.addObject().put("keyid", keyId).put("sig", signature.toHex()));
    file.set("signed", signed);
    return new SignedFile(MetadataJson.file(file), signed, canonical, signatures);
  }
}
