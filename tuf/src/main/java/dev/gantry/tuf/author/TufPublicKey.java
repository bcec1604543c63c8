// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.internal.crypto.TufKey;
import dev.gantry.tuf.internal.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Objects;

/**
 * A public key as TUF metadata carries it (specification section 4.2).
 *
 * <p>Immutable and thread-safe. Two keys are equal if their key objects have the same canonical
 * form.
 */
public final class TufPublicKey {
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private final TufKey key;
  private final String keyId;

  private TufPublicKey(TufKey key) {
    this.key = key;
    this.keyId = key.keyId();
  }

  /**
   * Wraps a key of the Java platform in the form that the specification recommends.
   *
   * @param key an Ed25519, P-256, P-384, P-521 or RSA key of at least 2048 bits
   * @return the key
   * @throws MalformedDataException if it is any other key
   * @throws IOException never otherwise
   */
  public static TufPublicKey of(PublicKey key) throws IOException {
    return new TufPublicKey(TufKey.of(Objects.requireNonNull(key, "key")));
  }

  /**
   * Parses a key object.
   *
   * @param json an object with {@code keytype}, {@code scheme} and {@code keyval}; further fields
   *     are kept
   * @return the key
   * @throws MalformedDataException if the text is no such object, or holds a key that this release
   *     cannot verify with
   * @throws IOException if the text is too large
   */
  public static TufPublicKey parse(String json) throws IOException {
    Bytes content = Bytes.of(json.getBytes(StandardCharsets.UTF_8));
    TufKey key = TufKey.parse(StrictJson.parse(content, "public key", 1 << 16), "public key");
    if (!key.isSupported()) {
      throw new MalformedDataException(
          "TUF_KEY",
          "public key",
          MalformedDataException.UNKNOWN_OFFSET,
          "scheme",
          key.keyType() + " with " + key.scheme(),
          "a key type and scheme that can be verified");
    }
    return new TufPublicKey(key);
  }

  /**
   * Loads a public key file, see {@link #decode}.
   *
   * @param file the file
   * @return the key
   * @throws MalformedDataException if the file holds no usable key
   * @throws LimitExceededException if it is far too large for one
   * @throws IOException if it cannot be read
   */
  public static TufPublicKey load(Path file) throws IOException {
    return decode(SmallFiles.read(file, MAX_FILE_BYTES), file.toString());
  }

  /**
   * Reads the content of a public key file: PEM or DER with a SubjectPublicKeyInfo, an X.509
   * certificate or a PKCS#1 key; in hexadecimal digits an Ed25519 key, an uncompressed point or
   * DER; or a TUF key object. Nothing in a certificate but its key is looked at.
   *
   * @param content the content
   * @param source where it comes from, for error messages
   * @return the key
   * @throws MalformedDataException if there is no usable key
   * @throws LimitExceededException if it is far too large for one
   * @throws IOException never otherwise
   */
  public static TufPublicKey decode(Bytes content, String source) throws IOException {
    LimitExceededException.check("size of " + source + " in bytes", MAX_FILE_BYTES, content.size());
    return new PublicKeyReader(source).read(content);
  }

  /** Wraps a key of existing metadata, supported or not. */
  static TufPublicKey of(TufKey key) {
    return new TufPublicKey(key);
  }

  TufKey key() {
    return key;
  }

  /**
   * Tells whether this release can verify with the key; one that was not made here but found in
   * existing metadata may be of an unknown type or scheme.
   *
   * @return false if signatures of the key never count
   */
  public boolean isSupported() {
    return key.isSupported();
  }

  /**
   * Returns the key id.
   *
   * @return SHA-256 of the canonical key object, 64 lower-case hexadecimal digits
   */
  public String keyId() {
    return keyId;
  }

  /**
   * Returns the key type.
   *
   * @return for example {@code ed25519}
   */
  public String keyType() {
    return key.keyType();
  }

  /**
   * Returns the signature scheme.
   *
   * @return for example {@code rsassa-pss-sha256}
   */
  public String scheme() {
    return key.scheme();
  }

  /**
   * Returns the key object.
   *
   * @return JSON without white space, with sorted members
   */
  public String toJson() {
    return MetadataJson.text(key.toJson());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TufPublicKey that && keyId.equals(that.keyId);
  }

  @Override
  public int hashCode() {
    return keyId.hashCode();
  }

  /** Returns type, scheme and key id. */
  @Override
  public String toString() {
    return key.toString();
  }
}
