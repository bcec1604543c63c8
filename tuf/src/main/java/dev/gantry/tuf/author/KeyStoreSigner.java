// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key in a key store of the Java platform: a PKCS#12 file, a token behind {@link Pkcs11}, or what
 * another provider offers. The private half stays where it is.
 *
 * <p>As thread-safe as the provider; that of the JDK for PKCS#11 is.
 */
public final class KeyStoreSigner implements Signer {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private final String alias;
  private final PrivateKey privateKey;
  private final TufPublicKey publicKey;
  private final @Nullable Provider provider;

  private KeyStoreSigner(
      String alias, PrivateKey privateKey, TufPublicKey publicKey, @Nullable Provider provider) {
    this.alias = alias;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.provider = provider;
  }

  /**
   * Takes a key of a key store, whose certificate says what its public half is.
   *
   * @param store an initialised key store
   * @param alias the name of the entry
   * @param passphrases asked for the passphrase of the entry; an empty one means none, which is
   *     right for a token that was opened with its PIN
   * @return the signer
   * @throws MalformedDataException if there is no such entry with a private key and a certificate,
   *     the passphrase is wrong, or the key is too weak or of an unknown kind
   * @throws UnsupportedFormatException if nothing is signed with such keys
   * @throws IllegalArgumentException if the key store is not initialised
   * @throws IOException if there is no passphrase to be had
   */
  public static KeyStoreSigner of(KeyStore store, String alias, PassphraseSource passphrases)
      throws IOException {
    try {
      Certificate certificate = store.getCertificate(alias);
      if (certificate == null) {
        throw malformed(alias, "no certificate", null);
      }
      return of(store, alias, passphrases, TufPublicKey.of(certificate.getPublicKey()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key store is not initialised", e);
    }
  }

  /**
   * Takes a key of a key store whose public half is known.
   *
   * @param store an initialised key store
   * @param alias the name of the entry
   * @param passphrases asked for the passphrase of the entry; an empty one means none
   * @param publicKey the public half, with the scheme to sign in
   * @return the signer
   * @throws MalformedDataException if there is no such entry with a private key, or the passphrase
   *     is wrong
   * @throws UnsupportedFormatException if nothing is signed with the scheme of the key
   * @throws IOException if there is no passphrase to be had
   */
  public static KeyStoreSigner of(
      KeyStore store, String alias, PassphraseSource passphrases, TufPublicKey publicKey)
      throws IOException {
    SigningScheme.of(publicKey);
    char[] passphrase = passphrases.passphrase("key " + alias);
    try {
      Key key = store.getKey(alias, passphrase.length == 0 ? null : passphrase);
      if (!(key instanceof PrivateKey privateKey)) {
        throw malformed(alias, key == null ? "absent" : "no private key", null);
      }
      // A key that cannot leave its token signs there; others go to whichever engine takes them.
      @Nullable Provider provider = privateKey.getEncoded() == null ? store.getProvider() : null;
      return new KeyStoreSigner(alias, privateKey, publicKey, provider);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw malformed(alias, "no key that opens with this passphrase", e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /**
   * Takes a key of a PKCS#12 file.
   *
   * @param file the file, 1 MiB at most
   * @param alias the name of the entry
   * @param passphrases asked for the passphrase of the file, which must be the key's too
   * @return the signer
   * @throws MalformedDataException if the file or the entry cannot be read, or the passphrase is
   *     wrong
   * @throws IOException if the file cannot be read
   */
  public static KeyStoreSigner load(Path file, String alias, PassphraseSource passphrases)
      throws IOException {
    Bytes content = SmallFiles.read(file, MAX_FILE_BYTES);
    char[] passphrase = passphrases.passphrase(file.toString());
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new java.io.ByteArrayInputStream(content.toByteArray()), passphrase);
      return of(store, alias, PassphraseSource.of(passphrase));
    } catch (dev.gantry.core.GantryException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw malformed(file.toString(), "no PKCS#12 file that opens with this passphrase", e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private static MalformedDataException malformed(
      String alias, String found, @Nullable Exception cause) {
    return new MalformedDataException(
        "KEY_STORE",
        "key store",
        MalformedDataException.UNKNOWN_OFFSET,
        Text.quote(alias),
        found,
        "an entry with a private key and a certificate",
        cause);
  }

  @Override
  public TufPublicKey publicKey() {
    return publicKey;
  }

  /**
   * Signs.
   *
   * @throws SigningFailedException if the provider fails
   * @throws InvalidSignatureException if what it makes does not verify
   */
  @Override
  public Bytes sign(Bytes message) throws IOException {
    Bytes signature = JcaSigner.sign(privateKey, publicKey, message, provider);
    return SignatureForms.verified(publicKey, message, signature, toString());
  }

  /** Returns the name of the entry, and type, scheme and id of the key. */
  @Override
  public String toString() {
    return "key store entry " + Text.quote(alias) + ", " + publicKey;
  }
}
