// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import java.util.Set;

/**
 * Tells whether text is an absolute URL, as the parser of the WHATWG URL standard (section 4.4,
 * "URL parsing", without a base) does. What it would make of the text is not kept.
 */
final class UrlText {
  private static final Set<String> WITH_HOST = Set.of("http", "https", "ws", "wss", "ftp");

  private UrlText() {}

  /** Control characters have been refused before, so that only spaces are taken off the ends. */
  static boolean isUrl(String input) {
    String text = stripSpaces(input);
    int colon = schemeEnd(text);
    if (colon < 0) {
      return false;
    }
    String scheme = Chars.lower(text.substring(0, colon));
    String rest = text.substring(colon + 1);
    if (WITH_HOST.contains(scheme)) {
      int start = 0;
      while (start < rest.length() && Chars.isOneOf(rest.charAt(start), "/\\")) {
        start++;
      }
      return isAuthority(rest.substring(start), true);
    }
    if (scheme.equals("file")) {
      return isFile(rest);
    }
    return !rest.startsWith("//") || isAuthority(rest.substring(2), false);
  }

  private static String stripSpaces(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(start, end);
  }

  /** Returns the place of the colon behind the scheme, or -1. */
  private static int schemeEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && i > 0) {
        return i;
      }
      if (!Chars.isAlpha(c) && (i == 0 || (!Chars.isDigit(c) && !Chars.isOneOf(c, "+-.")))) {
        return -1;
      }
    }
    return -1;
  }

  private static int endOf(String text, boolean special) {
    int end = 0;
    while (end < text.length() && !Chars.isOneOf(text.charAt(end), special ? "/\\?#" : "/?#")) {
      end++;
    }
    return end;
  }

  private static boolean isFile(String rest) {
    boolean host =
        rest.length() > 1
            && Chars.isOneOf(rest.charAt(0), "/\\")
            && Chars.isOneOf(rest.charAt(1), "/\\");
    if (!host) {
      return true;
    }
    String authority = rest.substring(2, 2 + endOf(rest.substring(2), true));
    boolean drive =
        authority.length() == 2
            && Chars.isAlpha(authority.charAt(0))
            && Chars.isOneOf(authority.charAt(1), ":|");
    return authority.isEmpty() || drive || UrlHost.parse(authority) != UrlHost.Kind.INVALID;
  }

  private static boolean isAuthority(String rest, boolean special) {
    String authority = rest.substring(0, endOf(rest, special));
    int at = authority.lastIndexOf('@');
    String hostAndPort = authority.substring(at + 1);
    int colon = portColon(hostAndPort);
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    if (colon >= 0 && !isPort(hostAndPort.substring(colon + 1))) {
      return false;
    }
    if (host.isEmpty()) {
      return !special && at < 0 && colon < 0;
    }
    return special ? UrlHost.parse(host) != UrlHost.Kind.INVALID : UrlHost.isOpaque(host);
  }

  /** Returns the place of the first colon that is not between brackets, or -1. */
  private static int portColon(String text) {
    boolean brackets = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && !brackets) {
        return i;
      }
      brackets = c == '[' || (brackets && c != ']');
    }
    return -1;
  }

  private static boolean isPort(String text) {
    if (!Chars.all(text, Chars::isDigit)) {
      return false;
    }
    int port = 0;
    for (int i = 0; i < text.length() && port <= 0xffff; i++) {
      port = port * 10 + text.charAt(i) - '0';
    }
    return port <= 0xffff;
  }
}
