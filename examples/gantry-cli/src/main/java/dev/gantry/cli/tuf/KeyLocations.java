// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.tuf.author.KeySource;
import dev.gantry.tuf.author.PassphraseSource;
import dev.gantry.tuf.author.Signer;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where keys are, as the options have them: a path, {@code file://}, or one of the schemes of
 * {@link KeyOpeners}. Keys of a cloud need a signer of their own, which this command does not have.
 */
final class KeyLocations {
  /** What the options say of it. */
  static final String SYNTAX =
      "a file, pkcs12://FILE?alias=NAME, pkcs11://LIBRARY?slot=ID&alias=NAME (or index=N), or"
          + " command://FILE of JSON";

  private static final int MAX_BYTES = 64 * 1024;
  private static final Map<String, KeySource.Opener> OPENERS =
      Map.of(
          "pkcs11", KeyOpeners::pkcs11,
          "pkcs12", KeyOpeners::pkcs12,
          "command", KeyOpeners::command);
  private static final Pattern EITHER_HALF = Pattern.compile("\\s*[0-9a-fA-F]{64}\\s*");

  private KeyLocations() {}

  /** Opens a key to sign with. */
  static Signer open(String text, PassphraseSource passphrases) throws IOException {
    return KeySource.parse(text).open(OPENERS, passphrases);
  }

  /** Returns the file that a new key goes to. */
  static Path newFile(String text) throws IOException {
    KeySource source = KeySource.parse(text);
    return source
        .path()
        .orElseThrow(
            () ->
                new UnsupportedFormatException(
                    "key source " + Text.quote(text),
                    "scheme",
                    source.scheme(),
                    "a path or file://"));
  }

  /** Reads the public half of a key; a file may hold either half. */
  static TufPublicKey publicKey(String text, PassphraseSource passphrases) throws IOException {
    KeySource source = KeySource.parse(text);
    if (source.path().isEmpty()) {
      return open(text, passphrases).publicKey();
    }
    Path file = source.path().get();
    Bytes content = SmallFiles.read(file, MAX_BYTES);
    if (EITHER_HALF
        .matcher(new String(content.toByteArray(), StandardCharsets.ISO_8859_1))
        .matches()) {
      // To take a seed for a public key would publish it.
      throw new MalformedDataException(
          "PUBLIC_KEY",
          file.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "key",
          "32 bytes in hexadecimal digits, which may be either half",
          "PEM, or a TUF key object");
    }
    try {
      return TufPublicKey.decode(content, file.toString());
    } catch (MalformedDataException notPublic) {
      try {
        return SigningKey.decode(content, file.toString(), passphrases).publicKey();
      } catch (MalformedDataException e) {
        e.addSuppressed(notPublic);
        throw e;
      }
    }
  }
}
