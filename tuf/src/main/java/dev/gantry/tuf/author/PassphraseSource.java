// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import java.io.IOException;

/** Gives the passphrase of a key file or the PIN of a token, when it turns out to take one. */
@FunctionalInterface
public interface PassphraseSource {
  /**
   * Returns a passphrase.
   *
   * @param source what it is for: the name of a file or token
   * @return a fresh array, which is wiped after use; empty if there is none
   * @throws IOException if it cannot be asked for
   */
  char[] passphrase(String source) throws IOException;

  /**
   * Returns a source of no passphrases.
   *
   * @return a source whose answer is always empty
   */
  static PassphraseSource none() {
    return source -> new char[0];
  }

  /**
   * Returns a source that always gives the same passphrase.
   *
   * @param passphrase the passphrase; not kept by reference and not changed
   * @return a source
   */
  static PassphraseSource of(char[] passphrase) {
    char[] copy = passphrase.clone();
    return source -> copy.clone();
  }
}
