// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.tuf.ExpiredMetadataException;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.VersionMismatchException;
import dev.gantry.tuf.internal.json.CanonicalJson;
import dev.gantry.tuf.internal.model.RoleNames;
import dev.gantry.tuf.internal.model.RootRole;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A root file on its way: made or changed step by step, then signed by one key holder after the
 * other, until {@link #verify(RootDocument, Instant)} accepts it (TUF specification sections 4.3
 * and 6.1).
 *
 * <p>Each change makes a new document without signatures, since they would be of something else; a
 * change that changes nothing returns the same document. Fields that the specification does not
 * know are kept. A new root has no thresholds until they are set, and clients cannot read it until
 * then. Immutable and thread-safe.
 */
public final class RootDocument {
  /** The largest file that is read. */
  private static final int MAX_BYTES = 8 << 20;

  private final ObjectNode signed;
  private final RootRole content;
  private final Map<String, Bytes> signatures;
  private final Bytes canonical;
  private final Bytes bytes;

  private RootDocument(
      ObjectNode signed,
      RootRole content,
      Map<String, Bytes> signatures,
      Bytes canonical,
      Bytes bytes) {
    this.signed = signed;
    this.canonical = canonical;
    this.content = content;
    this.signatures = Collections.unmodifiableMap(signatures);
    this.bytes = bytes;
  }

