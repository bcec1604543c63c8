// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.slot;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.layout.PartitionTypes;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;

/**
 * The slots of a disk.
 *
 * <p>Every call reads the disk anew; nothing is cached. Calls that write hold the {@link DiskLock}
 * from that read to the last barrier. Without a lock the caller ensures that nobody else writes the
 * table at the same time, from this process or another: the comparison with the table that was read
 * narrows that window but does not close it. As thread-safe as the device and the lock are.
 */
public final class SlotDisk {
  private final BlockDevice device;
  private final SlotScheme scheme;
  private final DiskLock lock;

  private SlotDisk(BlockDevice device, SlotScheme scheme, DiskLock lock) {
    this.device = Objects.requireNonNull(device, "device");
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    this.lock = Objects.requireNonNull(lock, "lock");
  }

  /**
   * Wraps a disk with Bottlerocket's partition types, without a lock.
   *
   * @param device the whole disk; closing it remains with the caller
   * @return the slots of the disk
   */
  public static SlotDisk of(BlockDevice device) {
    return of(device, SlotScheme.BOTTLEROCKET, () -> () -> {});
  }

  /**
   * Wraps a disk like Bottlerocket's.
   *
   * @param device the whole disk; closing it remains with the caller
   * @param types what partition types mean
   * @param lock held while the table is changed
   * @return the slots of the disk
   */
  public static SlotDisk of(BlockDevice device, PartitionTypes types, DiskLock lock) {
    return of(device, SlotScheme.bottlerocket(types), lock);
  }

  /**
   * Wraps a disk.
   *
   * @param device the whole disk; closing it remains with the caller
   * @param scheme how slots are found, and by which rule one boots
   * @param lock held while the table is changed
   * @return the slots of the disk
   */
  public static SlotDisk of(BlockDevice device, SlotScheme scheme, DiskLock lock) {
    return new SlotDisk(device, scheme, lock);
  }

  /**
   * Returns the disk.
   *
   * @return the device that was wrapped
   */
  public BlockDevice device() {
    return device;
  }

  /**
   * Reads the slots from whichever copy of the table is whole; writes nothing.
   *
   * @return the slots
   * @throws dev.gantry.core.GantryException if there is no sound table, or it has no slots; see
   *     {@link GptReader#read} and {@link SlotTable#of(dev.gantry.partition.GptTable)}
   * @throws IOException if the disk cannot be read
   */
  public SlotTable read() throws IOException {
    return SlotTable.of(GptReader.read(device).table(), scheme);
  }

  /**
   * Applies an operation: reads, decides, repairs the table if one copy is bad, and commits, all
   * under the lock. If the operation is refused nothing is written.
   *
   * @param operation what to do
   * @param running the slot that runs
   * @return the slots as they are now on the disk
   * @throws StateConflictException if the operation is not allowed in the state of the disk, or a
   *     bad copy cannot be repaired
   * @throws dev.gantry.core.GantryException if there is no sound table, or it has no slots
   * @throws IOException if the disk cannot be read or written
   */
  public SlotTable apply(SlotOperation operation, SlotId running) throws IOException {
    return apply(before -> operation.apply(before, running));
  }

  /**
   * Applies an operation to one of the slots that do not run; else as {@link #apply(SlotOperation,
   * SlotId)}.
   *
   * @param operation what to do
   * @param running the slot that runs
   * @param target the slot that the operation is about
   * @return the slots as they are now on the disk
   * @throws StateConflictException if the operation is not allowed in the state of the disk, or a
   *     bad copy cannot be repaired
   * @throws dev.gantry.core.GantryException if there is no sound table, or it has no slots
   * @throws IOException if the disk cannot be read or written
   */
  public SlotTable apply(SlotOperation operation, SlotId running, SlotId target)
      throws IOException {
    return apply(before -> operation.apply(before, running, target));
  }

  /** A decision about slots. */
  private interface Change {
    SlotTable apply(SlotTable before) throws IOException;
  }

  private SlotTable apply(Change change) throws IOException {
    try (Closeable held = lock.acquire()) {
      Objects.requireNonNull(held, "lock");
      SlotTable before = read();
      SlotTable after = change.apply(before);
      GptCommitter.commit(device, before.table(), after.table());
      return after;
    }
  }

  /**
   * Replaces the slots that were read by others, under the lock; for the few who decide by
   * themselves, like a simulated boot loader.
   *
   * @param expected the slots that were read
   * @param next what shall be on the disk
   * @throws StateConflictException if the disk says something else by now ({@code TABLE_CHANGED})
   * @throws dev.gantry.core.GantryException if there is no sound table
   * @throws IllegalArgumentException if the tables have different geometries
   * @throws IOException if the disk cannot be read or written
   */
  public void commit(SlotTable expected, SlotTable next) throws IOException {
    try (Closeable held = lock.acquire()) {
      Objects.requireNonNull(held, "lock");
      GptCommitter.commit(device, expected.table(), next.table());
    }
  }

  /**
   * Rebuilds a bad copy of the table under the lock, see {@link GptCommitter#repair}.
   *
   * @return what is on the disk afterwards
   * @throws StateConflictException if the bad copy cannot be rebuilt
   * @throws dev.gantry.core.GantryException if there is no sound table
   * @throws IOException if the disk cannot be read or written
   */
  public GptReadResult repair() throws IOException {
    try (Closeable held = lock.acquire()) {
      Objects.requireNonNull(held, "lock");
      return GptCommitter.repair(device);
    }
  }
}
