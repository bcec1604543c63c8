// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.util.Collection;
import java.util.List;

/**
 * Who has signed what, and who is missing: the state of a ceremony.
 *
 * @param documents one report for each document, in the order of the bundle
 */
public record SignatureReport(List<DocumentSignatures> documents) {
  /** Creates a report; the list is copied. */
  public SignatureReport {
    documents = List.copyOf(documents);
  }

  /**
   * Verifies all signatures of some documents.
   *
   * @param documents the documents
   * @return the report
   */
  public static SignatureReport of(Collection<PendingDocument> documents) {
    return new SignatureReport(documents.stream().map(PendingDocument::report).toList());
  }

  /**
   * Tells whether every document has enough signatures of every key set.
   *
   * @return true if nothing is missing
   */
  public boolean isComplete() {
    return documents.stream().allMatch(DocumentSignatures::isComplete);
  }

  /**
   * Returns the documents that still wait.
   *
   * @return those with a threshold that is not met
   */
  public List<DocumentSignatures> incomplete() {
    return documents.stream().filter(document -> !document.isComplete()).toList();
  }
}
