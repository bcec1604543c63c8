// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.model.Fields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The keys of one role by their declared ids, and its threshold, as some metadata states them. */
record RoleKeySet(String role, Map<String, TufKey> keys, int threshold) {
  /** Reads a top-level role of a root. */
  static RoleKeySet ofRoot(JsonNode signedRoot, String role, String source) throws GantryException {
    Fields root = Fields.of(signedRoot, source, "signed");
    return of(root.object("keys"), root.object("roles").object(role), role, source);
  }

  /** Reads a delegated role. */
  static RoleKeySet ofDelegation(JsonNode delegations, JsonNode entry, String source)
      throws GantryException {
    Fields fields = Fields.of(entry, source, "delegations.roles[]");
    Fields keys = Fields.of(delegations, source, "delegations").object("keys");
    return of(keys, fields, fields.string("name"), source);
  }

  /** Reads what all bins of a succinct delegation share; the role is the prefix of their names. */
  static RoleKeySet ofBins(JsonNode delegations, String source) throws GantryException {
    Fields all = Fields.of(delegations, source, "delegations");
    Fields bins = all.object("succinct_roles");
    return of(all.object("keys"), bins, bins.string("name_prefix"), source);
  }

  /** Returns the same keys for another role. */
  RoleKeySet as(String name) {
    return new RoleKeySet(name, keys, threshold);
  }

  private static RoleKeySet of(Fields keys, Fields role, String name, String source)
      throws GantryException {
    Map<String, TufKey> found = new LinkedHashMap<>();
    for (String keyId : role.strings("keyids")) {
      if (keys.has(keyId)) {
        found.put(keyId, TufKey.parse(keys.object(keyId).node(), source + " key " + keyId));
      }
    }
    return new RoleKeySet(name, found, (int) role.integer("threshold", 1, Integer.MAX_VALUE));
  }

  /** What makes two sets of keys the same, wherever they were read. */
  record Identity(int threshold, Map<String, Bytes> fingerprints) {}

  Identity identity() {
    Map<String, Bytes> fingerprints = new HashMap<>();
    keys.forEach((keyId, key) -> fingerprints.put(keyId, key.fingerprint()));
    return new Identity(threshold, fingerprints);
  }

  /** Counts distinct keys with a valid signature. */
  int validSignatures(SignedFile file) {
    return keys.entrySet().stream()
        .filter(
            key -> {
              Bytes signature = file.signatures().get(key.getKey());
              return signature != null && key.getValue().verifies(file.canonical(), signature);
            })
        .map(key -> key.getValue().fingerprint())
        .collect(Collectors.toSet())
        .size();
  }

  boolean isMetBy(SignedFile file) {
    return validSignatures(file) >= threshold;
  }
}
