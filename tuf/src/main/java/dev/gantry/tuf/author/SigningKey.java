// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Objects;

/**
 * A private key in memory.
 *
 * <p>Immutable and thread-safe. Nothing but the save methods gives the private half away; in
 * particular {@link #toString()} does not.
 */
public final class SigningKey implements Signer {
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private final PrivateKey privateKey;
  private final TufPublicKey publicKey;

  private SigningKey(PrivateKey privateKey, TufPublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * Makes a new key.
   *
   * @param algorithm what kind
   * @param random where it comes from
   * @return a new key
   */
  public static SigningKey generate(KeyAlgorithm algorithm, SecureRandom random) {
    return switch (algorithm) {
      case ED25519 -> generate("Ed25519", NamedParameterSpec.ED25519, random);
      case ECDSA_P256 -> generate("EC", new ECGenParameterSpec("secp256r1"), random);
      case ECDSA_P384 -> generate("EC", new ECGenParameterSpec("secp384r1"), random);
      case ECDSA_P521 -> generate("EC", new ECGenParameterSpec("secp521r1"), random);
      case RSA_PSS_2048 -> generateRsa(2048, RSAKeyGenParameterSpec.F4.longValueExact(), random);
      case RSA_PSS_3072 -> generateRsa(3072, RSAKeyGenParameterSpec.F4.longValueExact(), random);
      case RSA_PSS_4096 -> generateRsa(4096, RSAKeyGenParameterSpec.F4.longValueExact(), random);
    };
  }

  /**
   * Makes a new RSA key of any size, which signs with RSASSA-PSS and SHA-256.
   *
   * @param bits length of the modulus, 2048 to 16384; beyond 4096 it takes long
   * @param exponent the public exponent, odd and at least 65537; usually just that
   * @param random where it comes from
   * @return a new key
   * @throws IllegalArgumentException if a number is out of range
   */
  public static SigningKey generateRsa(int bits, long exponent, SecureRandom random) {
    if (bits < 2048 || bits > 16384) {
      throw new IllegalArgumentException("an RSA key of " + bits + " bits, expected 2048 to 16384");
    }
    if (exponent < 65537 || exponent % 2 == 0) {
      throw new IllegalArgumentException(
          "the RSA exponent " + exponent + ", expected an odd one of 65537 or more");
    }
    return generate("RSA", new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)), random);
  }

  private static SigningKey generate(
      String algorithm, AlgorithmParameterSpec parameters, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters, random);
      return of(generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(algorithm + " comes with every JDK", e);
    }
  }

  /**
   * Wraps a private key of the Java platform; it must let itself be encoded, so a key that stays in
   * a hardware token takes a {@link Signer} of its own.
   *
   * @param key an Ed25519, P-256, P-384, P-521 or RSA key of at least 2048 bits
   * @return the key
   * @throws IllegalArgumentException if it cannot be encoded; {@link KeyStoreSigner} takes such
   *     keys
   * @throws MalformedDataException if it is any other key
   * @throws IOException never otherwise
   */
  public static SigningKey of(PrivateKey key) throws IOException {
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      throw new IllegalArgumentException("the private key cannot be encoded");
    }
    return PrivateKeys.fromPkcs8(encoded, "private key");
  }

  static SigningKey of(PrivateKey privateKey, TufPublicKey publicKey) {
    return new SigningKey(privateKey, publicKey);
  }

  /**
   * Loads an unencrypted key file, see {@link #load(Path, PassphraseSource)}.
   *
   * @param file the file
   * @return the key
   * @throws MalformedDataException if the file holds no usable key, or an encrypted one
   * @throws LimitExceededException if it is far too large for one
   * @throws IOException if it cannot be read
   */
  public static SigningKey load(Path file) throws IOException {
    return load(file, PassphraseSource.none());
  }

  /**
   * Loads a key file, encrypted or not, see {@link #load(Path, PassphraseSource)}.
   *
   * @param file the file
   * @param passphrase of an encrypted file; not kept and not changed
   * @return the key
   * @throws MalformedDataException if the file holds no usable key, opening it would take far too
   *     much work, or the passphrase is wrong
   * @throws LimitExceededException if the file is far too large
   * @throws IOException if it cannot be read
   */
  public static SigningKey load(Path file, char[] passphrase) throws IOException {
    Objects.requireNonNull(passphrase, "passphrase");
    return load(file, source -> passphrase.clone());
  }

  /**
   * Loads a key file, encrypted or not.
   *
   * <p>It may be PEM or DER with PKCS#8, encrypted PKCS#8 (PBES2 with PBKDF2 or scrypt), PKCS#1 or
   * SEC 1; PEM encrypted as older OpenSSL does it; an Ed25519 seed or DER in hexadecimal digits; or
   * the unencrypted JSON of securesystemslib.
   *
   * @param file the file
   * @param passphrases asked once if the file is encrypted
   * @return the key
   * @throws MalformedDataException if the file holds no usable key, opening it would take far too
   *     much work, or the passphrase is wrong
   * @throws LimitExceededException if the file is far too large
   * @throws IOException if it cannot be read
   */
  public static SigningKey load(Path file, PassphraseSource passphrases) throws IOException {
    return decode(SmallFiles.read(file, MAX_FILE_BYTES), file.toString(), passphrases);
  }

  /**
   * Reads the content of a key file, see {@link #load(Path, PassphraseSource)}.
   *
   * @param content the content
   * @param source where it comes from, for error messages and the passphrase
   * @param passphrases asked once if the content is encrypted
   * @return the key
   * @throws MalformedDataException if there is no usable key, opening it would take far too much
   *     work, or the passphrase is wrong
   * @throws LimitExceededException if it is far too large
   * @throws IOException if there is no passphrase to be had
   */
  public static SigningKey decode(Bytes content, String source, PassphraseSource passphrases)
      throws IOException {
    LimitExceededException.check("size of " + source + " in bytes", MAX_FILE_BYTES, content.size());
    return new PrivateKeyReader(source, passphrases).read(content);
  }

  /**
   * Returns this key in the form that some metadata declares for it, to sign with the scheme named
   * there, for example {@code rsassa-pss-sha512}.
   *
   * @param declared the same public key
   * @return the key
   * @throws MalformedDataException if it is another public key
   * @throws UnsupportedFormatException if nothing is signed with its scheme
   */
  public SigningKey in(TufPublicKey declared)
      throws MalformedDataException, UnsupportedFormatException {
    SigningScheme.of(declared);
    if (!declared.key().fingerprint().equals(publicKey.key().fingerprint())) {
      throw new MalformedDataException(
          "PRIVATE_KEY",
          "private key",
          MalformedDataException.UNKNOWN_OFFSET,
          "public key",
          declared.toString(),
          "the public half of " + publicKey);
    }
    return new SigningKey(privateKey, declared);
  }

  /**
   * Saves the key without encryption, as PEM with PKCS#8, readable by the owner only where the file
   * system has POSIX permissions. Without hard links a crash may leave a part of a new file.
   *
   * @param file where to
   * @param mode what to do with a file that is there
   * @throws FileAlreadyExistsException if there is one and it may not be replaced
   * @throws IOException if it cannot be written; then nothing has changed, unless the failure was
   *     forcing the directory: the new file is then there, but may not outlive a crash
   */
  public void save(Path file, KeyFileMode mode) throws IOException {
    KeyFiles.write(file, PrivateKeys.toPem(privateKey), mode);
  }

  /**
   * Saves the key as PEM with encrypted PKCS#8 (AES-256, PBKDF2 with HMAC-SHA-256), with the
   * permissions and the atomicity of {@link #save}.
   *
   * @param file where to
   * @param passphrase not empty; not kept and not changed
   * @param random makes salt and initialisation vector
   * @param mode what to do with a file that is there
   * @throws FileAlreadyExistsException if there is one and it may not be replaced
   * @throws IOException if it cannot be written; then nothing has changed, unless the failure was
   *     forcing the directory: the new file is then there, but may not outlive a crash
   */
  public void saveEncrypted(Path file, char[] passphrase, SecureRandom random, KeyFileMode mode)
      throws IOException {
    saveEncrypted(file, passphrase, KeyEncryption.PBKDF2, random, mode);
  }

  /**
   * Saves the key as PEM with encrypted PKCS#8 (AES-256), with the permissions and the atomicity of
   * {@link #save}.
   *
   * @param file where to
   * @param passphrase not empty; not kept and not changed
   * @param encryption how the passphrase becomes a key
   * @param random makes salt and initialisation vector
   * @param mode what to do with a file that is there
   * @throws FileAlreadyExistsException if there is one and it may not be replaced
   * @throws IOException if it cannot be written; then nothing has changed, unless the failure was
   *     forcing the directory: the new file is then there, but may not outlive a crash
   */
  public void saveEncrypted(
      Path file, char[] passphrase, KeyEncryption encryption, SecureRandom random, KeyFileMode mode)
      throws IOException {
    if (passphrase.length == 0) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    KeyFiles.write(
        file, PrivateKeys.toEncryptedPem(privateKey, passphrase, random, encryption), mode);
  }

  @Override
  public TufPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) throws IOException {
    return JcaSigner.sign(privateKey, publicKey, message, null);
  }

  /** Returns type, scheme and id of the public half. */
  @Override
  public String toString() {
    return publicKey.toString();
  }
}
