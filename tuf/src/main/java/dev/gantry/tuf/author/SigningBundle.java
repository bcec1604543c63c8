// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.SignatureThresholdException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Documents that wait for signatures, as one file that can be carried to machines without a network
 * and back: a key holder looks at {@link PendingDocument#describe()}, signs, and hands on the
 * result, in turn or each with a copy of their own, see {@link #merge}.
 *
 * <p>A bundle is not trusted for anything: who must sign is what its maker claims, and its
 * signatures are verified when they are used. Immutable and thread-safe.
 */
public final class SigningBundle {
  /** The most documents that a bundle may hold. */
  public static final int MAX_DOCUMENTS = 20_000;

  private final SortedMap<String, PendingDocument> documents;

  private SigningBundle(SortedMap<String, PendingDocument> documents) {
    this.documents = Collections.unmodifiableSortedMap(documents);
  }

  /**
   * Puts documents together.
   *
   * @param documents documents with distinct file names, in any order
   * @return the bundle
   * @throws IllegalArgumentException if a file name comes twice, or there are more than {@value
   *     #MAX_DOCUMENTS}
   */
  public static SigningBundle of(Collection<PendingDocument> documents) {
    SortedMap<String, PendingDocument> byName = new TreeMap<>();
    for (PendingDocument document : documents) {
      if (byName.put(document.fileName(), document) != null) {
        throw new IllegalArgumentException("two documents " + document.fileName());
      }
    }
    if (byName.size() > MAX_DOCUMENTS) {
      throw new IllegalArgumentException(byName.size() + " documents");
    }
    return new SigningBundle(byName);
  }

  /**
   * Reads a bundle. Its signatures are not verified yet, see {@link #report()}.
   *
   * @param encoded what {@link #encode()} wrote, anywhere; 256 MiB at most
   * @return the bundle
   * @throws UnsupportedFormatException if it is of a later format
   * @throws MalformedDataException if it is no bundle, or holds what is no metadata of its role
   * @throws LimitExceededException if it is larger or deeper than any bundle
   * @throws IOException never otherwise
   */
  public static SigningBundle decode(Bytes encoded) throws IOException {
    return BundleJson.decode(encoded);
  }

  /**
   * Writes the bundle.
   *
   * @return JSON with one newline at the end; equal bundles have equal bytes
   * @throws LimitExceededException if metadata in it nests deeper than a bundle can carry, or it is
   *     larger than 256 MiB
   */
  public Bytes encode() throws LimitExceededException {
    return BundleJson.encode(this);
  }

  /**
   * Returns the documents.
   *
   * @return all of them, sorted by file name; unmodifiable
   */
  public List<PendingDocument> documents() {
    return List.copyOf(documents.values());
  }

  /**
   * Finds a document.
   *
   * @param fileName the name of its file
   * @return the document, or empty if there is none
   */
  public Optional<PendingDocument> find(String fileName) {
    return Optional.ofNullable(documents.get(fileName));
  }

  /**
   * Finds the document of a role.
   *
   * @param role the role
   * @return the document, or empty if there is none
   */
  public Optional<PendingDocument> findRole(String role) {
    return documents.values().stream().filter(each -> each.role().equals(role)).findFirst();
  }

  /**
   * Adds the signatures of those signers whose keys count, each verified right after it is made. A
   * key that has signed already is not asked again.
   *
   * @param signers who signs
   * @return the bundle with the new signatures; compare with this one to see whether there are any
   * @throws InvalidSignatureException if a signer makes a signature that does not verify
   * @throws IOException if a signer fails
   */
  public SigningBundle sign(Collection<? extends Signer> signers) throws IOException {
    List<PendingDocument> result = new ArrayList<>();
    for (PendingDocument document : documents.values()) {
      result.add(document.sign(signers));
    }
    return of(result);
  }

  /**
   * Adds the signatures of a copy that was signed elsewhere. The order in which copies are merged
   * does not matter.
   *
   * @param other a copy of this bundle, differing in nothing but signatures
   * @return the bundle with the signatures of both
   * @throws StateConflictException if it holds other documents; the message names the first
   * @throws InvalidSignatureException if one of its signatures is not valid, or of a key that is
   *     not asked for
   */
  public SigningBundle merge(SigningBundle other)
      throws StateConflictException, InvalidSignatureException {
    for (String name : other.documents.keySet()) {
      if (!documents.containsKey(name)) {
        throw differ(name, "only in the other bundle");
      }
    }
    List<PendingDocument> result = new ArrayList<>();
    for (PendingDocument document : documents.values()) {
      PendingDocument theirs = other.documents.get(document.fileName());
      if (theirs == null) {
        throw differ(document.fileName(), "not in the other bundle");
      }
      result.add(document.merge(theirs));
    }
    return of(result);
  }

  private static StateConflictException differ(String name, String found) {
    return new StateConflictException(
        "DOCUMENTS_DIFFER", "merging", name + " is " + found, "two copies of one bundle");
  }

  /**
   * Verifies all signatures.
   *
   * @return who has signed what, and who is missing
   */
  public SignatureReport report() {
    return SignatureReport.of(documents.values());
  }

  /**
   * Throws unless every document has enough valid signatures of every key set.
   *
   * @return this bundle without the signatures that do not count
   * @throws SignatureThresholdException if a threshold is not met
   */
  public SigningBundle verify() throws SignatureThresholdException {
    List<PendingDocument> result = new ArrayList<>();
    for (PendingDocument document : documents.values()) {
      document.report().require();
      result.add(document.withoutUseless());
    }
    return of(result);
  }

  /**
   * Says what would be signed, for the eyes of the key holder.
   *
   * @return one summary for each document, in the order of {@link #documents()}
   */
  public List<DocumentSummary> describe() {
    return documents.values().stream().map(PendingDocument::describe).toList();
  }

  /**
   * Says what would be signed, and what a new root changes.
   *
   * @param previousRoot the root file before it, best the key holder's own copy
   * @return one summary for each document, in the order of {@link #documents()}
   * @throws GantryException if that is no root file
   */
  public List<DocumentSummary> describe(Bytes previousRoot) throws GantryException {
    List<DocumentSummary> summaries = new ArrayList<>();
    for (PendingDocument document : documents.values()) {
      summaries.add(
          document.role().equals("root") ? document.describe(previousRoot) : document.describe());
    }
    return List.copyOf(summaries);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningBundle that && documents.equals(that.documents);
  }

  @Override
  public int hashCode() {
    return documents.hashCode();
  }

  /** Returns the documents in one line each. */
  @Override
  public String toString() {
    return documents.values().toString();
  }
}
