// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import dev.gantry.core.Guid;
import dev.gantry.core.Text;
import java.util.Objects;

/**
 * One used entry of a GPT.
 *
 * <p>Immutable. Source: UEFI 2.10, section 5.3.3, table 5.7.
 *
 * @param number position in the entry array, counted from 1; it never changes while others come and
 *     go, and kernel and boot loader know the partition by it
 * @param typeGuid what the partition is for; never {@link Guid#ZERO}, which marks an unused entry
 * @param uniqueGuid identity of this partition ({@code PARTUUID})
 * @param firstLba first sector
 * @param lastLba last sector, inclusive
 * @param attributes all 64 bits; bits 48 to 63 belong to the type
 * @param name at most 36 UTF-16 units without NUL, taken as they are: not even surrogates are
 *     checked, so that every name on a disk can be kept
 */
public record GptPartition(
    int number,
    Guid typeGuid,
    Guid uniqueGuid,
    long firstLba,
    long lastLba,
    long attributes,
    String name) {
  /** Longest name in UTF-16 units. */
  public static final int MAX_NAME_LENGTH = 36;

  /**
   * Creates an entry.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public GptPartition {
    Objects.requireNonNull(uniqueGuid, "uniqueGuid");
    if (number < 1) {
      throw new IllegalArgumentException("partition number is " + number + ", expected 1 or more");
    }
    if (typeGuid.equals(Guid.ZERO)) {
      throw new IllegalArgumentException("partition " + number + " has the type of unused entries");
    }
    if (firstLba < 0 || lastLba < firstLba || lastLba == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "partition " + number + " spans sectors " + firstLba + " to " + lastLba);
    }
    if (name.length() > MAX_NAME_LENGTH || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "partition name is "
              + Text.quote(name)
              + ", expected at most "
              + MAX_NAME_LENGTH
              + " UTF-16 units without NUL");
    }
  }

  /**
   * Returns the size in sectors.
   *
   * @return 1 or more
   */
  public long sectorCount() {
    return lastLba - firstLba + 1;
  }

  /**
   * Returns where the partition begins on its disk.
   *
   * @param sectorSizeBytes the table's sector size, see {@link GptTable#sectorSizeBytes()}
   * @return an offset in bytes
   * @throws ArithmeticException if the offset does not fit, which cannot happen for a partition of
   *     a table and that table's sector size
   */
  public long offsetBytes(int sectorSizeBytes) {
    return Math.multiplyExact(firstLba, (long) sectorSizeBytes);
  }

  /**
   * Returns the size.
   *
   * @param sectorSizeBytes the table's sector size, see {@link GptTable#sectorSizeBytes()}
   * @return a size in bytes
   * @throws ArithmeticException if the size does not fit, which cannot happen for a partition of a
   *     table and that table's sector size
   */
  public long sizeBytes(int sectorSizeBytes) {
    return Math.multiplyExact(sectorCount(), (long) sectorSizeBytes);
  }

  /**
   * Returns where the partition lies.
   *
   * @return its sectors
   */
  public LbaRange range() {
    return new LbaRange(firstLba, lastLba);
  }

  /**
   * Says whether an attribute bit is set.
   *
   * @param bit 0 to 63
   * @return true if it is
   * @throws IndexOutOfBoundsException if there is no such bit
   */
  public boolean hasAttribute(int bit) {
    return (attributes >>> Objects.checkIndex(bit, Long.SIZE) & 1) != 0;
  }

  /**
   * Returns a copy with one attribute bit set or cleared.
   *
   * @param bit 0 to 63
   * @param value true to set it
   * @return the copy
   * @throws IndexOutOfBoundsException if there is no such bit
   */
  public GptPartition withAttribute(int bit, boolean value) {
    long mask = 1L << Objects.checkIndex(bit, Long.SIZE);
    return withAttributes(value ? attributes | mask : attributes & ~mask);
  }

  /**
   * Returns a copy with another number.
   *
   * @param newNumber 1 or more
   * @return the copy
   * @throws IllegalArgumentException if the number is less than 1
   */
  public GptPartition withNumber(int newNumber) {
    return new GptPartition(newNumber, typeGuid, uniqueGuid, firstLba, lastLba, attributes, name);
  }

  /**
   * Returns a copy with another type.
   *
   * @param newTypeGuid any but {@link Guid#ZERO}
   * @return the copy
   * @throws IllegalArgumentException if it is the type of unused entries
   */
  public GptPartition withTypeGuid(Guid newTypeGuid) {
    return new GptPartition(number, newTypeGuid, uniqueGuid, firstLba, lastLba, attributes, name);
  }

  /**
   * Returns a copy with another identity.
   *
   * @param newUniqueGuid the identity
   * @return the copy
   */
  public GptPartition withUniqueGuid(Guid newUniqueGuid) {
    return new GptPartition(number, typeGuid, newUniqueGuid, firstLba, lastLba, attributes, name);
  }

  /**
   * Returns a copy at another place or of another size; what the partition holds is not moved.
   *
   * @param newFirstLba first sector
   * @param newLastLba last sector, inclusive
   * @return the copy
   * @throws IllegalArgumentException if the range is empty
   */
  public GptPartition withRange(long newFirstLba, long newLastLba) {
    return new GptPartition(
        number, typeGuid, uniqueGuid, newFirstLba, newLastLba, attributes, name);
  }

  /**
   * Returns a copy with another name.
   *
   * @param newName at most 36 UTF-16 units without NUL
   * @return the copy
   * @throws IllegalArgumentException if the name does not fit
   */
  public GptPartition withName(String newName) {
    return new GptPartition(number, typeGuid, uniqueGuid, firstLba, lastLba, attributes, newName);
  }

  /**
   * Returns a copy with other attribute bits.
   *
   * @param newAttributes all 64 bits
   * @return the copy
   */
  public GptPartition withAttributes(long newAttributes) {
    return new GptPartition(number, typeGuid, uniqueGuid, firstLba, lastLba, newAttributes, name);
  }
}
