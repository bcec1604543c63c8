// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.datastore;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names as parts of paths: all bytes of UTF-8 but ASCII letters, digits, underscores and hyphens
 * are written as a percent sign and two upper-case hexadecimal digits.
 */
final class PathName {
  private static final String HEX = "0123456789ABCDEF";

  private PathName() {}

  static String encode(String name) {
    StringBuilder text = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) (each & 0xff))) {
        text.append((char) each);
      } else {
        text.append('%').append(HEX.charAt((each >> 4) & 15)).append(HEX.charAt(each & 15));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** Reads a name; a percent sign without two digits stands for itself. Empty if not UTF-8. */
  static Optional<String> decode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 < in.length && in[i] == '%' ? digit(in[i + 1]) : -1;
      int low = high < 0 ? -1 : digit(in[i + 2]);
      if (low < 0) {
        out.put(in[i]);
      } else {
        out.put((byte) (high * 16 + low));
        i += 2;
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static int digit(byte c) {
    return c < '0' || c > 'f' ? -1 : Character.digit((char) c, 16);
  }
}
