// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A GUID with its two byte forms: the mixed-endian one of GPT entries and the plain one that verity
 * superblocks hold.
 *
 * <p>Immutable. Source: UEFI 2.10, appendix A; RFC 4122, section 4.1.2.
 *
 * @param mostSignificantBits the first 8 bytes in text order
 * @param leastSignificantBits the last 8 bytes in text order
 */
public record Guid(long mostSignificantBits, long leastSignificantBits) {
  /** Size of either byte form. */
  public static final int SIZE_BYTES = 16;

  /** The GUID of an unused GPT entry. */
  public static final Guid ZERO = new Guid(0, 0);

  private static final Pattern TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * Parses the text form.
   *
   * @param text 36 characters of either case, for example {@code
   *     c12a7328-f81f-11d2-ba4b-00a0c93ec93b}
   * @return the GUID
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Guid parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "GUID is " + Text.quote(text) + ", expected 8-4-4-4-12 hexadecimal digits");
    }
    UUID uuid = UUID.fromString(text);
    return new Guid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /**
   * Makes a random GUID, version 4.
   *
   * @param random the source of randomness
   * @return a new GUID
   */
  public static Guid random(RandomGenerator random) {
    long most = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long least = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new Guid(most, least);
  }

  /**
   * Reads the mixed-endian form of GPT: the first three fields little-endian, the rest as bytes.
   *
   * @param buffer at least 16 bytes; its position moves by 16, its order stays
   * @return the GUID
   * @throws IndexOutOfBoundsException if the buffer has less
   */
  public static Guid decodeMixedEndian(ByteBuffer buffer) {
    ByteBuffer view = take(buffer).order(ByteOrder.LITTLE_ENDIAN);
    long most = Integer.toUnsignedLong(view.getInt(0)) << 32;
    most |= Short.toUnsignedLong(view.getShort(4)) << 16;
    most |= Short.toUnsignedLong(view.getShort(6));
    return new Guid(most, view.order(ByteOrder.BIG_ENDIAN).getLong(8));
  }

  /**
   * Writes the mixed-endian form of GPT.
   *
   * @param buffer room for 16 bytes; its position moves by 16, its order stays
   * @throws IndexOutOfBoundsException if the buffer has less
   */
  public void encodeMixedEndian(ByteBuffer buffer) {
    ByteBuffer view = take(buffer).order(ByteOrder.LITTLE_ENDIAN);
    view.putInt(0, (int) (mostSignificantBits >>> 32));
    view.putShort(4, (short) (mostSignificantBits >>> 16));
    view.putShort(6, (short) mostSignificantBits);
    view.order(ByteOrder.BIG_ENDIAN).putLong(8, leastSignificantBits);
  }

  /**
   * Reads the form in text order, as verity superblocks hold it.
   *
   * @param buffer at least 16 bytes; its position moves by 16, its order stays
   * @return the GUID
   * @throws IndexOutOfBoundsException if the buffer has less
   */
  public static Guid decodeBigEndian(ByteBuffer buffer) {
    ByteBuffer view = take(buffer).order(ByteOrder.BIG_ENDIAN);
    return new Guid(view.getLong(0), view.getLong(8));
  }

  /**
   * Writes the form in text order.
   *
   * @param buffer room for 16 bytes; its position moves by 16, its order stays
   * @throws IndexOutOfBoundsException if the buffer has less
   */
  public void encodeBigEndian(ByteBuffer buffer) {
    ByteBuffer view = take(buffer).order(ByteOrder.BIG_ENDIAN);
    view.putLong(0, mostSignificantBits).putLong(8, leastSignificantBits);
  }

  private static ByteBuffer take(ByteBuffer buffer) {
    ByteBuffer view = buffer.slice(buffer.position(), SIZE_BYTES);
    buffer.position(buffer.position() + SIZE_BYTES);
    return view;
  }

  /** Returns the lower-case text form. */
  @Override
  public String toString() {
    return new UUID(mostSignificantBits, leastSignificantBits).toString();
  }
}
