// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.GantryException;
import dev.gantry.core.StateConflictException;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptDump;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptRepairPlan;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.SlotDisk;
import dev.gantry.partition.slot.SlotScheme;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A session on a disk whose partition table may be changed, while others use the disk and want to
 * change it too.
 *
 * <p>From {@link #open} to {@link #close} the disk is locked ({@link DiskFileLock}). Each change
 * reads the table anew, decides, and commits, so that no change is lost that somebody made without
 * a lock. Changes of attribute bits alone, such as a switch of slots, are always allowed. Any other
 * is refused while a partition of the disk is in use ({@link DiskUse}), unless the builder was told
 * otherwise; if the disk is a block device the kernel is told of it afterwards.
 *
 * <p>Reading needs no session: {@link GptReader} reads any source.
 *
 * <p>Thread-safe; changes wait for each other. What a {@link TableEdit} is given must not be used
 * to start another change.
 */
public final class PartitionedDisk implements Closeable {
  private final Path path;
  private final DiskIdentity identity;
  private final DiskFileLock lock;
  private final BlockDevice device;
  private final Path systemRoot;
  private final UseGuard guard;
  private final KernelTableNotifier notifier;

  private PartitionedDisk(Builder builder, DiskIdentity identity, DiskFileLock lock)
      throws IOException {
    this.path = builder.path;
    this.identity = identity;
    this.lock = lock;
    this.device = lock.device(builder.sectorSizeBytes);
    this.systemRoot = builder.systemRoot;
    this.guard = builder.guard;
    this.notifier = builder.notifier;
  }

  /**
   * Opens a disk without waiting for others, as {@link #builder} does without options.
   *
   * @param path a block device or image file
   * @return a session that the caller closes
   * @throws StateConflictException {@code DISK_LOCKED} if somebody else has it
   * @throws IOException if it cannot be opened
   */
  public static PartitionedDisk open(Path path) throws IOException {
    return builder(path).open();
  }

  /**
   * Starts a session.
   *
   * @param path a block device or image file
   * @return a builder
   */
  public static Builder builder(Path path) {
    return new Builder(path);
  }

  /**
   * Returns the disk for reading and writing what is in its partitions; the lock is on it, the
   * guard is not.
   *
   * @return a device that ends with the session
   */
  public BlockDevice device() {
    return device;
  }

  /**
   * Asks the kernel for the sector size of the disk. A new table on a block device has to have it:
   * firmware and kernel do not find one of another.
   *
   * @return bytes; empty if the disk is an image file, or the system does not tell
   * @throws IOException if what the system tells cannot be read
   */
  public OptionalInt kernelSectorSizeBytes() throws IOException {
    return identity.isBlockDevice()
        ? DiskUsers.sectorSizeBytes(identity, systemRoot)
        : OptionalInt.empty();
  }

  /**
   * Reads both copies of the table.
   *
   * @return what was found
   * @throws dev.gantry.core.GantryException if there is no sound table
   * @throws IOException if the disk cannot be read
   */
  public GptReadResult read() throws IOException {
    return GptReader.read(device);
  }

  /**
   * Finds out who uses the disk.
   *
   * @return an immutable list
   * @throws StateConflictException {@code DISK_USE_UNKNOWN} if it is a block device and the system
   *     does not tell
   * @throws IOException if the disk cannot be looked at
   */
  public List<DiskUse> uses() throws IOException {
    return DiskUsers.find(path, identity, systemRoot);
  }

  /**
   * Changes the table: reads it, applies the edit, commits, all while nobody else may.
   *
   * @param edit what to change
   * @return what is on the disk now
   * @throws StateConflictException if a partition is in use ({@code DISK_IN_USE}, or {@code
   *     PARTITION_IN_USE} where changes beside those in use are allowed), or somebody changed the
   *     table without the lock ({@code TABLE_CHANGED}); nothing is written then. As {@link
   *     GptCommitter#commit} else
   * @throws dev.gantry.core.GantryException if there is no sound table, or the edit refuses
   * @throws IOException if the disk cannot be read or written
   */
  public TableEditResult edit(TableEdit edit) throws IOException {
    try (Closeable held = lock.lockTable()) {
      Objects.requireNonNull(held, "lock");
      GptTable before = GptReader.read(device).table();
      GptTable after = Objects.requireNonNull(edit.apply(before), "edited table");
      TableChange change = TableChange.between(before, after);
      guard.check(path, change, this::uses);
      GptCommitter.commit(device, before, after);
      return result(after, change);
    }
  }

  /**
   * Writes a table to a disk that has none, see {@link GptCommitter#create}.
   *
   * @param table the table
   * @return what is on the disk now
   * @throws StateConflictException if the disk has a table, or is in use ({@code DISK_IN_USE})
   * @throws IOException if the disk cannot be read or written
   * @throws IllegalArgumentException if the table is for a disk of another size
   */
  public TableEditResult create(GptTable table) throws IOException {
    return whole(table, () -> GptCommitter.create(device, table));
  }

  /**
   * Writes a table whatever the disk holds, see {@link GptCommitter#unsafeReplace}; the guard still
   * refuses a disk that is in use.
   *
   * @param table the table
   * @return what is on the disk now
   * @throws StateConflictException if the disk is in use ({@code DISK_IN_USE})
   * @throws IOException if the disk cannot be read or written
   * @throws IllegalArgumentException if the table is for a disk of another size
   */
  public TableEditResult unsafeReplace(GptTable table) throws IOException {
    return whole(table, () -> GptCommitter.unsafeReplace(device, table));
  }

  /**
   * Writes a dump to a disk that has no table, see {@link GptDump#restore}.
   *
   * @param dump the dump, for a disk of this size
   * @return what is on the disk now
   * @throws StateConflictException if the disk has a table, or is in use ({@code DISK_IN_USE})
   * @throws IOException if the disk cannot be read or written
   * @throws IllegalArgumentException if the table is for a disk of another size
   */
  public TableEditResult restore(GptDump dump) throws IOException {
    return whole(dump.table(), () -> dump.restore(device));
  }

  /**
   * Writes a dump whatever the disk holds, see {@link GptDump#unsafeRestore}; the guard still
   * refuses a disk that is in use.
   *
   * @param dump the dump, for a disk of this size
   * @return what is on the disk now
   * @throws StateConflictException if the disk is in use ({@code DISK_IN_USE})
   * @throws IOException if the disk cannot be read or written
   * @throws IllegalArgumentException if the table is for a disk of another size
   */
  public TableEditResult unsafeRestore(GptDump dump) throws IOException {
    return whole(dump.table(), () -> dump.unsafeRestore(device));
  }

  /** What writes a table. */
  private interface Write {
    void run() throws IOException;
  }

  private TableEditResult whole(GptTable table, Write write) throws IOException {
    try (Closeable held = lock.lockTable()) {
      Objects.requireNonNull(held, "lock");
      TableChange change = wholeTable(table);
      guard.check(path, change, this::uses);
      write.run();
      return result(table, change);
    }
  }

  /** All partitions of a new table, and what is known of an old one. */
  private TableChange wholeTable(GptTable table) throws IOException {
    SortedSet<Integer> removed = new TreeSet<>();
    try {
      GptReader.read(device).table().partitions().forEach(p -> removed.add(p.number()));
    } catch (GantryException noTable) {
      removed.clear();
    }
    SortedSet<Integer> all = new TreeSet<>(removed);
    for (GptPartition partition : table.partitions()) {
      all.add(partition.number());
      removed.remove(partition.number());
    }
    return new TableChange(TableChange.Kind.PARTITIONS, List.copyOf(all), List.copyOf(removed));
  }

  /**
   * Rebuilds a bad copy of the table, see {@link GptCommitter#repair}. That changes no partition,
   * so it is allowed whoever uses the disk.
   *
   * @return what is on the disk afterwards
   * @throws dev.gantry.core.GantryException if there is no sound table, or no room for a copy
   * @throws IOException if the disk cannot be read or written
   */
  public GptReadResult repair() throws IOException {
    try (Closeable held = lock.lockTable()) {
      Objects.requireNonNull(held, "lock");
      return GptCommitter.repair(device);
    }
  }

  /**
   * Carries a plan of a repair out, see {@link GptRepairPlan#apply}; otherwise as {@link
   * #repair()}.
   *
   * @param plan what was to be done when the plan was made
   * @return what is on the disk afterwards
   * @throws StateConflictException if the disk needs other steps by now ({@code TABLE_CHANGED})
   * @throws dev.gantry.core.GantryException if there is no sound table, or no room for a copy
   * @throws IOException if the disk cannot be read or written
   */
  public GptReadResult repair(GptRepairPlan plan) throws IOException {
    try (Closeable held = lock.lockTable()) {
      Objects.requireNonNull(held, "lock");
      return plan.apply(device);
    }
  }

  /**
   * Replaces the partition records of sector 0 by the protective one, see {@link
   * GptCommitter#writeProtectiveMbr}. That changes no partition of the GPT, so it is allowed
   * whoever uses the disk.
   *
   * @throws dev.gantry.core.GantryException if there is no sound table to protect
   * @throws IOException if the disk cannot be read or written
   */
  public void writeProtectiveMbr() throws IOException {
    try (Closeable held = lock.lockTable()) {
      Objects.requireNonNull(held, "lock");
      GptCommitter.writeProtectiveMbr(device);
    }
  }

  /**
   * Returns the slots of the disk, which are changed under the same lock.
   *
   * @param scheme how slots are found
   * @return the slots, which end with the session
   */
  public SlotDisk slots(SlotScheme scheme) {
    return SlotDisk.of(device, scheme, lock::lockTable);
  }

  private TableEditResult result(GptTable table, TableChange change) {
    if (change.kind() != TableChange.Kind.PARTITIONS) {
      return new TableEditResult(table, change, notNeeded("no partition has changed"));
    }
    if (!identity.isBlockDevice()) {
      return new TableEditResult(table, change, notNeeded("the disk is an image file"));
    }
    return new TableEditResult(table, change, notifier.tableChanged(path, change));
  }

  private static KernelNotice notNeeded(String why) {
    return new KernelNotice(KernelNotice.Status.NOT_NEEDED, why);
  }

  /** Ends the session and gives the lock back; does nothing the second time. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  /**
   * Collects the options of a session.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private final Path path;
    private Duration lockTimeout = Duration.ZERO;
    private int sectorSizeBytes = BlockDevice.DEFAULT_LOGICAL_BLOCK_SIZE_BYTES;
    private Path systemRoot = Path.of("/");
    private UseGuard guard = UseGuard.REFUSE_IN_USE;
    private KernelTableNotifier notifier = KernelTableNotifier.NONE;

    private Builder(Path path) {
      this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * Sets how long to wait for others.
     *
     * @param timeout the longest wait; zero, which is the default, for none
     * @return this builder
     */
    public Builder lockTimeout(Duration timeout) {
      this.lockTimeout = Objects.requireNonNull(timeout, "timeout");
      return this;
    }

    /**
     * Sets the logical block size of {@link PartitionedDisk#device}. The table has its own, which
     * is found by its signature.
     *
     * @param bytes a power of two from 512 on, 512 by default
     * @return this builder
     */
    public Builder sectorSizeBytes(int bytes) {
      this.sectorSizeBytes = bytes;
      return this;
    }

    /**
     * Sets who tells the kernel.
     *
     * @param tableNotifier called after each change of partitions on a block device; nobody is told
     *     by default
     * @return this builder
     */
    public Builder notifier(KernelTableNotifier tableNotifier) {
      this.notifier = Objects.requireNonNull(tableNotifier, "tableNotifier");
      return this;
    }

    /**
     * Sets where {@code proc}, {@code sys} and {@code dev} are that tell who uses the disk.
     *
     * @param directory the root directory of the system, {@code /} by default
     * @return this builder
     */
    public Builder systemRoot(Path directory) {
      this.systemRoot = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Allows changes of partitions that nobody uses while others of the disk are in use.
     *
     * @return this builder
     */
    public Builder allowChangesBesideMounted() {
      this.guard = UseGuard.ALLOW_BESIDE;
      return this;
    }

    /**
     * Allows every change whoever uses the disk: a mounted file system may be destroyed.
     *
     * @return this builder
     */
    public Builder unsafeAllowMounted() {
      this.guard = UseGuard.ALLOW_ALL;
      return this;
    }

    /**
     * Opens the disk and locks it.
     *
     * @return a session that the caller closes
     * @throws StateConflictException {@code DISK_LOCKED} if somebody else has it
     * @throws IOException if it cannot be opened
     * @throws IllegalArgumentException if the block size is not a power of two from 512 on
     */
    public PartitionedDisk open() throws IOException {
      DiskIdentity identity = DiskIdentity.of(path);
      DiskFileLock lock = DiskFileLock.acquire(path, lockTimeout);
      try {
        return new PartitionedDisk(this, identity, lock);
      } catch (IOException | RuntimeException e) {
        try (lock) {
          throw e;
        }
      }
    }
  }
}
