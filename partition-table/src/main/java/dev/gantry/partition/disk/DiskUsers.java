// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import dev.gantry.core.StateConflictException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds out who uses a disk, from {@code /proc/self/mountinfo}, {@code /proc/swaps} and {@code
 * /sys}. The directory that has these is a parameter, for tests.
 */
final class DiskUsers {
  /** More than any kernel file that is read here; what is longer is not one. */
  private static final int MAX_BYTES = 16 << 20;

  /** Names of the disk and its partitions in {@code /dev}, and device numbers, with the number. */
  private final Map<String, Integer> numberByName = new LinkedHashMap<>();

  private final Map<String, Integer> numberByDevice = new HashMap<>();
  private final List<DiskUse> uses = new ArrayList<>();
  private final Path root;

  private DiskUsers(Path root) {
    this.root = root;
  }

  static List<DiskUse> find(Path disk, DiskIdentity identity, Path root) throws IOException {
    DiskUsers users = new DiskUsers(root);
    if (identity.isBlockDevice()) {
      Path device = root.resolve("sys/dev/block").resolve(identity.name());
      if (!Files.isDirectory(device) || !Files.exists(users.mountinfo())) {
        throw new StateConflictException(
            "DISK_USE_UNKNOWN",
            "changing the partition table of " + disk,
            "the system does not tell who uses device " + identity.name(),
            "/proc and /sys of this machine");
      }
      users.addDevice(device.toRealPath());
    } else {
      for (Path loop : users.loopsOf(disk)) {
        users.uses.add(new DiskUse(DiskUse.Kind.LOOP, 0, name(loop)));
        users.addDevice(loop.toRealPath());
      }
    }
    if (!users.numberByName.isEmpty()) {
      users.addMounts();
      users.addSwaps();
    }
    return List.copyOf(users.uses);
  }

  /** The sector size that the kernel has for a block device. */
  static OptionalInt sectorSizeBytes(DiskIdentity identity, Path root) throws IOException {
    Path file =
        root.resolve("sys/dev/block").resolve(identity.name()).resolve("queue/logical_block_size");
    if (!Files.isRegularFile(file)) {
      return OptionalInt.empty();
    }
    String text = read(file).strip();
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IOException(file + " is no sector size", e);
    }
  }

  private Path mountinfo() {
    return root.resolve("proc/self/mountinfo");
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private void addDevice(Path device) throws IOException {
    addNode(device, 0);
    for (Path child : children(device)) {
      Path number = child.resolve("partition");
      if (Files.isRegularFile(number)) {
        addNode(child, partitionNumber(number));
      }
    }
  }

  private static int partitionNumber(Path file) throws IOException {
    String text = read(file).strip();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IOException(file + " is no partition number", e);
    }
  }

  private void addNode(Path node, int number) throws IOException {
    numberByName.put(name(node), number);
    numberByDevice.put(read(node.resolve("dev")).strip(), number);
    for (Path holder : children(node.resolve("holders"))) {
      uses.add(new DiskUse(DiskUse.Kind.HOLDER, number, name(holder)));
    }
  }

  /** The loop devices that show an image file, by the path that the kernel has for it. */
  private List<Path> loopsOf(Path image) throws IOException {
    List<Path> found = new ArrayList<>();
    String path = image.toRealPath().toString();
    for (Path device : children(root.resolve("sys/block"))) {
      Path backing = device.resolve("loop/backing_file");
      if (Files.isRegularFile(backing) && read(backing).strip().equals(path)) {
        found.add(device);
      }
    }
    return found;
  }

  private void addMounts() throws IOException {
    for (String line : read(mountinfo()).lines().toList()) {
      // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
      String[] fields = line.split(" ");
      if (fields.length < 7) {
        continue;
      }
      // A file system of several devices has a number of its own, and one of the devices' names.
      int dash = List.of(fields).indexOf("-");
      Optional<Integer> number = Optional.ofNullable(numberByDevice.get(fields[2]));
      if (number.isEmpty() && dash > 0 && dash + 2 < fields.length) {
        number = numberOf(unescape(fields[dash + 2]));
      }
      number.ifPresent(
          found -> uses.add(new DiskUse(DiskUse.Kind.MOUNT, found, unescape(fields[4]))));
    }
  }

  private void addSwaps() throws IOException {
    Path swaps = root.resolve("proc/swaps");
    if (!Files.exists(swaps)) {
      return;
    }
    for (String line : read(swaps).lines().toList()) {
      String path = unescape(line.split("\\s", 2)[0]);
      numberOf(path).ifPresent(found -> uses.add(new DiskUse(DiskUse.Kind.SWAP, found, path)));
    }
  }

  /** The partition of a device path such as {@code /dev/sda1}, also by a link to it. */
  private Optional<Integer> numberOf(String path) {
    if (!path.startsWith("/dev/")) {
      return Optional.empty();
    }
    Path node = root.resolve(path.substring(1));
    try {
      return Optional.ofNullable(numberByName.get(name(node.toRealPath())));
    } catch (IOException gone) {
      return Optional.ofNullable(numberByName.get(name(node)));
    }
  }

  /** The kernel writes blanks and backslashes in octal. */
  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\'
          && i + 3 < text.length()
          && text.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(children::add);
    } catch (NoSuchFileException none) {
      return List.of();
    }
    children.sort(null);
    return children;
  }

  private static String read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
      }
      return new String(content, StandardCharsets.UTF_8);
    }
  }
}
