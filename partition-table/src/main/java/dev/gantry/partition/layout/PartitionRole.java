// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

/** What a partition of a layout is; in the order in which they lie on a disk. */
public enum PartitionRole {
  /** Boot loader for BIOS. */
  BIOS("BIOS-BOOT", ""),
  /** EFI system partition. */
  EFI_A("EFI-SYSTEM", ""),
  /** Boot partition of slot A. */
  BOOT_A("", "-BOOT-A"),
  /** Root file system of slot A. */
  ROOT_A("", "-ROOT-A"),
  /** Verity hash tree of slot A. */
  HASH_A("", "-HASH-A"),
  /** Space behind slot A. */
  RESERVED_A("", "-RESERVED-A"),
  /** Placeholder for an EFI system partition of slot B. */
  EFI_B("EFI-BACKUP", ""),
  /** Boot partition of slot B. */
  BOOT_B("", "-BOOT-B"),
  /** Root file system of slot B. */
  ROOT_B("", "-ROOT-B"),
  /** Verity hash tree of slot B. */
  HASH_B("", "-HASH-B"),
  /** Space behind slot B. */
  RESERVED_B("", "-RESERVED-B"),
  /** The host's own state. */
  PRIVATE("", "-PRIVATE"),
  /** Data partition on the disk with the slots. */
  DATA_A("", ""),
  /** Data partition on a disk of its own. */
  DATA_B("", "");

  private final String fixedLabel;
  private final String suffix;

  PartitionRole(String fixedLabel, String suffix) {
    this.fixedLabel = fixedLabel;
    this.suffix = suffix;
  }

  /**
   * Returns the label that Bottlerocket's naming gives this partition.
   *
   * @param prefix the name of the system, {@code BOTTLEROCKET} in the original
   * @return the label; empty for data partitions, which get theirs at the first boot
   */
  public String label(String prefix) {
    return suffix.isEmpty() ? fixedLabel : prefix + suffix;
  }
}
