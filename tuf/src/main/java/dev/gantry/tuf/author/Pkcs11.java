// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;

/**
 * Opens tokens (smart cards, HSMs) through the PKCS#11 provider of the JDK. Their keys become
 * signers with {@link KeyStoreSigner}; the JDK shows a private key only if the token holds a
 * certificate with the same id.
 *
 * <p>The JDK signs with RSA and ECDSA keys of tokens; an Ed25519 key needs the provider of its
 * vendor, or a {@link CommandSigner}. Stateless.
 */
public final class Pkcs11 {
  private Pkcs11() {}

  /**
   * Opens the token in a slot.
   *
   * @param library the library of the vendor, an absolute path
   * @param slot the id of the slot, 0 or more
   * @param pins asked for the PIN
   * @return a key store of the token, logged in
   * @throws UnsupportedFormatException if this Java runtime has no PKCS#11 provider
   * @throws SigningFailedException if library, slot or PIN are wrong
   * @throws IllegalArgumentException if the path cannot be written into a configuration
   * @throws IOException if there is no PIN to be had
   */
  public static KeyStore openSlot(Path library, long slot, PassphraseSource pins)
      throws IOException {
    return open(library, "slot=" + slot, slot, pins);
  }

  /**
   * Opens a token by its place in the list of slots, for libraries whose slot ids change.
   *
   * @param library the library of the vendor, an absolute path
   * @param index the place, from 0
   * @param pins asked for the PIN
   * @return a key store of the token, logged in
   * @throws UnsupportedFormatException if this Java runtime has no PKCS#11 provider
   * @throws SigningFailedException if library, place or PIN are wrong
   * @throws IllegalArgumentException if the path cannot be written into a configuration
   * @throws IOException if there is no PIN to be had
   */
  public static KeyStore openSlotAt(Path library, int index, PassphraseSource pins)
      throws IOException {
    return open(library, "slotListIndex=" + index, index, pins);
  }

  private static KeyStore open(Path library, String which, long number, PassphraseSource pins)
      throws IOException {
    String path = library.toString();
    if (number < 0
        || !library.isAbsolute()
        || path.chars().anyMatch(c -> c < ' ' || c == '"' || c == '$')) {
      throw new IllegalArgumentException(
          "library "
              + Text.quote(path)
              + " with "
              + which
              + ", expected an absolute path and 0 up");
    }
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw new UnsupportedFormatException(
          path, "Java runtime", "without SunPKCS11", "one with the module jdk.crypto.cryptoki");
    }
    String token = "token at " + which + " of " + path;
    Provider provider;
    try {
      // Two dashes: what follows is the configuration itself, not the name of a file.
      provider =
          base.configure("--name=gantry\nlibrary=\"" + path + "\"\n" + which + "\nshowInfo=false");
    } catch (RuntimeException e) {
      throw new SigningFailedException(token, "no such token: " + e.getMessage(), e);
    }
    char[] pin = pins.passphrase(token);
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return store;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new SigningFailedException(token, "it does not open with this PIN", e);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }
}
