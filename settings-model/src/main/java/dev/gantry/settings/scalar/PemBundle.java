// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bundles of certificates in PEM (RFC 7468), in base64. */
final class PemBundle {
  /** Canonical base64, or only white space. */
  static final String PATTERN =
      "^(?:["
          + Chars.SPACE
          + "]*|([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?)$";

  private static final String BEGIN = "-----BEGIN ";
  private static final Set<String> LABELS =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

  private PemBundle() {}

  static Optional<String> problem(String text, boolean strict) {
    if (Chars.trim(text).isEmpty()) {
      return Optional.empty();
    }
    if (!Base64Text.isCanonical(text)) {
      return Optional.of("expected base64 of RFC 4648 with padding and without line breaks");
    }
    List<String> lines =
        Chars.split(new String(Base64Text.decode(text), StandardCharsets.ISO_8859_1), '\n');
    int found = 0;
    for (int at = 0; at < lines.size(); at++) {
      if (!lines.get(at).startsWith(BEGIN)) {
        continue;
      }
      int end = end(lines, at);
      Optional<String> problem =
          end < 0
              ? Optional.of("expected an end line for each begin line")
              : block(lines.subList(at, end), strict);
      if (problem.isPresent()) {
        return problem;
      }
      at = end;
      found++;
    }
    return Checks.when(found == 0, "expected at least one certificate in PEM");
  }

  private static int end(List<String> lines, int begin) {
    for (int at = begin + 1; at < lines.size(); at++) {
      if (lines.get(at).startsWith("-----END ")) {
        return at;
      }
    }
    return -1;
  }

  private static Optional<String> block(List<String> lines, boolean strict) {
    String label = lines.get(0).substring(BEGIN.length());
    int close = label.indexOf("-----");
    if (close < 0) {
      return Optional.of("expected five hyphens at the end of each begin line");
    }
    if (strict && !LABELS.contains(label.substring(0, close))) {
      return Optional.of("expected only blocks with the label CERTIFICATE");
    }
    List<String> data = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      data.add(trimEnd(line));
    }
    String body = String.join("", data);
    if (!Base64Text.isCanonical(body)) {
      return Optional.of("expected base64 between the begin line and the end line");
    }
    return Checks.when(
        !isCertificate(Base64Text.decode(body)), "expected an X.509 certificate in each block");
  }

  private static String trimEnd(String line) {
    int end = line.length();
    while (end > 0 && Chars.isSpace(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end);
  }

  private static boolean isCertificate(byte[] der) {
    // A certificate is a DER sequence; the factory would also take PEM inside PEM.
    if (der.length == 0 || der[0] != 0x30) {
      return false;
    }
    try {
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}
