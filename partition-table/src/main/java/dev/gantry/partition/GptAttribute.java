// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition;

import java.util.EnumSet;
import java.util.Set;

/**
 * Attribute bits with names. Bits 0 to 2 mean the same for every type; those from 48 on belong to
 * the type, and the names here are what the types in common use agree on.
 *
 * <p>Sources: UEFI 2.10, section 5.3.3, table 5.8; Discoverable Partitions Specification (UAPI.2),
 * "Partition Attribute Flags". The bits 48 to 56 of ChromeOS and Bottlerocket are not here: see
 * {@code dev.gantry.partition.slot}.
 */
public enum GptAttribute {
  /** The machine does not work without this partition. */
  REQUIRED(0),
  /** Firmware makes no block device for the partition. */
  NO_BLOCK_IO_PROTOCOL(1),
  /** A BIOS boot loader may boot from here. */
  LEGACY_BIOS_BOOTABLE(2),
  /** The file system is grown to the partition when it is mounted. */
  GROW_FILE_SYSTEM(59),
  /** Mounted read-only. */
  READ_ONLY(60),
  /** A shadow copy of another partition. */
  SHADOW_COPY(61),
  /** Gets no drive letter. */
  HIDDEN(62),
  /** Not mounted by itself. */
  NO_AUTO(63);

  private final int bit;

  GptAttribute(int bit) {
    this.bit = bit;
  }

  /**
   * Returns the position of the bit.
   *
   * @return 0 to 63, counted from the least significant
   */
  public int bit() {
    return bit;
  }

  /**
   * Returns the bit alone.
   *
   * @return attributes in which this bit is set and no other
   */
  public long mask() {
    return 1L << bit;
  }

  /**
   * Says whether the bit is set.
   *
   * @param attributes all 64 bits
   * @return true if it is
   */
  public boolean isSetIn(long attributes) {
    return (attributes & mask()) != 0;
  }

  /**
   * Finds the names of the bits that are set.
   *
   * @param attributes all 64 bits
   * @return the named ones; other bits are left out
   */
  public static Set<GptAttribute> of(long attributes) {
    Set<GptAttribute> set = EnumSet.noneOf(GptAttribute.class);
    for (GptAttribute attribute : values()) {
      if (attribute.isSetIn(attributes)) {
        set.add(attribute);
      }
    }
    return set;
  }
}
