// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.Base64;

/** Base64 of RFC 4648, section 4, as strictly as Bottlerocket reads it. */
final class Base64Text {
  /** All canonical base64: with padding, and with zeros in the bits that it leaves over. */
  static final String PATTERN =
      "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$";

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private Base64Text() {}

  static boolean isCanonical(String text) {
    int length = text.length();
    if (length % 4 != 0) {
      return false;
    }
    int data = length;
    while (data > 0 && length - data < 2 && text.charAt(data - 1) == '=') {
      data--;
    }
    for (int i = 0; i < data; i++) {
      if (ALPHABET.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    // The JDK's decoder would take text without padding, and drop bits that are left over.
    return data == length
        || (ALPHABET.indexOf(text.charAt(data - 1)) & (length - data == 2 ? 15 : 3)) == 0;
  }

  /** Decodes text that is canonical. */
  static byte[] decode(String text) {
    return Base64.getDecoder().decode(text);
  }
}
