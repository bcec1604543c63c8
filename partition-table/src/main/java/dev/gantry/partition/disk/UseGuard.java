// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which changes of a table are allowed while somebody uses the disk. */
enum UseGuard {
  /** Attribute bits only. */
  REFUSE_IN_USE,
  /** Attribute bits, and partitions that nobody uses. */
  ALLOW_BESIDE,
  /** All. */
  ALLOW_ALL;

  /** Finds out who uses the disk. */
  @FunctionalInterface
  interface Users {
    List<DiskUse> find() throws IOException;
  }

  /** Refuses a change that is not allowed; nobody is looked for if that does not matter. */
  void check(Path disk, TableChange change, Users users) throws IOException {
    if (change.kind() != TableChange.Kind.PARTITIONS || this == ALLOW_ALL) {
      return;
    }
    boolean beside = this == ALLOW_BESIDE;
    Predicate<DiskUse> inTheWay =
        use -> !beside || use.partition() == 0 || change.partitions().contains(use.partition());
    List<DiskUse> found = users.find().stream().filter(inTheWay).toList();
    if (!found.isEmpty()) {
      throw new StateConflictException(
          beside ? "PARTITION_IN_USE" : "DISK_IN_USE",
          "changing the partition table of " + disk,
          found.stream().map(DiskUse::toString).collect(Collectors.joining(", ")),
          beside
              ? "changes of partitions only that nobody uses"
              : "a disk that nobody uses, or changes of attributes only");
    }
  }
}
