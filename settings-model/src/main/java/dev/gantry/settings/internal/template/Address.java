// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An IP address, read and written as Bottlerocket does. */
final class Address {
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int GROUPS = 8;

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  static Optional<Address> parse(String text) {
    byte[] bytes = text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    return bytes.length == 0 ? Optional.empty() : Optional.of(new Address(bytes));
  }

  /** Reads an address, or a network whose host bits are zero, and gives its first address. */
  static Optional<Address> parseNetwork(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      return parse(text);
    }
    Optional<Address> address = parse(text.substring(0, slash));
    int prefix = decimal(text.substring(slash + 1), 3);
    return address.filter(
        each -> prefix >= 0 && prefix <= each.bytes.length * 8 && each.hasNothingAfter(prefix));
  }

  private boolean hasNothingAfter(int prefix) {
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  boolean isV4() {
    return bytes.length == V4_BYTES;
  }

  /** Tells whether this is exactly 127.0.0.1 or ::1. */
  boolean isLocalhost() {
    String text = toString();
    return text.equals("127.0.0.1") || text.equals("::1");
  }

  Address withByte(int index, int value) {
    byte[] next = bytes.clone();
    next[index] = (byte) value;
    return new Address(next);
  }

  private static byte[] parseV4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] bytes = new byte[V4_BYTES];
    if (parts.length != V4_BYTES) {
      return new byte[0];
    }
    for (int i = 0; i < V4_BYTES; i++) {
      int value = decimal(parts[i], 3);
      if (value < 0 || value > 255 || (parts[i].length() > 1 && parts[i].startsWith("0"))) {
        return new byte[0];
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  private static int decimal(String digits, int most) {
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= most
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Integer.parseInt(digits) : -1;
  }

  private static byte[] parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text);
      return all.length == V6_BYTES ? all : new byte[0];
    }
    String before = text.substring(0, gap);
    String after = text.substring(gap + 2);
    byte[] head = before.isEmpty() ? new byte[0] : groups(before);
    byte[] tail = after.isEmpty() ? new byte[0] : groups(after);
    boolean broken =
        (head.length == 0) != before.isEmpty() || (tail.length == 0) != after.isEmpty();
    if (broken || before.indexOf('.') >= 0 || head.length + tail.length > V6_BYTES - 2) {
      return new byte[0];
    }
    byte[] bytes = Arrays.copyOf(head, V6_BYTES);
    System.arraycopy(tail, 0, bytes, V6_BYTES - tail.length, tail.length);
    return bytes;
  }

  private static byte[] groups(String text) {
    String[] parts = text.split(":", -1);
    byte[] bytes = new byte[2 * parts.length + 2];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        byte[] v4 = parseV4(parts[i]);
        if (v4.length == 0) {
          return v4;
        }
        System.arraycopy(v4, 0, bytes, length, V4_BYTES);
        length += V4_BYTES;
      } else if (parts.length > GROUPS || !isGroup(parts[i])) {
        return new byte[0];
      } else {
        int value = Integer.parseInt(parts[i], 16);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  private static boolean isGroup(String part) {
    return !part.isEmpty()
        && part.length() <= 4
        && part.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
  }

  private int group(int index) {
    return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
  }

  private String v4Text(int from) {
    return (bytes[from] & 0xff)
        + "."
        + (bytes[from + 1] & 0xff)
        + "."
        + (bytes[from + 2] & 0xff)
        + "."
        + (bytes[from + 3] & 0xff);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Writes the short form of RFC 5952. */
  @Override
  public String toString() {
    if (isV4()) {
      return v4Text(0);
    }
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    if (Arrays.equals(Arrays.copyOf(bytes, mapped.length), mapped)) {
      return "::ffff:" + v4Text(mapped.length);
    }
    int gap = 0;
    int gapLength = 0;
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && group(end) == 0) {
        end++;
      }
      if (end - start > gapLength) {
        gap = start;
        gapLength = end - start;
      }
    }
    if (gapLength < 2) {
      return groupsText(0, GROUPS);
    }
    return groupsText(0, gap) + "::" + groupsText(gap + gapLength, GROUPS);
  }

  private String groupsText(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i > from ? ":" : "")
          .append(Integer.toHexString(group(i)).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
