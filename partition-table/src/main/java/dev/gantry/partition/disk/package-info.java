// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Changing the partition table of a disk that others use as well: an exclusive lock, a guard
 * against changing partitions that are in use, and telling the kernel.
 *
 * <p>{@link dev.gantry.partition.disk.PartitionedDisk} has them all; {@link
 * dev.gantry.partition.disk.DiskFileLock} and {@link dev.gantry.partition.disk.DiskUse} can be used
 * alone.
 */
package dev.gantry.partition.disk;
