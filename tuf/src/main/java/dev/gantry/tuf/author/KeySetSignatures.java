// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which keys of one set have signed a document.
 *
 * @param description who wants the signatures, for example {@code root of root 3}
 * @param threshold how many distinct keys must sign
 * @param validKeys how many distinct keys have a valid signature; two ids of one key count once
 * @param signedKeyIds ids with a valid signature
 * @param missingKeyIds ids without any signature, of keys that could make one
 * @param invalidKeyIds ids with a signature that does not verify
 * @param unsupportedKeyIds ids of keys of a type or scheme that this release cannot verify
 */
public record KeySetSignatures(
    String description,
    int threshold,
    int validKeys,
    List<String> signedKeyIds,
    List<String> missingKeyIds,
    List<String> invalidKeyIds,
    List<String> unsupportedKeyIds) {
  /** Creates a report; the lists are copied. */
  public KeySetSignatures {
    signedKeyIds = List.copyOf(signedKeyIds);
    missingKeyIds = List.copyOf(missingKeyIds);
    invalidKeyIds = List.copyOf(invalidKeyIds);
    unsupportedKeyIds = List.copyOf(unsupportedKeyIds);
  }

  static KeySetSignatures of(KeySetRequirement set, PendingDocument document) {
    Set<Bytes> valid = new HashSet<>();
    List<String> signed = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    List<String> unsupported = new ArrayList<>();
    for (Map.Entry<String, TufPublicKey> entry : set.keys().entrySet()) {
      String keyId = entry.getKey();
      if (!entry.getValue().isSupported()) {
        unsupported.add(keyId);
      } else if (!document.signatures().containsKey(keyId)) {
        missing.add(keyId);
      } else if (set.isSignedBy(keyId, document)) {
        signed.add(keyId);
        valid.add(entry.getValue().key().fingerprint());
      } else {
        invalid.add(keyId);
      }
    }
    return new KeySetSignatures(
        set.description(), set.threshold(), valid.size(), signed, missing, invalid, unsupported);
  }

  /**
   * Tells whether enough keys have signed.
   *
   * @return true if the threshold is met
   */
  public boolean isComplete() {
    return validKeys >= threshold;
  }

  /**
   * Returns how many more keys must sign.
   *
   * @return 0 if the threshold is met
   */
  public int stillNeeded() {
    return Math.max(0, threshold - validKeys);
  }
}
