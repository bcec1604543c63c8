// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.verity.DmModCreate;
import dev.gantry.verity.PartitionReference;
import dev.gantry.verity.VerityTable;
import dev.gantry.verity.VerityTableOption;
import dev.gantry.verity.fec.FecLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Linux kernel agrees with what we write: it boots in QEMU, on an emulated processor, finds our
 * partitions, makes the device of our table line and reads our file system through our hash tree.
 */
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelVerityTest {
  private static final int DIGESTS_PER_BLOCK = VerityDisk.BLOCK / 32;
  private static final int BURST = 4;

  private static final String READ_ALL = "map root && check_files root\nfinish root\n";

  @TempDir static Path work;

  private GuestKernel kernel;
  private VerityDisk disk;
  private int runs;

  @BeforeAll
  void makeDisk() throws Exception {
    kernel = GuestKernel.require();
    disk = VerityDisk.make(work, Files.createDirectory(work.resolve("files")));
  }

  @Test
  void cleanDiskIsMountedAndEveryFileIsRight() throws Exception {
    GuestRun run = boot(disk.image(), plain());

    assertTrue(run.ended(), run.console());
    assertEquals(List.of(kernelResolvesPartuuid(run) ? "partuuid" : "nodes"), run.said("map"));
    assertEquals(List.of("done"), run.said("mount"));
    assertSame(disk.files(), run.files("right"), run);
    assertEquals(List.of("0 16384 verity V"), run.said("status"));
    assertFalse(run.logHas("corrupted"), run.console());
  }

  @Test
  void oneFlippedBitIsAReadErrorOfThatFileAlone() throws Exception {
    Path image = copy();
    long block = disk.blocksOf("file7").get(3);
    VerityDisk.damage(image, PartitionRole.ROOT_A, block * VerityDisk.BLOCK + 1234, 1, 0x10);
    GuestRun run = boot(image, plain());

    assertTrue(run.ended(), run.console());
    assertSame(List.of("file7"), run.files("io-error"), run);
    assertEquals(disk.files().size() - 1, run.files("right").size(), run.console());
    assertEquals(List.of("0 16384 verity C"), run.said("status"));
    assertTrue(run.logHas("data block " + block + " is corrupted"), run.console());
  }

  @Test
  void damageOfALeafBlockStopsEverythingUnderIt() throws Exception {
    Path image = copy();
    long leaf = disk.lastBlock() / DIGESTS_PER_BLOCK;
    damageLeaf(image, disk.lastBlock());
    GuestRun run = boot(image, plain());

    assertTrue(run.ended(), run.console());
    List<String> under = disk.filesIn(leaf * DIGESTS_PER_BLOCK, (leaf + 1) * DIGESTS_PER_BLOCK);
    assertFalse(under.isEmpty() || under.size() == disk.files().size(), under.toString());
    assertSame(under, run.files("io-error"), run);
    assertEquals(disk.files().size() - under.size(), run.files("right").size(), run.console());
    assertTrue(run.logHas("metadata block " + (2 + leaf) + " is corrupted"), run.console());
  }

  @Test
  void errorCorrectionRepairsDataAndTree() throws Exception {
    Path image = copy();
    long block = disk.blocksOf("file7").get(3);
    VerityDisk.damage(image, PartitionRole.ROOT_A, block * VerityDisk.BLOCK + 1234, 1, 0x10);
    long leaf = disk.tree().dataBlocks() + 1 + disk.lastBlock() / DIGESTS_PER_BLOCK;
    damageLeaf(image, disk.lastBlock());
    // Two parity bytes repair one bad byte a codeword, and blocks at a distance of a multiple of
    // the
    // number of rounds share codewords.
    long rounds = disk.parity().rounds();
    long burst =
        disk.blocksOf("file3").stream()
            .filter(b -> Math.floorMod(block - b, rounds) >= BURST)
            .filter(b -> Math.floorMod(leaf - b, rounds) >= BURST)
            .findFirst()
            .orElseThrow();
    VerityDisk.damage(
        image, PartitionRole.ROOT_A, burst * VerityDisk.BLOCK, BURST * VerityDisk.BLOCK, 0xff);
    FecLayout layout = disk.parity();
    VerityTableOption parity =
        new VerityTableOption.Fec(
            device(3), layout.roots(), layout.coveredBlocks(), layout.startBlock());
    GuestRun run = boot(image, plain(parity));

    assertTrue(run.ended(), run.console());
    assertSame(disk.files(), run.files("right"), run);
    assertTrue(run.logHas("corrected"), run.console());
  }

  @Test
  void bottlerocketsLineRestartsTheMachineOnCorruption() throws Exception {
    Path image = copy();
    long block = disk.blocksOf("file7").get(3);
    VerityDisk.damage(image, PartitionRole.ROOT_A, block * VerityDisk.BLOCK, 1, 1);
    GuestRun run = boot(image, VerityTable.bottlerocket(disk.bootUuid().toString(), disk.tree()));

    assertEquals(List.of("done"), run.said("mount"), run.console());
    assertFalse(run.ended(), run.console());
    assertTrue(run.files("io-error").isEmpty(), run.console());
    assertTrue(run.console().contains("reboot: Restarting system"), run.console());
  }

  private VerityTable plain(VerityTableOption... options) {
    VerityTable.Builder table =
        VerityTable.builder(device(1), device(2), disk.tree().superblock(), disk.tree().rootHash())
            .option(VerityTableOption.Flag.IGNORE_ZERO_BLOCKS);
    for (VerityTableOption option : options) {
      table.option(option);
    }
    return table.build();
  }

  private String device(int offset) {
    return new PartitionReference(disk.bootUuid().toString(), offset).toString();
  }

  /** The tree has one top block behind the superblock, then the leaves. */
  private static void damageLeaf(Path image, long dataBlock) throws IOException {
    long offset = 2L * VerityDisk.BLOCK + dataBlock * 32 + 5;
    VerityDisk.damage(image, PartitionRole.HASH_A, offset, 1, 0x04);
  }

  private Path copy() throws IOException {
    return Files.copy(disk.image(), work.resolve("disk" + runs + ".img"));
  }

  private GuestRun boot(Path image, VerityTable table) throws IOException {
    String line = DmModCreate.readOnly("root", table).toString();
    Path initramfs = work.resolve("initramfs" + runs++);
    GuestArchive.of(kernel)
        .text("tables/root", line)
        .text("tables/root.nodes", disk.withNodes(line))
        .text("manifest", disk.manifest())
        .text("scenario", READ_ALL)
        .write(initramfs);
    return Guest.boot(kernel, initramfs, image);
  }

  private static boolean kernelResolvesPartuuid(GuestRun run) {
    String[] release = run.said("release").get(0).split("[.-]", -1);
    int major = Integer.parseInt(release[0]);
    return major < 6 || (major == 6 && Integer.parseInt(release[1]) < 5);
  }

  private static void assertSame(List<String> expected, List<String> found, GuestRun run) {
    assertEquals(new TreeSet<>(expected), new TreeSet<>(found), run.console());
  }
}
