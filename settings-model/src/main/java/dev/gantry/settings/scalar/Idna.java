// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of domains with letters beyond ASCII (UTS #46, "Unicode IDNA Compatibility Processing",
 * with the options that the WHATWG URL standard sets in section 3.3).
 *
 * <p>The tables are those of the running Java: UTS #46 derives its own from the same properties, so
 * that only the exceptions are listed here. What a Java does not know yet is not accepted.
 */
final class Idna {
  /** Longest name that is looked at; names in DNS have at most 253 characters. */
  static final int MAX_LENGTH = 1000;

  private static final String PREFIX = "xn--";

  /** Code points that would become a dot among other things, and some that are not letters. */
  private static final Set<Integer> REFUSED =
      Set.of(
          0x2024, 0x2025, 0x2026, 0x33c2, 0x33c7, 0x33d8, 0xfe12, 0xfe19, 0xfe30, 0xfe52, 0xfffc,
          0xfffd, 0x1f100);

  private Idna() {}

  /**
   * Returns the domain in lower case, with its letters composed. Unlike the standard's function of
   * this name it leaves letters beyond ASCII as they are, because nobody here needs them encoded.
   *
   * @return the domain, or null if it is not one
   */
  static @Nullable String toAscii(String domain) {
    boolean ascii = Chars.all(domain, c -> c < 0x80);
    String mapped = Chars.lower(domain);
    if (ascii && !mapped.contains(PREFIX)) {
      return mapped;
    }
    if (domain.length() > MAX_LENGTH) {
      return null;
    }
    if (!ascii) {
      mapped = map(domain);
    }
    return mapped == null || !areLabels(mapped) ? null : mapped;
  }

  private static boolean areLabels(String mapped) {
    List<String> labels = new ArrayList<>();
    for (String label : Chars.split(mapped, '.')) {
      String decoded = label.startsWith(PREFIX) ? decode(label) : label;
      if (decoded == null || !IdnaLabels.isLabel(decoded)) {
        return false;
      }
      labels.add(decoded);
    }
    return labels.stream().noneMatch(IdnaLabels::isRightToLeft)
        || labels.stream().allMatch(IdnaLabels::isBidi);
  }

  /** Returns what an encoded label stands for, if it is encoded as it has to be, or null. */
  private static @Nullable String decode(String label) {
    String text = label.substring(PREFIX.length());
    String decoded = Chars.all(text, c -> c < 0x80) ? Punycode.decode(text) : null;
    if (decoded == null || Chars.all(decoded, c -> c < 0x80)) {
      return null;
    }
    return decoded.equals(map(decoded)) ? decoded : null;
  }

  /** Maps and normalizes a domain; returns null if it has code points that are not allowed. */
  private static @Nullable String map(String domain) {
    StringBuilder kept = new StringBuilder();
    for (int c : domain.codePoints().toArray()) {
      if (REFUSED.contains(c) || isWithin(c, 0x2488, 0x249b) || isWithin(c, 0x2ff0, 0x2ffb)) {
        return null;
      }
      if (!isIgnored(c)) {
        kept.appendCodePoint(c == 0x3002 || c == 0xff0e || c == 0xff61 ? '.' : c);
      }
    }
    StringBuilder folded = new StringBuilder();
    for (int c : Normalizer.normalize(kept, Form.NFKC).codePoints().toArray()) {
      folded.appendCodePoint(fold(c));
    }
    String mapped = Normalizer.normalize(folded, Form.NFKC);
    return mapped.codePoints().allMatch(Idna::isAllowed) ? mapped : null;
  }

  /** Case folding differs from lower case in Cherokee, whose small letters came last. */
  private static int fold(int c) {
    if (isWithin(c, 0x13a0, 0x13f5)) {
      return c;
    }
    if (isWithin(c, 0x13f8, 0x13fd)) {
      return c - 8;
    }
    if (isWithin(c, 0xab70, 0xabbf)) {
      return c - 0xab70 + 0x13a0;
    }
    return c == 0x345 ? 0x3b9 : Character.toLowerCase(c);
  }

  private static boolean isWithin(int c, int least, int most) {
    return c >= least && c <= most;
  }

  private static boolean isIgnored(int c) {
    return switch (c) {
      case 0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x200b, 0x2064, 0x3164, 0xfeff, 0xffa0 ->
          true;
      default ->
          isWithin(c, 0x180b, 0x180f)
              || isWithin(c, 0x2060, 0x2063)
              || isWithin(c, 0x206a, 0x206f)
              || isWithin(c, 0xfe00, 0xfe0f)
              || isWithin(c, 0x1bca0, 0x1bca3)
              || isWithin(c, 0x1d173, 0x1d17a)
              || isWithin(c, 0xe0100, 0xe01ef);
    };
  }

  private static boolean isAllowed(int c) {
    return switch (Character.getType(c)) {
      case Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.CONTROL -> c < 0x80;
      case Character.FORMAT -> IdnaLabels.isJoiner(c);
      default -> true;
    };
  }
}
