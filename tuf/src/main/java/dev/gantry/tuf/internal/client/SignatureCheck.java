// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.Keyring;
import dev.gantry.tuf.internal.model.RoleKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the signatures of one file against the keys of a role (TUF 5.3.4, 5.4.2, 5.5.3, 5.6.3).
 *
 * <p>Distinct public keys count, whatever ids they are declared under. Signatures of keys that are
 * not the role's are not even looked at, and no signature is computed twice although a root is
 * checked against two sets of keys. Not thread-safe.
 */
final class SignatureCheck {
  private final Envelope envelope;
  private final Map<Attempt, Boolean> results = new HashMap<>();

  SignatureCheck(Envelope envelope) {
    this.envelope = envelope;
  }

  private record Attempt(String keyId, Bytes fingerprint) {}

  /**
   * Throws unless enough keys have signed.
   *
   * @param roleName the role of the file
   * @param keys keys that the delegator declares
   * @param role which of them count, and how many are needed
   * @param delegator who says so
   * @param section section of the specification
   */
  void require(String roleName, Keyring keys, RoleKeys role, String delegator, String section)
      throws SignatureThresholdException {
    Set<Bytes> signers = new HashSet<>();
    List<String> missing = new ArrayList<>();
    for (String keyId : role.keyIds()) {
      Optional<TufKey> key = keys.find(keyId);
      if (key.isPresent() && signers.contains(key.get().fingerprint())) {
        // The same key under another id: it has counted, and there is nothing to compute.
        continue;
      }
      if (key.isPresent() && isSignedBy(keyId, key.get())) {
        signers.add(key.get().fingerprint());
        if (signers.size() >= role.threshold()) {
          return;
        }
      } else {
        missing.add(keyId);
      }
    }
    throw new SignatureThresholdException(
        roleName, delegator, section, role.threshold(), signers.size(), missing);
  }

  private boolean isSignedBy(String keyId, TufKey key) {
    Bytes signature = envelope.signatures().get(keyId);
    if (signature == null || signature.size() == 0 || !key.isSupported()) {
      return false;
    }
    return results.computeIfAbsent(
        new Attempt(keyId, key.fingerprint()),
        attempt -> key.verifies(envelope.payload(), signature));
  }
}
