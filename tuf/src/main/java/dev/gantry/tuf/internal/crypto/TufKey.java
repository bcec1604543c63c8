// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.tuf.internal.json.CanonicalJson;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A public key of TUF metadata (specification section 4.2).
 *
 * <p>A key of an unknown type or scheme is kept as it is and verifies nothing, so that a repository
 * can introduce new schemes without breaking older clients.
 *
 * <p>Immutable and thread-safe; the key is decoded once.
 */
public final class TufKey {
  private static final List<String> CORE_FIELDS = List.of("keytype", "keyval", "scheme");

  private final ObjectNode json;
  private final String keyType;
  private final String scheme;
  private final Bytes canonical;
  private final @Nullable PublicKey publicKey;
  private final @Nullable SignatureScheme verifier;
  private final Bytes fingerprint;

  private TufKey(
      ObjectNode json,
      String keyType,
      String scheme,
      Bytes canonical,
      @Nullable PublicKey publicKey,
      @Nullable SignatureScheme verifier) {
    this.json = json;
    this.keyType = keyType;
    this.scheme = scheme;
    this.canonical = canonical;
    this.publicKey = publicKey;
    this.verifier = verifier;
    this.fingerprint =
        publicKey == null
            ? Digest.compute(DigestAlgorithm.SHA256, canonical).value()
            : Digest.compute(DigestAlgorithm.SHA256, Bytes.of(publicKey.getEncoded())).value();
  }

  /**
   * Reads a key object.
   *
   * @param key the object with {@code keytype}, {@code scheme} and {@code keyval}
   * @param source where it comes from, for error messages
   * @return the key
   * @throws MalformedDataException if the object lacks a field, or is of a known type and scheme
   *     and holds no valid key for it (RSA below 2048 bits, a point off the curve, a wrong length)
   * @throws LimitExceededException if the object nests too deep
   */
  public static TufKey parse(JsonNode key, String source)
      throws MalformedDataException, LimitExceededException {
    if (!(key instanceof ObjectNode object)) {
      throw malformed(source, "key", "not an object", "an object");
    }
    String keyType = text(object, "keytype", source);
    String scheme = text(object, "scheme", source);
    JsonNode keyValue = object.get("keyval");
    if (keyValue == null || !keyValue.isObject()) {
      throw malformed(source, "keyval", "missing or not an object", "an object");
    }
    ObjectNode copy = object.deepCopy();
    Bytes canonical = CanonicalJson.encode(copy);
    SignatureScheme verifier = SignatureScheme.find(keyType, scheme);
    if (verifier == null) {
      return new TufKey(copy, keyType, scheme, canonical, null, null);
    }
    JsonNode value = keyValue.get("public");
    if (value == null || !value.isString()) {
      throw malformed(source, "keyval.public", "missing or not a string", "a string");
    }
    PublicKey publicKey = PublicKeys.decode(verifier, value.stringValue());
    if (publicKey == null) {
      throw malformed(
          source,
          "keyval.public",
          Text.quote(value.stringValue()),
          verifier.expectation() + ", specification section 4.2");
    }
    return new TufKey(copy, keyType, scheme, canonical, publicKey, verifier);
  }

  /**
   * Makes the key object for a public key, in the form that the specification recommends.
   *
   * @param publicKey an Ed25519, P-256, P-384, P-521 or RSA key
   * @return the key
   * @throws MalformedDataException if there is no recommended scheme for it, or it is too weak
   * @throws LimitExceededException never, in practice
   */
  public static TufKey of(PublicKey publicKey)
      throws MalformedDataException, LimitExceededException {
    SignatureScheme scheme = SignatureScheme.recommendedFor(publicKey);
    if (scheme == null) {
      throw malformed(
          "public key",
          "algorithm",
          Text.quote(String.valueOf(publicKey.getAlgorithm())),
          "Ed25519, ECDSA on P-256, P-384 or P-521, or RSA");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("keytype", scheme.keyType());
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.put("public", PublicKeys.encode(scheme, publicKey));
    json.set("keyval", value);
    json.put("scheme", scheme.id());
    return parse(json, "public key");
  }

  private static String text(ObjectNode object, String field, String source)
      throws MalformedDataException {
    JsonNode value = object.get(field);
    if (value == null || !value.isString()) {
      throw malformed(source, field, "missing or not a string", "a string");
    }
    return value.stringValue();
  }

  private static MalformedDataException malformed(
      String source, String field, String found, String expected) {
    return new MalformedDataException(
        "TUF_KEY", source, MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }

  /**
   * Tells whether a signature over a message is valid under this key.
   *
   * @param message what was signed: the canonical form of {@code signed}
   * @param signature any bytes
   * @return true only for a valid signature; false for hostile bytes and for an unsupported key
   */
  public boolean verifies(Bytes message, Bytes signature) {
    return verifies(ByteBuffer.wrap(message.toByteArray()), signature);
  }

  /**
   * Tells whether a signature over a message is valid under this key, without a copy of it.
   *
   * @param message what was signed, in a buffer over an array; its position does not move
   * @param signature any bytes
   * @return true only for a valid signature
   */
  public boolean verifies(ByteBuffer message, Bytes signature) {
    return publicKey != null
        && verifier != null
        && verifier.verifies(publicKey, message, signature);
  }

  /**
   * Returns what makes the key the key, whatever its id, type name or encoding in the metadata:
   * thresholds count distinct fingerprints.
   *
   * @return SHA-256 of the SubjectPublicKeyInfo; of the key object if it is unsupported
   */
  public Bytes fingerprint() {
    return fingerprint;
  }

  /**
   * Returns the key type as the metadata has it.
   *
   * @return for example {@code ed25519}
   */
  public String keyType() {
    return keyType;
  }

  /**
   * Returns the signature scheme as the metadata has it.
   *
   * @return for example {@code rsassa-pss-sha256}
   */
  public String scheme() {
    return scheme;
  }

  /**
   * Tells whether the key can verify anything.
   *
   * @return false for an unknown type or scheme
   */
  public boolean isSupported() {
    return publicKey != null;
  }

  /**
   * Returns the key object with all its fields, also unknown ones.
   *
   * @return a fresh copy
   */
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  /**
   * Computes the key id of the specification; metadata may declare another one.
   *
   * @return SHA-256 of the canonical form of the key object, lower-case hexadecimal
   */
  public String keyId() {
    return Digest.compute(DigestAlgorithm.SHA256, canonical).hex();
  }

  /**
   * Tells whether a key id is one that the specification allows for this key.
   *
   * @param keyId the declared id
   * @return whether it is the digest of the canonical form of the key object, whole or with {@code
   *     keytype}, {@code keyval} and {@code scheme} only
   */
  public boolean hasId(String keyId) {
    if (keyId.equals(keyId())) {
      return true;
    }
    ObjectNode core = JsonNodeFactory.instance.objectNode();
    for (String field : CORE_FIELDS) {
      core.set(field, json.get(field));
    }
    try {
      Bytes form = CanonicalJson.encode(core);
      return keyId.equals(Digest.compute(DigestAlgorithm.SHA256, form).hex());
    } catch (GantryException e) {
      throw new AssertionError("the whole object had a canonical form", e);
    }
  }

  /**
   * Tells whether this is the key that a key object holds.
   *
   * @param key any node
   * @return whether it is the same object as the one that this key was made from
   */
  public boolean isMadeFrom(JsonNode key) {
    return json.equals(key);
  }

  /** Returns type, scheme and key id. */
  @Override
  public String toString() {
    return Text.clean(keyType + "/" + scheme) + " " + keyId();
  }
}
