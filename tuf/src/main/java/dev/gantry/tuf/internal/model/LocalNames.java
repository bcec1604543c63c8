// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes one file name of any text, safe on Linux, macOS and Windows. Stateless.
 *
 * <p>Of the UTF-8 form of the text, lower-case letters, digits, {@code -}, {@code _} and dots stay;
 * any other byte becomes a percent sign and two upper-case hexadecimal digits. So distinct texts
 * have distinct names also where the file system ignores case or normalises Unicode. A tilde is
 * encoded since Windows makes aliases with it.
 */
public final class LocalNames {
  /** Longest name made: version, extension and a mark fit in a file name of 255 bytes too. */
  public static final int MAX_LENGTH = 200;

  private static final int HEAD_LENGTH = 100;
  private static final Pattern RESERVED_ON_WINDOWS =
      Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private LocalNames() {}

  /**
   * Makes a name that may start with dots; the caller adds an extension.
   *
   * @param text any text that UTF-8 can encode
   * @return the name, of any length
   */
  static String stem(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      append(out, b);
    }
    if (RESERVED_ON_WINDOWS.matcher(out).matches()) {
      encodeAt(out, 0);
    }
    return out.toString();
  }

  /**
   * Makes a name that stands for itself: not hidden, not a special name, and not too long. A long
   * one is cut and ends in a plus sign, which no other name has, and the SHA-256 digest of the
   * text.
   *
   * @param text any text that UTF-8 can encode, not empty
   * @return a name of 1 to {@value #MAX_LENGTH} characters of ASCII
   */
  public static String whole(String text) {
    StringBuilder out = new StringBuilder(stem(text));
    if (out.charAt(out.length() - 1) == '.') {
      encodeAt(out, out.length() - 1);
    }
    if (out.charAt(0) == '.') {
      encodeAt(out, 0);
    }
    if (out.length() <= MAX_LENGTH) {
      return out.toString();
    }
    Bytes raw = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    int cut = HEAD_LENGTH;
    while (out.lastIndexOf("%", cut - 1) > cut - 3) {
      cut--;
    }
    return out.substring(0, cut) + "+" + Digest.compute(DigestAlgorithm.SHA256, raw).hex();
  }

  /**
   * Says whether Windows takes a name for something else: a device, a stream, a pattern, or the
   * name without its last dots and blanks.
   *
   * @param name a name without slashes
   */
  public static boolean isSpecialOnWindows(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String stem = lower.contains(".") ? lower.substring(0, lower.indexOf('.')) : lower;
    return RESERVED_ON_WINDOWS.matcher(stem.strip()).matches()
        || name.endsWith(".")
        || name.endsWith(" ")
        || name.chars().anyMatch(c -> "<>:\"|?*\\~".indexOf(c) >= 0);
  }

  private static void append(StringBuilder out, byte b) {
    boolean plain =
        (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.';
    if (plain) {
      out.append((char) b);
    } else {
      out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
    }
  }

  private static void encodeAt(StringBuilder out, int index) {
    byte b = (byte) out.charAt(index);
    out.replace(index, index + 1, "%" + HexFormat.of().withUpperCase().toHexDigits(b));
  }
}
