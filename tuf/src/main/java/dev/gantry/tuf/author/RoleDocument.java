// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata of a delegated targets role (TUF specification section 4.5), edited and signed by
 * whoever it is delegated to, apart from the repository. {@link RepositoryEditor#importRole} takes
 * it in; {@link RepositoryEditor#exportRole} hands out what is published.
 *
 * <p>Every edit drops the signatures. Not thread-safe.
 */
public final class RoleDocument {
  private final String role;
  private final TargetsDraft draft;
  private long version;
  private Instant expires;
  private final Map<String, Bytes> signatures = new LinkedHashMap<>();

  private RoleDocument(String role, TargetsDraft draft, long version, Instant expires) {
    this.role = role;
    this.draft = draft;
    this.version = version;
    this.expires = expires;
  }

  /**
   * Starts a role without targets.
   *
   * @param role its name, as for {@link Delegation#builder}
   * @param version its version, 1 or more
   * @param expires when it expires; fractions of a second are cut off
   * @return a document without signatures
   * @throws IllegalArgumentException if the name, the version or the time is out of range
   */
  public static RoleDocument create(String role, long version, Instant expires) {
    if (!Delegation.isName(role)) {
      throw new IllegalArgumentException("role name is " + Text.quote(role));
    }
    RoleDocument document = new RoleDocument(role, new TargetsDraft(role, null), 1, Instant.EPOCH);
    document.setVersion(version);
    document.setExpires(expires);
    return document;
  }

  /**
   * Reads a role with its signatures, which nobody verifies before it is imported.
   *
   * @param role its name, which the file does not say
   * @param file the whole file
   * @return the document
   * @throws IllegalArgumentException if the name is out of range
   * @throws GantryException if the file is no targets metadata, or what this editor does not handle
   */
  public static RoleDocument parse(String role, Bytes file) throws GantryException {
    if (!Delegation.isName(role)) {
      throw new IllegalArgumentException("role name is " + Text.quote(role));
    }
    SignedFile signed = SignedFile.parseReadable(file, "metadata of " + role, "targets");
    RoleDocument document =
        new RoleDocument(role, new TargetsDraft(role, signed), signed.version(), signed.expires());
    document.draft.delegations();
    document.signatures.putAll(signed.signatures());
    return document;
  }

  /**
   * Returns the name of the role.
   *
   * @return a name that is also a file name
   */
  public String role() {
    return role;
  }

  /**
   * Returns the version.
   *
   * @return 1 or more
   */
  public long version() {
    return version;
  }

  /**
   * Returns when the document expires.
   *
   * @return a time of whole seconds
   */
  public Instant expires() {
    return expires;
  }

  /**
   * Returns the targets.
   *
   * @return their paths, sorted
   */
  public List<TargetPath> targetPaths() {
    return List.copyOf(draft.paths());
  }

  /**
   * Returns the ids of the keys that have signed, rightly or not.
   *
   * @return an unmodifiable set, empty after an edit
   */
  public Set<String> signedKeyIds() {
    return Set.copyOf(signatures.keySet());
  }

  /**
   * Sets the version.
   *
   * @param value 1 or more, and higher than what is published
   * @throws IllegalArgumentException if it is below 1 or beyond what is read
   */
  public void setVersion(long value) {
    if (value < 1 || value > SignedFile.MAX_VERSION) {
      throw new IllegalArgumentException("version " + value);
    }
    version = value;
    signatures.clear();
  }

  /**
   * Sets when the document expires.
   *
   * @param value the time; fractions of a second are cut off
   * @throws IllegalArgumentException if it is not in the years 0 to 9999
   */
  public void setExpires(Instant value) {
    if (!DocumentTerms.isWritable(value)) {
      throw new IllegalArgumentException(value + " is not in the years 0 to 9999");
    }
    expires = value.truncatedTo(ChronoUnit.SECONDS);
    signatures.clear();
  }

  /**
   * Lists a file as a target, or lists it anew. The file itself is handed over apart, see {@link
   * RepositoryEditor#storeTarget}.
   *
   * @param path path of the target
   * @param file what to read
   * @param customJson data that the metadata carries for the target: a JSON object without
   *     fractions, nested 60 deep at most
   * @throws IllegalArgumentException if the custom data is anything else
   * @throws IOException if the file cannot be read
   */
  public void addTarget(TargetPath path, Path file, Optional<String> customJson)
      throws IOException {
    var custom = CustomData.parse(customJson);
    draft.put(path, TargetStore.digest(file, EnumSet.of(DigestAlgorithm.SHA256)), custom);
    signatures.clear();
  }

  /**
   * Lists a file as a target, or lists it anew, without custom data.
   *
   * @param path path of the target
   * @param file what to read
   * @throws IOException if the file cannot be read
   */
  public void addTarget(TargetPath path, Path file) throws IOException {
    addTarget(path, file, Optional.empty());
  }

  /**
   * Removes a target.
   *
   * @param path path of the target
   * @return whether it was there
   */
  public boolean removeTarget(TargetPath path) {
    boolean removed = draft.remove(path);
    if (removed) {
      signatures.clear();
    }
    return removed;
  }

  /**
   * Delegates to other roles; a delegation to the same role is replaced where it is.
   *
   * @param delegations to whom, and for what
   * @throws IllegalArgumentException if this role has bins
   * @throws GantryException never, in practice
   */
  public void delegate(Collection<Delegation> delegations) throws GantryException {
    if (draft.delegations().bins().isPresent()) {
      throw new IllegalArgumentException(role + " delegates everything to bins already");
    }
    change(DelegationsJson.with(draft.delegationsJson(), List.copyOf(delegations)));
  }

  /**
   * Delegates to another role; a delegation to the same role is replaced where it is.
   *
   * @param delegation to whom, and for what
   * @throws IllegalArgumentException if this role has bins
   * @throws GantryException never, in practice
   */
  public void delegate(Delegation delegation) throws GantryException {
    delegate(List.of(delegation));
  }

  /**
   * Delegates everything to bins (TAP 15), whose metadata are documents of their own.
   *
   * @param bins the bins
   * @throws IllegalArgumentException if this role delegates to others by name
   * @throws GantryException never, in practice
   */
  public void delegateSuccinct(SuccinctDelegation bins) throws GantryException {
    if (!draft.delegations().roles().isEmpty()) {
      throw new IllegalArgumentException(role + " delegates to roles, which bins exclude");
    }
    change(DelegationsJson.bins(draft.delegationsJson(), bins));
  }

  /**
   * Takes a delegation back.
   *
   * @param delegated the name of a role
   * @return whether this role delegated to it
   * @throws GantryException never, in practice
   */
  public boolean undelegate(String delegated) throws GantryException {
    if (!draft.delegations().roles().containsKey(delegated)) {
      return false;
    }
    ObjectNode old = draft.delegationsJson().orElseThrow();
    draft.delegations(DelegationsJson.without(old, delegated));
    signatures.clear();
    return true;
  }

  /**
   * Gives a role that this one delegates to a further key.
   *
   * @param delegated the name of a role, or the prefix of bins
   * @param key the key
   * @throws IllegalArgumentException if this role does not delegate to it
   * @throws GantryException never, in practice
   */
  public void addDelegationKey(String delegated, TufPublicKey key) throws GantryException {
    change(DelegationsJson.withKey(delegationsTo(delegated), delegated, key));
  }

  /**
   * Takes a key away from a role that this one delegates to.
   *
   * @param delegated the name of a role, or the prefix of bins
   * @param keyId the declared id of the key
   * @throws IllegalArgumentException if this role does not delegate to it, it has no such key, or
   *     fewer keys than its threshold would be left
   * @throws GantryException never, in practice
   */
  public void removeDelegationKey(String delegated, String keyId) throws GantryException {
    change(DelegationsJson.withoutKey(delegationsTo(delegated), delegated, keyId));
  }

  private ObjectNode delegationsTo(String delegated) throws GantryException {
    DelegationTable table = draft.delegations();
    boolean known =
        table.roles().containsKey(delegated)
            || (table.bins().isPresent() && table.bins().get().prefix().equals(delegated));
    if (!known) {
      throw new IllegalArgumentException(role + " does not delegate to " + Text.quote(delegated));
    }
    return draft.delegationsJson().orElseThrow();
  }

  private void change(ObjectNode delegations) throws GantryException {
    draft.delegations(Optional.of(delegations));
    signatures.clear();
  }

  /**
   * Adds signatures, each verified right after it is made. Whether the keys are those that count is
   * known to the delegator.
   *
   * @param signers who signs
   * @throws IOException if a signer fails, or makes a signature that does not verify
   */
  public void sign(Collection<? extends Signer> signers) throws IOException {
    Bytes canonical = CanonicalJson.encode(signed());
    for (Signer signer : signers) {
      TufPublicKey key = signer.publicKey();
      signatures.put(key.keyId(), CheckedSigner.sign(signer, key.key(), canonical, role));
    }
  }

  private ObjectNode signed() {
    return draft.signed(version, expires.toString());
  }

  /**
   * Returns the file, with the signatures that there are.
   *
   * @return the whole file
   * @throws GantryException if clients could not read it
   */
  public Bytes toBytes() throws GantryException {
    ObjectNode signed = signed();
    Bytes canonical = CanonicalJson.encode(signed);
    SignedFile file =
        new SignedFile(
            MetadataJson.file(signatures, canonical), signed, canonical, Map.copyOf(signatures));
    file.requireReadable(role);
    return file.bytes();
  }
}
