// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.partition.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.StateConflictException;
import dev.gantry.partition.disk.DiskUse.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {
  private static final DiskIdentity SDA = new DiskIdentity(true, "8:0");

  @TempDir Path directory;
  private SystemTree system;

  @BeforeEach
  void createTree() throws IOException {
    system = new SystemTree(directory.resolve("root"));
  }

  private List<DiskUse> uses() throws IOException {
    return DiskUsers.find(Path.of("/dev/sda"), SDA, system.root);
  }

  @Test
  void nobodyUsesAnIdleDisk() throws IOException {
    assertEquals(List.of(), uses());
  }

  @Test
  void findsMountsByDeviceNumber() throws IOException {
    system.mounts(
        "36 35 8:2 / /mnt/with\\040blank rw,noatime shared:1 master:2 - ext4 /dev/sda2 rw",
        "37 35 8:17 / /other rw - ext4 /dev/sdb1 rw",
        "38 35 8:0 / /whole rw - ext4 /dev/sda rw",
        "nonsense");
    assertEquals(
        List.of(
            new DiskUse(Kind.MOUNT, 2, "/mnt/with blank"), new DiskUse(Kind.MOUNT, 0, "/whole")),
        uses());
  }

  /** Btrfs has a device number of its own, and the name of the device beside it. */
  @Test
  void findsMountsByDeviceName() throws IOException {
    system.mounts("36 35 0:45 /@ /home rw - btrfs /dev/sda3 rw,space_cache=v2");
    assertEquals(List.of(new DiskUse(Kind.MOUNT, 3, "/home")), uses());
    SystemTree.write(system.root.resolve("dev/sda1"), "");
    SystemTree.link(system.root.resolve("dev/disk/by-label/data"), system.root.resolve("dev/sda1"));
    system.mounts("36 35 0:45 /@ /data rw - btrfs /dev/disk/by-label/data rw");
    assertEquals(List.of(new DiskUse(Kind.MOUNT, 1, "/data")), uses());
  }

  @Test
  void findsSwapAndHolders() throws IOException {
    system.swaps("/dev/sda1                               partition\t1048572\t0\t-2");
    system.holder("sda3", "dm-0");
    system.holder("", "md127");
    assertEquals(
        List.of(
            new DiskUse(Kind.HOLDER, 0, "md127"),
            new DiskUse(Kind.HOLDER, 3, "dm-0"),
            new DiskUse(Kind.SWAP, 1, "/dev/sda1")),
        uses());
  }

  @Test
  void findsLoopDevicesOfAnImage() throws IOException {
    Path image = Files.write(directory.resolve("disk.img"), new byte[512]);
    DiskIdentity identity = DiskIdentity.of(image);
    assertEquals(List.of(), DiskUsers.find(image, identity, system.root));
    system.loop("loop3", "7:3", image);
    system.mounts("36 35 7:3 / /mnt rw - ext4 /dev/loop3 rw");
    assertEquals(
        List.of(new DiskUse(Kind.LOOP, 0, "loop3"), new DiskUse(Kind.MOUNT, 0, "/mnt")),
        DiskUsers.find(image, identity, system.root));
    assertEquals(List.of(), DiskUsers.find(image, identity, directory.resolve("no such root")));
  }

  @Test
  void refusesToGuessAboutADevice() throws IOException {
    Files.delete(system.root.resolve("proc/self/mountinfo"));
    StateConflictException unknown = assertThrows(StateConflictException.class, this::uses);
    assertEquals("DISK_USE_UNKNOWN", unknown.code());
    assertThrows(
        StateConflictException.class,
        () -> DiskUsers.find(Path.of("/dev/sdz"), new DiskIdentity(true, "8:240"), system.root));
  }

  /** On the machine of the test: whatever holds its root directory is seen or is not a disk. */
  @Test
  void readsTheRealSystem() throws IOException {
    Path image = Files.write(directory.resolve("disk.img"), new byte[512]);
    assertTrue(DiskUse.of(image).isEmpty());
  }
}
