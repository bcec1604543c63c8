// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.internal.crypto.TufKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Public keys by the key id under which metadata declares them (TUF 4.3).
 *
 * <p>The declared id is taken as an opaque name: production repositories hold ids that are not the
 * digest of their key, and thresholds count distinct public keys anyway.
 */
public final class Keyring {
  private final Map<String, TufKey> keys;

  private Keyring(Map<String, TufKey> keys) {
    this.keys = keys;
  }

  static Keyring parse(Fields fields) throws GantryException {
    Map<String, TufKey> keys = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : fields.members()) {
      keys.put(
          member.getKey(),
          TufKey.parse(member.getValue(), fields.source() + " " + fields.path(member.getKey())));
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
