// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.core.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Somebody who uses a disk or one of its partitions.
 *
 * <p>Immutable.
 *
 * @param kind how it is used
 * @param partition the number of the partition, or 0 for the whole disk
 * @param by who uses it: a mount point, a device, in one line
 */
public record DiskUse(Kind kind, int partition, String by) {
  /** How a disk is used. */
  public enum Kind {
    /** A file system on it is mounted. */
    MOUNT,
    /** The kernel swaps to it. */
    SWAP,
    /** Another device is made of it, for example by the device mapper. */
    HOLDER,
    /** It is an image file that a loop device shows. */
    LOOP
  }

  /** Creates a use; foreign text is cut and escaped. */
  public DiskUse {
    Objects.requireNonNull(kind, "kind");
    by = Text.clean(by);
  }

  /**
   * Finds out who uses a disk of this machine. File systems that are mounted in other mount
   * namespaces than that of this process are not seen, unless something else holds the disk too.
   *
   * @param disk a block device or an image file
   * @return an immutable list
   * @throws dev.gantry.core.StateConflictException {@code DISK_USE_UNKNOWN} if it is a block device
   *     and {@code /proc} or {@code /sys} does not tell
   * @throws IOException if the disk cannot be looked at
   */
  public static List<DiskUse> of(Path disk) throws IOException {
    return DiskUsers.find(disk, DiskIdentity.of(disk), Path.of("/"));
  }

  /** Returns the use in one short form, for example {@code partition 3 is mounted on /}. */
  @Override
  public String toString() {
    String what = partition == 0 ? "the disk" : "partition " + partition;
    return switch (kind) {
      case MOUNT -> what + " is mounted on " + by;
      case SWAP -> what + " is swap space " + by;
      case HOLDER -> what + " is held by " + by;
      case LOOP -> what + " is shown by loop device " + by;
    };
  }
}
