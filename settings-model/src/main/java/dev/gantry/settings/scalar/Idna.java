// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of domains with letters beyond ASCII (UTS #46, "Unicode IDNA Compatibility Processing",
 * with the options that the WHATWG URL standard sets).
 */
final class Idna {
  private Idna() {}

  /**
   * Returns the domain in lower case. Labels with letters beyond ASCII are replaced by {@code
   * xn--}, as only the rest matters to those who ask.
   *
   * @return the domain, or null if it is not one
   */
  static @Nullable String toAscii(String domain) {
    boolean ascii = Chars.all(domain, c -> c < 0x80);
    String mapped = ascii ? domain.toLowerCase(Locale.ROOT) : map(domain);
    if (mapped == null || (ascii && !mapped.contains("xn--"))) {
      return mapped;
    }
    StringBuilder out = new StringBuilder();
    for (String label : Chars.split(mapped, '.')) {
      out.append(out.length() == 0 ? "" : ".").append(label);
    }
    return out.toString();
  }

  private static @Nullable String map(String domain) {
    return Normalizer.normalize(domain, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
