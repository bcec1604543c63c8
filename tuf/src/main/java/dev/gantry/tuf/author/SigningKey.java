// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Objects;

/**
 * A private key in memory.
 *
 * <p>Immutable and thread-safe. Nothing but the save methods gives the private half away; in
 * particular {@link #toString()} does not.
 */
public final class SigningKey implements Signer {
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

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
    try {
      KeyPairGenerator generator;
      switch (algorithm) {
        case ED25519 -> {
          generator = KeyPairGenerator.getInstance("Ed25519");
          generator.initialize(NamedParameterSpec.ED25519, random);
        }
        case ECDSA_P256 -> {
          generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        }
        case RSA_PSS_2048, RSA_PSS_3072, RSA_PSS_4096 -> {
          generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(rsaBits(algorithm), random);
        }
        default -> throw new AssertionError(algorithm);
      }
      return of(generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(algorithm + " comes with every JDK", e);
    }
  }

  private static int rsaBits(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_PSS_3072 -> 3072;
      case RSA_PSS_4096 -> 4096;
      default -> 2048;
    };
  }

  /**
   * Wraps a private key of the Java platform; it must let itself be encoded, so a key that stays in
   * a hardware token takes a {@link Signer} of its own.
   *
   * @param key an Ed25519, P-256, P-384, P-521 or RSA key of at least 2048 bits
   * @return the key
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
   * Loads an unencrypted key file.
   *
   * @param file PEM: PKCS#8, or the older forms for RSA and EC keys
   * @return the key
   * @throws MalformedDataException if the file holds no usable key, or an encrypted one
   * @throws LimitExceededException if it is far too large for one
   * @throws IOException if it cannot be read
   */
  public static SigningKey load(Path file) throws IOException {
    return load(file, new char[0]);
  }

  /**
   * Loads a key file, encrypted or not.
   *
   * @param file PEM: PKCS#8, encrypted PKCS#8, or the older forms for RSA and EC keys
   * @param passphrase of an encrypted file; not kept and not changed
   * @return the key
   * @throws MalformedDataException if the file holds no usable key, or the passphrase is wrong
   * @throws LimitExceededException if it is far too large for one
   * @throws IOException if it cannot be read
   */
  public static SigningKey load(Path file, char[] passphrase) throws IOException {
    Objects.requireNonNull(passphrase, "passphrase");
    Bytes content = SmallFiles.read(file, MAX_FILE_BYTES);
    return PrivateKeys.fromPem(content, file.toString(), passphrase);
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
    if (passphrase.length == 0) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    KeyFiles.write(file, PrivateKeys.toEncryptedPem(privateKey, passphrase, random), mode);
  }

  @Override
  public TufPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) throws IOException {
    try {
      Signature engine =
          switch (publicKey.scheme()) {
            case "ed25519" -> Signature.getInstance("Ed25519");
            case "ecdsa-sha2-nistp256" -> Signature.getInstance("SHA256withECDSA");
            case "ecdsa-sha2-nistp384" -> Signature.getInstance("SHA384withECDSA");
            case "ecdsa-sha2-nistp521" -> Signature.getInstance("SHA512withECDSA");
            default -> Signature.getInstance("RSASSA-PSS");
          };
      if (publicKey.scheme().equals("rsassa-pss-sha256")) {
        engine.setParameter(PSS);
      }
      engine.initSign(privateKey);
      engine.update(message.toByteArray());
      return Bytes.of(engine.sign());
    } catch (GeneralSecurityException e) {
      throw new IOException("signing with " + publicKey + " failed", e);
    }
  }

  /** Returns type, scheme and id of the public half. */
  @Override
  public String toString() {
    return publicKey.toString();
  }
}
