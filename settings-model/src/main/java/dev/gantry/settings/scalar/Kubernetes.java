// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

/** Rules that Kubernetes shares among its names. */
final class Kubernetes {
  private Kubernetes() {}

  /** A name of 1 to 63 characters, as in the values of labels. */
  static boolean isLabel(String text) {
    return !text.isEmpty()
        && text.length() <= 63
        && Chars.isAlnum(text.charAt(0))
        && Chars.isAlnum(text.charAt(text.length() - 1))
        && Chars.all(text, c -> Chars.isAlnum(c) || Chars.isOneOf(c, "._-"));
  }

  /** A DNS subdomain of 1 to 253 characters; Kubernetes does not limit its labels. */
  static boolean isSubdomain(String text) {
    if (text.length() > 253) {
      return false;
    }
    for (String label : Chars.split(text, '.')) {
      if (label.isEmpty()
          || label.startsWith("-")
          || label.endsWith("-")
          || !Chars.all(label, c -> Chars.isLower(c) || Chars.isDigit(c) || c == '-')) {
        return false;
      }
    }
    return true;
  }
}
