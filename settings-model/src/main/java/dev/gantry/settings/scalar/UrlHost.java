// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hosts of URLs (WHATWG URL, section 3.5, "Host parsing"). */
final class UrlHost {
  /** What a host turned out to be. */
  enum Kind {
    DOMAIN,
    ADDRESS,
    INVALID
  }

  private static final String FORBIDDEN = "#/:<>?@[\\]^|";

  private UrlHost() {}

  static Kind parse(String input) {
    if (input.startsWith("[")) {
      boolean address = input.endsWith("]") && isIpv6(input.substring(1, input.length() - 1));
      return address ? Kind.ADDRESS : Kind.INVALID;
    }
    String decoded = percentDecode(input);
    String domain = decoded == null ? null : Idna.toAscii(decoded);
    if (domain == null || domain.isEmpty()) {
      return Kind.INVALID;
    }
    boolean allowed =
        Chars.all(domain, c -> c > 0x20 && c != 0x7f && c != '%' && !Chars.isOneOf(c, FORBIDDEN));
    if (!allowed) {
      return Kind.INVALID;
    }
    if (!endsInNumber(domain)) {
      return Kind.DOMAIN;
    }
    return isIpv4(domain) ? Kind.ADDRESS : Kind.INVALID;
  }

  /** Tells whether text is a host of a URL whose scheme the standard does not know. */
  static boolean isOpaque(String input) {
    if (input.startsWith("[")) {
      return input.endsWith("]") && isIpv6(input.substring(1, input.length() - 1));
    }
    return Chars.all(
        input,
        c ->
            c != 0
                && c != '\t'
                && c != '\n'
                && c != '\r'
                && c != ' '
                && !Chars.isOneOf(c, FORBIDDEN));
  }

  private static @Nullable String percentDecode(String input) {
    if (input.indexOf('%') < 0) {
      return input;
    }
    byte[] in = input.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low < 0) {
        out.put(in[i]);
      } else {
        out.put((byte) (high << 4 | low));
        i += 2;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean endsInNumber(String domain) {
    boolean dot = domain.endsWith(".");
    String names = dot ? domain.substring(0, domain.length() - 1) : domain;
    String last = names.substring(names.lastIndexOf('.') + 1);
    return Chars.isDigits(last, Integer.MAX_VALUE) || number(last) >= 0;
  }

  private static boolean isIpv4(String domain) {
    if (domain.chars().filter(c -> c == '.').count() > 4) {
      return false;
    }
    List<String> parts = Chars.split(domain, '.');
    int count = parts.size();
    if (parts.get(count - 1).isEmpty()) {
      count--;
    }
    if (count > 4) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      long number = number(parts.get(i));
      long most = i < count - 1 ? 255 : 0xffffffffL >>> (8 * (count - 1));
      if (number < 0 || number > most) {
        return false;
      }
    }
    return true;
  }

  /** Returns the value of a number of base 8, 10 or 16, 2^32 if it is greater, or -1. */
  private static long number(String part) {
    if (part.isEmpty()) {
      return -1;
    }
    String digits = Chars.lower(part);
    int base = 10;
    if (digits.startsWith("0x")) {
      digits = digits.substring(2);
      base = 16;
    } else if (digits.length() > 1 && digits.charAt(0) == '0') {
      digits = digits.substring(1);
      base = 8;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, base) : -1;
      if (digit < 0) {
        return -1;
      }
      value = Math.min(value * base + digit, 0x100000000L);
    }
    return value;
  }

  /** WHATWG URL, "IPv6 parser"; unlike elsewhere, a gap may stand for one group of zeros. */
  private static boolean isIpv6(String text) {
    return text.indexOf(':') >= 0 && IpText.isAddress(text);
  }
}
