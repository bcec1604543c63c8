// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says in /proc and /sys about disk sda (8:0) with partitions 1 to 3, as files. */
final class SystemTree {
  final Path root;

  SystemTree(Path root) throws IOException {
    this.root = root;
    disk("sda", "8:0");
    for (int number = 1; number <= 3; number++) {
      Path partition = root.resolve("sys/devices/sda/sda" + number);
      write(partition.resolve("dev"), "8:" + number + "\n");
      write(partition.resolve("partition"), number + "\n");
      Files.createDirectories(partition.resolve("holders"));
    }
    mounts("22 27 0:21 / /proc rw,relatime - proc proc rw");
    write(root.resolve("proc/swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
  }

  Path disk(String name, String number) throws IOException {
    Path disk = root.resolve("sys/devices").resolve(name);
    write(disk.resolve("dev"), number + "\n");
    Files.createDirectories(disk.resolve("holders"));
    Files.createDirectories(disk.resolve("queue"));
    link(root.resolve("sys/dev/block").resolve(number), disk);
    link(root.resolve("sys/block").resolve(name), disk);
    return disk;
  }

  void mounts(String... lines) throws IOException {
    write(root.resolve("proc/self/mountinfo"), String.join("\n", lines) + "\n");
  }

  void swaps(String line) throws IOException {
    write(root.resolve("proc/swaps"), "Filename\tType\tSize\tUsed\tPriority\n" + line + "\n");
  }

  void holder(String partition, String holder) throws IOException {
    write(
        root.resolve("sys/devices/sda").resolve(partition).resolve("holders").resolve(holder), "");
  }

  void loop(String name, String number, Path backing) throws IOException {
    write(disk(name, number).resolve("loop/backing_file"), backing.toRealPath() + "\n");
  }

  static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }

  static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
