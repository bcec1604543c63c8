// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects canonical JSON as its tokens come in. An object whose names come in order is written as
 * it comes; any other is put in order where it ends.
 *
 * <p>Never takes more than the document that is read: every token is at most as long as it was
 * there. Not thread-safe.
 */
final class CanonicalBuffer {
  private byte[] text;
  private int length;

  private int depth;

  /** Index of the first byte of each open container. */
  private final int[] opened = new int[StrictJson.MAX_DEPTH + 1];

  /** Where the members of each open object start in {@link #members}. */
  private final int[] firstMember = new int[StrictJson.MAX_DEPTH + 1];

  private final boolean[] unsorted = new boolean[StrictJson.MAX_DEPTH + 1];

  /** Index of the first byte of each member of all open objects. */
  private int[] members = new int[64];

  private int memberCount;

  private final boolean sortsDocument;

  /** The object that was closed last. */
  private int closedAt;

  private int closedMembers;

  /**
   * Starts empty.
   *
   * @param maxBytes size of the document that is read
   * @param sortsDocument whether the members of the document itself are put in order, too
   */
  CanonicalBuffer(int maxBytes, boolean sortsDocument) {
    this.text = new byte[maxBytes];
    this.sortsDocument = sortsDocument;
  }

  /** Returns how many containers are open. */
  int depth() {
    return depth;
  }

  /** Writes what stands between the last token and the next value or name. */
  void separate() {
    byte last = length == 0 ? (byte) '[' : text[length - 1];
    if (last != '{' && last != '[' && last != ':') {
      text[length++] = ',';
    }
  }

  void open(boolean isObject) {
    depth++;
    opened[depth] = length;
    firstMember[depth] = memberCount;
    unsorted[depth] = false;
    text[length++] = (byte) (isObject ? '{' : '[');
  }

  void closeArray() {
    depth--;
    text[length++] = ']';
  }

  /** Returns the name that the object has twice, or null. */
  @Nullable String closeObject() {
    @Nullable String repeated = null;
    int first = firstMember[depth];
    int count = memberCount - first;
    if (unsorted[depth]) {
      int[] order = MemberOrder.sort(text, members, first, count);
      repeated = MemberOrder.repeated(text, order);
      if (repeated == null && (depth > 1 || sortsDocument)) {
        rewrite(order);
      }
    }
    closedAt = opened[depth];
    closedMembers = count;
    memberCount = first;
    depth--;
    text[length++] = '}';
    return repeated;
  }

  /** Returns where the members of the object closed last start, counted from its start. */
  int[] closedIndex() {
    int[] index = Arrays.copyOfRange(members, memberCount, memberCount + closedMembers);
    for (int i = 0; i < index.length; i++) {
      index[i] -= closedAt;
    }
    return index;
  }

  private void rewrite(int[] order) {
    int start = opened[depth] + 1;
    byte[] old = Arrays.copyOfRange(text, start, length);
    int first = firstMember[depth];
    int[] starts = Arrays.copyOfRange(members, first, memberCount);
    int at = start;
    for (int i = 0; i < order.length; i++) {
      int from = order[i];
      int next = Arrays.binarySearch(starts, from) + 1;
      int to = next < starts.length ? starts[next] - 1 : length;
      members[first + i] = at;
      System.arraycopy(old, from - start, text, at, to - from);
      at += to - from;
      if (i < order.length - 1) {
        text[at++] = ',';
      }
    }
  }

  /** Writes a name and notes the member; returns false if the name is no Unicode text. */
  boolean name(String name) {
    if (memberCount == members.length) {
      members = Arrays.copyOf(members, 2 * memberCount);
    }
    members[memberCount++] = length;
    text[length++] = '"';
    int count = name.length();
    int at = length;
    byte[] to = text;
    for (int i = 0; i < count; i++) {
      char c = name.charAt(i);
      if (c >= 0x80 || c == '"' || c == '\\') {
        length = at;
        char[] rest = name.substring(i).toCharArray();
        boolean valid = characters(rest, 0, rest.length);
        text[length++] = ':';
        return valid;
      }
      to[at++] = (byte) c;
    }
    to[at++] = '"';
    to[at++] = ':';
    length = at;
    return true;
  }

  /** Tells whether the last name is the same as the one before, and notes whether it is lower. */
  boolean repeatsName() {
    int last = memberCount - 1;
    if (unsorted[depth] || last == firstMember[depth]) {
      return false;
    }
    int order = MemberOrder.compare(text, members[last - 1], text, members[last]);
    unsorted[depth] = order > 0;
    return order == 0;
  }

  /** Writes a string; returns false if it is no Unicode text. */
  boolean string(char[] from, int offset, int count) {
    text[length++] = '"';
    return characters(from, offset, count);
  }

  /** Writes the rest of a string, and its closing quote. */
  private boolean characters(char[] from, int offset, int count) {
    byte[] to = text;
    int at = length;
    int end = offset + count;
    for (int i = offset; i < end; i++) {
      char c = from[i];
      if (c < 0x80) {
        if (c == '"' || c == '\\') {
          to[at++] = '\\';
        }
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xc0 | (c >> 6));
        to[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        to[at++] = (byte) (0xe0 | (c >> 12));
        to[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        to[at++] = (byte) (0x80 | (c & 0x3f));
      } else {
        if (!Character.isHighSurrogate(c)
            || i + 1 == end
            || !Character.isLowSurrogate(from[i + 1])) {
          return false;
        }
        int point = Character.toCodePoint(c, from[++i]);
        to[at++] = (byte) (0xf0 | (point >> 18));
        to[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        to[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        to[at++] = (byte) (0x80 | (point & 0x3f));
      }
    }
    to[at++] = '"';
    length = at;
    return true;
  }

  void ascii(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      text[length++] = (byte) ascii.charAt(i);
    }
  }

  void ascii(char[] from, int offset, int count) {
    for (int i = 0; i < count; i++) {
      text[length++] = (byte) from[offset + i];
    }
  }

  /** Returns the document; a buffer that is mostly empty is let go of. */
  CanonicalValue finish() {
    byte[] content = length < text.length - text.length / 4 ? Arrays.copyOf(text, length) : text;
    text = new byte[0];
    return new CanonicalValue(content, 0, length);
  }
}
