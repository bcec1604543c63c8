// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.json.StrictJson;
import dev.gantry.tuf.internal.model.RoleNames;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One metadata file that waits for signatures: what is signed, which keys must sign it, and the
 * signatures that there are.
 *
 * <p>The signatures are not verified before somebody asks: {@link #report()} tells which of them
 * are valid, {@link #verify()} insists. The key sets are those that the maker of the document
 * claims; whoever publishes compares with metadata that they trust. Immutable and thread-safe.
 */
public final class PendingDocument {
  private static final int MAX_KEY_SETS = 16;

  private static final int MAX_SIGNATURES = 1000;

  private final String fileName;
  private final String role;
  private final long version;
  private final ObjectNode signed;
  private final Bytes canonical;
  private final List<KeySetRequirement> keySets;
  private final SortedMap<String, Bytes> signatures;

  private PendingDocument(
      String fileName,
      String role,
      long version,
      ObjectNode signed,
      Bytes canonical,
      List<KeySetRequirement> keySets,
      SortedMap<String, Bytes> signatures) {
    this.fileName = fileName;
    this.role = role;
    this.version = version;
    this.signed = signed;
    this.canonical = canonical;
    this.keySets = keySets;
    this.signatures = Collections.unmodifiableSortedMap(signatures);
  }

  /**
   * Creates a document without signatures.
   *
   * @param fileName the name that the file will have: {@code ROLE.json}, or with the version in
   *     front as in {@code 2.root.json}
   * @param role the role
   * @param signed the object that is signed, as JSON
   * @param keySets who must sign, 1 to 16 sets
   * @return the document
   * @throws MalformedDataException if that is not metadata of the role, or the file name does not
   *     fit role and version
   * @throws LimitExceededException if there are too many key sets, or the metadata is too large or
   *     too deep
   * @throws IOException never otherwise
   */
  public static PendingDocument of(
      String fileName, String role, Bytes signed, List<KeySetRequirement> keySets)
      throws IOException {
    JsonNode tree = StrictJson.parse(signed, fileName, SignedFile.MAX_BYTES);
    if (!(tree instanceof ObjectNode object)) {
      throw malformed(fileName, "signed", "not an object", "an object");
    }
    return of(fileName, role, object, keySets, Map.of());
  }

  static PendingDocument of(
      String fileName,
      String role,
      ObjectNode signed,
      List<KeySetRequirement> keySets,
      Map<String, Bytes> signatures)
      throws GantryException {
    LimitExceededException.check("key sets of " + fileName, MAX_KEY_SETS, keySets.size());
    LimitExceededException.check("signatures of " + fileName, MAX_SIGNATURES, signatures.size());
    if (keySets.isEmpty()) {
      throw malformed(fileName, "key_sets", "empty", "at least one set of keys");
    }
    requireOneKeyAnId(fileName, keySets);
    ObjectNode copy = signed.deepCopy();
    PendingDocument document =
        new PendingDocument(
            fileName,
            role,
            SignedFile.version(copy, fileName),
            copy,
            CanonicalJson.encode(copy),
            List.copyOf(keySets),
            new TreeMap<>(signatures));
    if (!fileName.equals(RoleNames.served(role, document.version))
        && !fileName.equals(RoleNames.served(role, 0))) {
      throw malformed(
          "signing bundle",
          "file",
          Text.quote(fileName),
          RoleNames.served(role, document.version) + " or " + RoleNames.served(role, 0));
    }
    // Also tells one role's metadata from another's: what a signer is shown is what it signs.
    document.signedFile().requireReadable(role);
    return document;
  }

  /** A file has room for one signature of an id. */
  private static void requireOneKeyAnId(String fileName, List<KeySetRequirement> keySets)
      throws MalformedDataException {
    Map<String, Bytes> fingerprints = new HashMap<>();
    for (KeySetRequirement set : keySets) {
      for (Map.Entry<String, TufPublicKey> entry : set.keys().entrySet()) {
        Bytes fingerprint = entry.getValue().key().fingerprint();
        Bytes other = fingerprints.putIfAbsent(entry.getKey(), fingerprint);
        if (other != null && !other.equals(fingerprint)) {
          throw malformed(
              fileName, "key_sets", "two keys with the id " + entry.getKey(), "one key an id");
        }
      }
    }
  }

  private static MalformedDataException malformed(
      String source, String field, String found, String expected) {
    return new MalformedDataException(
        "SIGNING_BUNDLE", source, MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }

  /**
   * Returns the name that the file will have.
   *
   * @return for example {@code 2.root.json}
   */
  public String fileName() {
    return fileName;
  }

  /**
   * Returns the role.
   *
   * @return {@code root}, {@code targets}, {@code snapshot}, {@code timestamp} or a delegated role
   */
  public String role() {
    return role;
  }

  /**
   * Returns the version of the metadata.
   *
   * @return 1 or more
   */
  public long version() {
    return version;
  }

  /**
   * Returns what is signed.
   *
   * @return the canonical form (specification section 4.2), not yet hashed
   */
  public Bytes canonical() {
    return canonical;
  }

  /**
   * Returns who must sign.
   *
   * @return the key sets in the order in which they were given; unmodifiable
   */
  public List<KeySetRequirement> keySets() {
    return keySets;
  }

  /**
   * Returns the signatures that there are, valid or not.
   *
   * @return signatures by key id, sorted; unmodifiable
   */
  public Map<String, Bytes> signatures() {
    return signatures;
  }

  /** Returns a fresh copy of what is signed. */
  ObjectNode signed() {
    return signed.deepCopy();
  }

  /** Returns the file as it stands, with the signatures that there are. */
  SignedFile signedFile() {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode list = file.putArray("signatures");
    signatures.forEach(
        (keyId, signature) -> list.addObject().put("keyid", keyId).put("sig", signature.toHex()));
    file.set("signed", signed);
    return new SignedFile(MetadataJson.file(file), signed(), canonical, signatures);
  }

  /**
   * Returns the metadata file as it stands, with all signatures, complete or not.
   *
   * @return JSON as the editor writes it; equal documents have equal bytes
   */
  public Bytes toBytes() {
    return signedFile().bytes();
  }

  /**
   * Says what would be signed, for the eyes of the key holder.
   *
   * @return what is in the metadata
   */
  public DocumentSummary describe() {
    try {
      return DocumentSummary.of(this, Optional.empty());
    } catch (GantryException e) {
      throw new AssertionError("this document was read before", e);
    }
  }

  /**
   * Says what would be signed in a root, and what it changes.
   *
   * @param previousRoot the root file before it, best the key holder's own copy; only its content
   *     counts here, not its signatures
   * @return what is in the metadata, with keys added and removed
   * @throws GantryException if that is no root file
   */
  public DocumentSummary describe(Bytes previousRoot) throws GantryException {
    SignedFile previous = SignedFile.parse(previousRoot, "previous root", "root");
    previous.requireReadable("root");
    return DocumentSummary.of(this, Optional.of(previous.signed()));
  }

  /**
   * Returns who has signed and who has not.
   *
   * @return a report on this document
   */
  public DocumentSignatures report() {
    return DocumentSignatures.of(this);
  }

  /**
   * Throws unless the threshold of each key set is met by valid signatures.
   *
   * @return the finished file, without the signatures that do not count
   * @throws SignatureThresholdException if one is not met
   */
  public Bytes verify() throws SignatureThresholdException {
    report().require();
    return withoutUseless().toBytes();
  }

  /** Drops signatures that are not valid or of no key set. */
  PendingDocument withoutUseless() {
    SortedMap<String, Bytes> useful = new TreeMap<>(signatures);
    useful.keySet().removeIf(keyId -> keySets.stream().noneMatch(set -> counts(set, keyId)));
    return with(useful);
  }

  private boolean counts(KeySetRequirement set, String keyId) {
    return set.isSignedBy(keyId, this);
  }

  /**
   * Adds the signatures of those signers whose keys count here and have not signed yet, each
   * verified right after it is made; other signers are left alone.
   *
   * @param signers who signs
   * @return the document with the new signatures; this one if there are none
   * @throws InvalidSignatureException if a signer makes a signature that does not verify
   * @throws IOException if a signer fails
   */
  public PendingDocument sign(Collection<? extends Signer> signers) throws IOException {
    SignerSet available = new SignerSet(signers);
    SortedMap<String, Bytes> all = new TreeMap<>(signatures);
    for (KeySetRequirement set : keySets) {
      for (Map.Entry<String, TufPublicKey> entry : set.keys().entrySet()) {
        Optional<Signer> signer = available.find(entry.getValue().key());
        if (signer.isPresent() && !set.isSignedBy(entry.getKey(), with(all))) {
          all.put(
              entry.getKey(),
              CheckedSigner.sign(signer.get(), entry.getValue().key(), canonical, fileName));
        }
      }
    }
    return all.equals(signatures) ? this : with(all);
  }

  /**
   * Adds the signatures of a copy that was signed elsewhere. Where both have a valid signature of
   * one key, the one that sorts first stays, so that the order of merging does not matter.
   *
   * @param other the same document: same file name, role, content and key sets
   * @return the document with the signatures of both
   * @throws StateConflictException if it is another document
   * @throws InvalidSignatureException if a signature of the other one is not valid, or of a key
   *     that is not asked for
   */
  public PendingDocument merge(PendingDocument other)
      throws StateConflictException, InvalidSignatureException {
    if (!isSame(other)) {
      throw new StateConflictException(
          "DOCUMENTS_DIFFER",
          "merging " + fileName,
          "another content or other keys in the other bundle",
          "two copies of one bundle");
    }
    SortedMap<String, Bytes> all = new TreeMap<>(signatures);
    for (Map.Entry<String, Bytes> theirs : other.signatures.entrySet()) {
      String keyId = theirs.getKey();
      List<KeySetRequirement> named =
          keySets.stream().filter(set -> set.keys().containsKey(keyId)).toList();
      if (named.isEmpty()) {
        throw new InvalidSignatureException(fileName, keyId, "is of no key that must sign");
      }
      if (named.stream().noneMatch(set -> set.isSignedBy(keyId, other))) {
        throw new InvalidSignatureException(fileName, keyId, "does not verify");
      }
      Bytes ours = signatures.get(keyId);
      boolean valid = named.stream().anyMatch(set -> set.isSignedBy(keyId, this));
      if (ours == null || !valid || theirs.getValue().toHex().compareTo(ours.toHex()) < 0) {
        all.put(keyId, theirs.getValue());
      }
    }
    return with(all);
  }

  /** Tells whether two documents differ in nothing but signatures. */
  boolean isSame(PendingDocument other) {
    return fileName.equals(other.fileName)
        && role.equals(other.role)
        && canonical.equals(other.canonical)
        && keySets.equals(other.keySets);
  }

  private PendingDocument with(SortedMap<String, Bytes> newSignatures) {
    return new PendingDocument(fileName, role, version, signed, canonical, keySets, newSignatures);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PendingDocument that
        && isSame(that)
        && signatures.equals(that.signatures);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fileName, canonical, signatures);
  }

  /** Returns the file name, the role and how many signatures there are. */
  @Override
  public String toString() {
    return fileName + " (" + Text.clean(role) + "), " + signatures.size() + " signatures";
  }
}
