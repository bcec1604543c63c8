// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.tuf.author.TufPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads the public half of a key from a file of either half. */
final class PublicKeyFiles {
  private static final int MAX_BYTES = 64 * 1024;
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private PublicKeyFiles() {}

  static TufPublicKey read(Path file) throws IOException {
    Bytes content = SmallFiles.read(file, MAX_BYTES);
    String text = new String(content.toByteArray(), StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      return TufPublicKey.parse(text);
    }
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      return SigningKey.load(file).publicKey();
    }
    String base64 = text.substring(BEGIN.length(), text.length() - END.length());
    try {
      return TufPublicKey.of(decode(Base64.getMimeDecoder().decode(base64)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new MalformedDataException(
          "PUBLIC_KEY",
          file.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "public key",
          "no key that the JDK takes",
          "PEM with an Ed25519, ECDSA (P-256, P-384, P-521) or RSA key of 2048 bits or more",
          e);
    }
  }

  private static PublicKey decode(byte[] encoded) throws GeneralSecurityException {
    GeneralSecurityException failure = new GeneralSecurityException("no key");
    for (String algorithm : List.of("Ed25519", "EC", "RSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        failure = e;
      }
    }
    throw failure;
  }
}
