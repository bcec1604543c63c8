// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.KeyIdPolicy;
import dev.gantry.tuf.internal.crypto.TufKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Public keys by the key id under which metadata declares them (TUF 4.3). What that id has to be is
 * a matter of the {@link KeyIdPolicy}.
 */
public final class Keyring {
  private final Map<String, TufKey> keys;

  private Keyring(Map<String, TufKey> keys) {
    this.keys = keys;
  }

  static Keyring parse(Fields fields, KeyIdPolicy policy, Optional<Keyring> known)
      throws GantryException {
    Map<String, TufKey> keys = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : fields.members()) {
      String keyId = member.getKey();
      Optional<TufKey> before =
          known.flatMap(ring -> ring.find(keyId)).filter(key -> key.isMadeFrom(member.getValue()));
      TufKey key =
          before.isPresent()
              ? before.get()
              : TufKey.parse(member.getValue(), fields.source() + " " + fields.path(keyId));
      if (policy == KeyIdPolicy.ENFORCE && !key.hasId(keyId)) {
        throw fields.malformed(
            keyId, keyId, "the digest of its key, " + key.keyId() + " (TUF 4.2)");
      }
      keys.put(keyId, key);
    }
    return new Keyring(keys);
  }

  /**
   * Finds a key.
   *
   * @param keyId its declared id
   * @return the key, or empty if none was declared
   */
  public Optional<TufKey> find(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  /**
   * Returns the public keys of a role, whatever ids they are declared under.
   *
   * @param role the role
   * @return fingerprints of its keys that are declared
   */
  public Set<Bytes> publicKeys(RoleKeys role) {
    Set<Bytes> fingerprints = new HashSet<>();
    for (String keyId : role.keyIds()) {
      find(keyId).ifPresent(key -> fingerprints.add(key.fingerprint()));
    }
    return fingerprints;
  }
}