  private static RootDocument of(ObjectNode signed, Map<String, Bytes> signatures) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode list = file.putArray("signatures");
    signatures.forEach(
        (keyId, signature) -> list.addObject().put("keyid", keyId).put("sig", signature.toHex()));
    file.set("signed", signed);
    try {
      return new RootDocument(
          signed,
          RootEdits.parse(signed, "root"),
          signatures,
          CanonicalJson.encode(signed),
          MetadataJson.file(file));
    } catch (GantryException e) {
      throw new IllegalArgumentException("the root would be unreadable: " + e.getMessage(), e);
    }
  }

  /**
   * Starts a first root without keys and thresholds, with consistent snapshots.
   *
   * @param version usually 1; at most 999,999,999,999,999,999
   * @param expires when it expires, cut to seconds
   * @return the document
   * @throws IllegalArgumentException if version or expiry is out of range
   */
  public static RootDocument initial(long version, Instant expires) {
    return of(RootEdits.initial(version, expires), Map.of());
  }

  /**
   * Reads a root file, finished or not. Signatures are kept and not verified.
   *
   * @param file the whole file, 8 MiB at most
   * @return the document
   * @throws MalformedDataException if it is no root file
   * @throws LimitExceededException if it is too large
   * @throws IOException never otherwise
   */
  public static RootDocument parse(Bytes file) throws IOException {
    LimitExceededException.check("size of a root file in bytes", MAX_BYTES, file.size());
    SignedFile parsed = SignedFile.parse(file, "root file", RoleNames.ROOT);
    RootRole content = RootEdits.parse(parsed.signed(), "root file");
    return new RootDocument(
        parsed.signed(), content, parsed.signatures(), parsed.canonical(), file);
  }

  /**
   * Takes a root with its signatures out of a signing bundle.
   *
   * @param document a document of the role {@code root}
   * @return the document
   * @throws IllegalArgumentException if it is of another role
   */
  public static RootDocument of(PendingDocument document) {
    if (!document.role().equals(RoleNames.ROOT)) {
      throw new IllegalArgumentException(document + " is no root");
    }
    return of(document.signed(), document.signatures());
  }

  /**
   * Returns the version.
   *
   * @return 1 or more
   */
  public long version() {
    return content.version();
  }

  /**
   * Returns when the root expires.
   *
   * @return the first instant at which it no longer counts
   */
  public Instant expires() {
    return content.expires();
  }

  /**
   * Returns all keys.
   *
   * @return keys by declared id
   */
  public Map<String, TufPublicKey> keys() {
    return Collections.unmodifiableMap(RootEdits.keys(signed));
  }

  /**
   * Returns the keys of a role.
   *
   * @param role {@code root}, {@code targets}, {@code snapshot} or {@code timestamp}
   * @return keys by declared id, in the order of the role; ids without a key are left out
   */
  public Map<String, TufPublicKey> keys(String role) {
    Map<String, TufPublicKey> all = RootEdits.keys(signed);
    Map<String, TufPublicKey> ofRole = new LinkedHashMap<>();
    for (String keyId : RootEdits.keyIds(signed, RootEdits.role(role))) {
      Optional.ofNullable(all.get(keyId)).ifPresent(key -> ofRole.put(keyId, key));
    }
    return Collections.unmodifiableMap(ofRole);
  }

  /**
   * Returns the threshold of a role.
   *
   * @param role {@code root}, {@code targets}, {@code snapshot} or {@code timestamp}
   * @return 1 or more, or empty if it was never set
   */
  public OptionalInt threshold(String role) {
    return RootEdits.threshold(signed, RootEdits.role(role));
  }

  /**
   * Returns the signatures that there are, valid or not.
   *
   * @return signatures by key id
   */
  public Map<String, Bytes> signatures() {
    return signatures;
  }

  /**
   * Returns what is missing before anybody should sign.
   *
   * @return problems in the order of the roles; empty if the content is complete
   */
  public List<RootIssue> issues() {
    return List.copyOf(RootEdits.issues(signed));
  }

  private RootDocument edit(Consumer<ObjectNode> change) {
    ObjectNode copy = signed.deepCopy();
    change.accept(copy);
    try {
      boolean same = CanonicalJson.encode(copy).equals(canonical);
      return same ? this : of(copy, Map.of());
    } catch (GantryException e) {
      throw new AssertionError("the root was read before", e);
    }
  }

  /**
   * Sets the version.
   *
   * @param version 1 to 999,999,999,999,999,999
   * @return the changed document
   * @throws IllegalArgumentException if it is out of range
   */
  public RootDocument withVersion(long version) {
    return edit(root -> root.put("version", RootEdits.version(version)));
  }

  /**
   * Sets the version to the one after this.
   *
   * @return the changed document
   * @throws StateConflictException if this is the highest there is
   */
  public RootDocument withNextVersion() throws StateConflictException {
    if (version() >= MetadataDirectory.MAX_ROOT_VERSION) {
      throw new StateConflictException(
          "VERSIONS_EXHAUSTED",
          "raising the version",
          "root has version " + version(),
          "a version below " + MetadataDirectory.MAX_ROOT_VERSION);
    }
    return withVersion(version() + 1);
  }

  /**
   * Sets the expiry.
   *
   * @param expires when the root expires, cut to seconds
   * @return the changed document
   * @throws IllegalArgumentException if it is not in the years 0 to 9999
   */
  public RootDocument withExpiry(Instant expires) {
    return edit(root -> root.put("expires", RootEdits.expires(expires)));
  }

  /**
   * Sets the threshold of a role.
   *
   * @param role {@code root}, {@code targets}, {@code snapshot} or {@code timestamp}
   * @param threshold how many distinct keys must sign, 1 or more; there may be too few keys yet
   * @return the changed document
   * @throws IllegalArgumentException if there is no such role, or the threshold is 0 or less
   */
  public RootDocument withThreshold(String role, int threshold) {
    RootEdits.role(role);
    if (threshold < 1) {
      throw new IllegalArgumentException("threshold " + threshold);
    }
    return edit(root -> RootEdits.role(root, role).put("threshold", threshold));
  }

  /**
   * Adds a key to a role. If the root declares the same public key already, it is used under the id
   * that it has there.
   *
   * @param role {@code root}, {@code targets}, {@code snapshot} or {@code timestamp}
   * @param key the key
   * @return the changed document
   * @throws IllegalArgumentException if there is no such role
   */
  public RootDocument withKey(String role, TufPublicKey key) {
    RootEdits.role(role);
    return edit(root -> RootEdits.addKey(root, role, key));
  }

  /**
   * Replaces the keys and the threshold of a role; keys that no role has any more are removed.
   *
   * @param role {@code root}, {@code targets}, {@code snapshot} or {@code timestamp}
   * @param policy the new keys and threshold
   * @return the changed document
   * @throws IllegalArgumentException if there is no such role
   */
  public RootDocument withRole(String role, KeyPolicy policy) {
    RootEdits.role(role);
    return edit(
        root -> {
          List<String> before = RootEdits.keyIds(root, role);
          RootEdits.role(root, role).putArray("keyids");
          policy.keys().forEach(key -> RootEdits.addKey(root, role, key));
          before.forEach(keyId -> RootEdits.removeKey(root, keyId, List.of()));
          RootEdits.role(root, role).put("threshold", policy.threshold());
        });
  }

  /**
   * Removes a key from all roles.
   *
   * @param keyId its declared id
   * @return the changed document
   * @throws StateConflictException if the root has no such key
   */
  public RootDocument withoutKey(String keyId) throws StateConflictException {
    boolean known =
        keys().containsKey(keyId)
            || RoleNames.TOP_LEVEL.stream()
                .anyMatch(role -> RootEdits.keyIds(signed, role).contains(keyId));
    if (!known) {
      throw noSuchKey(keyId, "the root");
    }
    return edit(root -> RootEdits.removeKey(root, keyId, RoleNames.TOP_LEVEL));
  }

  /**
   * Removes a key from one role, and altogether if no other role has it.
   *
   * @param keyId its declared id
   * @param role {@code root}, {@code targets}, {@code snapshot} or {@code timestamp}
   * @return the changed document
   * @throws IllegalArgumentException if there is no such role
   * @throws StateConflictException if the role has no such key
   */
  public RootDocument withoutKey(String keyId, String role) throws StateConflictException {
    if (!RootEdits.keyIds(signed, RootEdits.role(role)).contains(keyId)) {
      throw noSuchKey(keyId, "the role " + role);
    }
    return edit(root -> RootEdits.removeKey(root, keyId, List.of(role)));
  }

  private static StateConflictException noSuchKey(String keyId, String where) {
    return new StateConflictException(
        "KEY_NOT_FOUND",
        "removing key " + Text.quote(keyId),
        "no key of that id in " + where,
        "the id of one of its keys");
  }

  private static void requireNone(List<RootIssue> issues, long version)
      throws StateConflictException {
    if (!issues.isEmpty()) {
      throw new StateConflictException(
          "ROOT_INCOMPLETE",
          "signing root " + version,
          issues.stream()
              .map(
                  issue ->
                      issue.role()
                          + (issue.threshold().isEmpty()
                              ? " without a threshold"
                              : " with threshold " + issue.threshold().getAsInt())
                          + " and "
                          + issue.usableKeys()
                          + " keys")
              .collect(Collectors.joining(", ")),
          "a threshold for each role, and at least as many keys");
    }
  }

  /**
   * Prepares a first root, or one that only its own keys sign, for a signing bundle.
   *
   * @return the document with the signatures that there are
   * @throws StateConflictException if a role has no threshold, or too few keys for it
   * @throws GantryException never otherwise
   */
  public PendingDocument toPending() throws GantryException {
    return pending(Optional.empty());
  }

  /**
   * Prepares a root for a signing bundle.
   *
   * @param previous the root before it, whose keys must sign too
   * @return the document with the signatures that there are
   * @throws StateConflictException if a role of this root, or the root role before, has no
   *     threshold or too few keys
   * @throws MalformedDataException if the two roots mean different keys by one id
   * @throws GantryException never otherwise
   */
  public PendingDocument toPending(RootDocument previous) throws GantryException {
    return pending(Optional.of(previous));
  }

  private PendingDocument pending(Optional<RootDocument> previous) throws GantryException {
    requireNone(issues(), version());
    List<KeySetRequirement> sets = new ArrayList<>();
    if (previous.isPresent()) {
      RootDocument old = previous.get();
      // Its other roles no longer matter.
      requireNone(
          old.issues().stream().filter(issue -> issue.role().equals(RoleNames.ROOT)).toList(),
          old.version());
      sets.add(RootEdits.requirement(old.signed, old.version()));
    }
    sets.add(RootEdits.requirement(signed, version()));
    return PendingDocument.of(
        RoleNames.served(RoleNames.ROOT, version()), RoleNames.ROOT, signed, sets, signatures);
  }

  /**
   * Adds the signatures of those signers whose keys are root keys here, each verified right after
   * it is made. A key that has signed already is not asked again.
   *
   * @param signers who signs
   * @return the document with the new signatures; this one if there are none
   * @throws StateConflictException if a role has no threshold, or too few keys for it
   * @throws InvalidSignatureException if a signer makes a signature that does not verify
   * @throws IOException if a signer fails
   */
  public RootDocument sign(Collection<? extends Signer> signers) throws IOException {
    return sign(toPending(), signers);
  }

  /**
   * Adds the signatures of those signers whose keys are root keys here or in the root before
   * (cross-signing).
   *
   * @param signers who signs
   * @param previous the root before it
   * @return the document with the new signatures; this one if there are none
   * @throws StateConflictException if a role of this root, or the root role before, has no
   *     threshold or too few keys
   * @throws InvalidSignatureException if a signer makes a signature that does not verify
   * @throws IOException if a signer fails
   */
  public RootDocument sign(Collection<? extends Signer> signers, RootDocument previous)
      throws IOException {
    return sign(toPending(previous), signers);
  }

  private RootDocument sign(PendingDocument pending, Collection<? extends Signer> signers)
      throws IOException {
    PendingDocument result = pending.sign(signers);
    return result.signatures().equals(pending.signatures()) ? this : of(result);
  }

  /**
   * Tells who has signed, for a first root.
   *
   * @return a report on its own keys
   * @throws StateConflictException if a role has no threshold, or too few keys for it
   * @throws GantryException never otherwise
   */
  public DocumentSignatures inspect() throws GantryException {
    return toPending().report();
  }

  /**
   * Tells who has signed.
   *
   * @param previous the root before it
   * @return a report on the keys of the root before it and on its own
   * @throws StateConflictException if a role of this root, or the root role before, has no
   *     threshold or too few keys
   * @throws GantryException never otherwise
   */
  public DocumentSignatures inspect(RootDocument previous) throws GantryException {
    return toPending(previous).report();
  }

  /**
   * Throws unless this is a first root that clients can begin with: complete, signed by the
   * threshold of its own keys, not expired.
   *
   * @param now the time
   * @return the proof, with the finished file
   * @throws StateConflictException if a role has no threshold, or too few keys for it
   * @throws SignatureThresholdException if too few keys have signed
   * @throws ExpiredMetadataException if it has expired
   * @throws GantryException never otherwise
   */
  public CompletedRoot verify(Instant now) throws GantryException {
    return verify(toPending(), now, Optional.empty());
  }

  /**
   * Throws unless clients that trust the previous root will accept this one (TUF 5.3.4, 5.3.5,
   * 5.3.10).
   *
   * @param previous the root before it, which the caller trusts
   * @param now the time
   * @return the proof, with the finished file
   * @throws StateConflictException if a role of this root, or the root role before, has no
   *     threshold or too few keys
   * @throws VersionMismatchException if the version is not the one after the previous root's
   * @throws SignatureThresholdException if too few keys of either root have signed
   * @throws ExpiredMetadataException if it has expired
   * @throws GantryException never otherwise
   */
  public CompletedRoot verify(RootDocument previous, Instant now) throws GantryException {
    if (version() - 1 != previous.version()) {
      throw new VersionMismatchException(
          RoleNames.ROOT, version(), previous.version() + 1, "5.3.5");
    }
    return verify(toPending(previous), now, Optional.of(previous.toBytes()));
  }

  private CompletedRoot verify(PendingDocument pending, Instant now, Optional<Bytes> previous)
      throws GantryException {
    pending.report().require();
    if (!now.isBefore(expires())) {
      throw new ExpiredMetadataException(RoleNames.ROOT, version(), expires(), now, "5.3.10");
    }
    SignedFile file = pending.withoutUseless().signedFile();
    file.requireReadable(RoleNames.ROOT);
    return new CompletedRoot(file, version(), expires(), previous);
  }

  /**
   * Returns the file.
   *
   * @return what was read, byte for byte, if nothing has changed; else JSON as the editor writes it
   */
  public Bytes toBytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RootDocument that
        && canonical.equals(that.canonical)
        && signatures.equals(that.signatures);
  }

  @Override
  public int hashCode() {
    return Objects.hash(canonical, signatures);
  }

  /** Returns the version, the expiry and how many signatures there are. */
  @Override
  public String toString() {
    return "root " + version() + " until " + expires() + ", " + signatures.size() + " signatures";
  }
}
