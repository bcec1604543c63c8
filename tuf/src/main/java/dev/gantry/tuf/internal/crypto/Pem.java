// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** One PEM block (RFC 7468) as key values of metadata carry it. */
final class Pem {
  /** Longest text looked at: a 16384-bit RSA key needs less than 4 KiB. */
  private static final int MAX_LENGTH = 16 * 1024;

  private Pem() {}

  /**
   * Decodes the only block of a text.
   *
   * @param label for example {@code PUBLIC KEY}
   * @return the content, or empty if the text is not exactly one block of that label
   */
  static Optional<byte[]> decode(String text, String label) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String body = text.strip();
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    if (!body.startsWith(begin)
        || !body.endsWith(end)
        || body.length() < begin.length() + end.length()) {
      return Optional.empty();
    }
    StringBuilder base64 = new StringBuilder(body.length());
    for (int i = begin.length(); i < body.length() - end.length(); i++) {
      char c = body.charAt(i);
      if (c > ' ') {
        base64.append(c);
      } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          Base64.getDecoder().decode(base64.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Encodes one block with lines of 64 characters and a newline at the end. */
  static String encode(String label, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
