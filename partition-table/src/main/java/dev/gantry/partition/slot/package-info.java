// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Slots A, B and more: their attributes, the operations on them with the states in which each is
 * allowed, and the boot loader's rule for picking one.
 *
 * <p>{@link dev.gantry.partition.slot.SlotScheme} says how the slots of a system are found:
 * Bottlerocket's, ChromeOS's, or a vendor's own.
 *
 * <p>{@link dev.gantry.partition.slot.SlotTable} and {@link
 * dev.gantry.partition.slot.SlotOperation} are pure; {@link dev.gantry.partition.slot.SlotDisk}
 * applies an operation to a disk in one commit.
 */
package dev.gantry.partition.slot;
