// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.tuf.SignatureThresholdException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has signed a document, for each set of keys that must.
 *
 * @param fileName the file
 * @param role the role
 * @param version the version of the metadata
 * @param keySets one report for each set, in the order of the document
 * @param strayKeyIds ids with a signature that no set asks for
 */
public record DocumentSignatures(
    String fileName,
    String role,
    long version,
    List<KeySetSignatures> keySets,
    List<String> strayKeyIds) {
  /** Creates a report; the lists are copied. */
  public DocumentSignatures {
    keySets = List.copyOf(keySets);
    strayKeyIds = List.copyOf(strayKeyIds);
  }

  static DocumentSignatures of(PendingDocument document) {
    List<KeySetSignatures> sets = new ArrayList<>();
    List<String> stray = new ArrayList<>(document.signatures().keySet());
    for (KeySetRequirement set : document.keySets()) {
      sets.add(KeySetSignatures.of(set, document));
      stray.removeAll(set.keys().keySet());
    }
    return new DocumentSignatures(
        document.fileName(), document.role(), document.version(), sets, stray);
  }

  /**
   * Tells whether enough keys of each set have signed.
   *
   * @return true if no threshold is missed
   */
  public boolean isComplete() {
    return keySets.stream().allMatch(KeySetSignatures::isComplete);
  }

  /** Throws unless enough keys of each set have signed. */
  void require() throws SignatureThresholdException {
    for (KeySetSignatures set : keySets) {
      if (!set.isComplete()) {
        List<String> missing = new ArrayList<>(set.missingKeyIds());
        missing.addAll(set.invalidKeyIds());
        missing.addAll(set.unsupportedKeyIds());
        throw new SignatureThresholdException(
            role,
            set.description(),
            role.equals("root") ? "5.3.4" : "4.3",
            set.threshold(),
            set.validKeys(),
            missing);
      }
    }
  }
}
