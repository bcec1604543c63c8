// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable sequence of bytes: copied in, copied out, compared by content in constant time.
 *
 * <p>Immutable and thread-safe.
 */
public final class Bytes {
  private static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /**
   * Returns no bytes.
   *
   * @return the empty sequence
   */
  public static Bytes empty() {
    return EMPTY;
  }

  /**
   * Copies an array.
   *
   * @param content the bytes
   * @return a copy
   */
  public static Bytes of(byte... content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /**
   * Copies part of an array.
   *
   * @param content the array
   * @param offset index of the first byte
   * @param length number of bytes
   * @return a copy
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public static Bytes of(byte[] content, int offset, int length) {
    java.util.Objects.checkFromIndexSize(offset, length, content.length);
    return new Bytes(Arrays.copyOfRange(content, offset, offset + length));
  }

  /**
   * Copies what remains in a buffer; the buffer's position moves to its limit.
   *
   * @param buffer the source
   * @return a copy
   */
  public static Bytes copyOf(ByteBuffer buffer) {
    byte[] content = new byte[buffer.remaining()];
    buffer.get(content);
    return new Bytes(content);
  }

  /**
   * Parses pairs of hexadecimal digits of either case, without separators.
   *
   * @param hex the digits
   * @return the bytes
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Bytes parseHex(CharSequence hex) {
    try {
      return new Bytes(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      // Not as a cause: its message has the foreign text as it is.
      throw new IllegalArgumentException(
          "hexadecimal text is " + Text.quote(hex) + ", expected pairs of the digits 0-9 and a-f");
    }
  }

  /**
   * Returns the number of bytes.
   *
   * @return 0 or more
   */
  public int size() {
    return content.length;
  }

  /**
   * Returns one byte.
   *
   * @param index 0 to {@code size() - 1}
   * @return the byte
   * @throws IndexOutOfBoundsException if there is no such byte
   */
  public byte get(int index) {
    return content[index];
  }

  /**
   * Returns a copy as an array.
   *
   * @return a new array
   */
  public byte[] toByteArray() {
    return content.clone();
  }

  /**
   * Returns a read-only buffer over the bytes, without a copy.
   *
   * @return a buffer at position 0
   */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /**
   * Returns lower-case hexadecimal digits.
   *
   * @return two digits a byte
   */
  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && MessageDigest.isEqual(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** Returns the hexadecimal form, cut after 64 bytes. */
  @Override
  public String toString() {
    return content.length <= 64
        ? toHex()
        : HexFormat.of().formatHex(content, 0, 64) + "… (" + content.length + " bytes)";
  }
}
