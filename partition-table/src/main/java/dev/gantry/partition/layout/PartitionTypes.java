// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.layout;

import dev.gantry.core.Guid;

/**
 * The type GUIDs of a layout.
 *
 * <p>Immutable. A remix that changes a type makes a record of its own, usually from {@link
 * #BOTTLEROCKET}.
 *
 * @param biosBoot where a BIOS finds the rest of the boot loader
 * @param efiSystem the EFI system partition of slot A
 * @param efiBackup the placeholder in slot B; nothing boots from it
 * @param boot kernel and boot configuration; the boot loader finds the slots by this type
 * @param root the read-only root file system
 * @param hash the verity hash tree of the root
 * @param reserved space between the slots
 * @param privateState the host's own state; holds the "boot has ever succeeded" bit
 * @param data the data partition
 */
public record PartitionTypes(
    Guid biosBoot,
    Guid efiSystem,
    Guid efiBackup,
    Guid boot,
    Guid root,
    Guid hash,
    Guid reserved,
    Guid privateState,
    Guid data) {
  /** The types that Bottlerocket uses (twoliter, {@code partyplanner}). */
  public static final PartitionTypes BOTTLEROCKET =
      new PartitionTypes(
          Guid.parse("21686148-6449-6e6f-744e-656564454649"),
          Guid.parse("c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
          Guid.parse("b39ce39c-0a00-b4ab-2d11-f18f8237a21c"),
          Guid.parse("6b636168-7420-6568-2070-6c616e657421"),
          Guid.parse("5526016a-1a97-4ea4-b39a-b7c8c6ca4502"),
          Guid.parse("598f10af-c955-4456-6a99-7720068a6cea"),
          Guid.parse("0c5d99a5-d331-4147-baef-08e2b855bdc9"),
          Guid.parse("440408bb-eb0b-4328-a6e5-a29038fad706"),
          Guid.parse("626f7474-6c65-6474-6861-726d61726b73"));

  /**
   * Unique GUID of the data partition that a Bottlerocket host grows and uses first: on the data
   * disk of a split image, on the only disk of a unified one.
   */
  public static final Guid PREFERRED_DATA_PARTITION =
      Guid.parse("5b94e8df-28b8-485c-9d19-362263b5944c");

  /** Unique GUID of the data partition that a Bottlerocket host uses where there is no other. */
  public static final Guid FALLBACK_DATA_PARTITION =
      Guid.parse("69040874-417d-4e26-a764-7885f22007ea");

  /**
   * Returns the type of a partition.
   *
   * @param role what the partition is
   * @return its type GUID
   */
  public Guid typeOf(PartitionRole role) {
    return switch (role) {
      case BIOS -> biosBoot;
      case EFI_A -> efiSystem;
      case EFI_B -> efiBackup;
      case BOOT_A, BOOT_B -> boot;
      case ROOT_A, ROOT_B -> root;
      case HASH_A, HASH_B -> hash;
      case RESERVED_A, RESERVED_B -> reserved;
      case PRIVATE -> privateState;
      case DATA_A, DATA_B -> data;
    };
  }
}
