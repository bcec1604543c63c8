// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Version;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release as Bottlerocket makes it: boot and root image are real ext4 file systems. */
class ExtReleaseToolTest {
  @TempDir private Path directory;

  @Test
  void releaseOfRealFileSystemsIsAssembledAndStarts() throws IOException {
    Path rootTree = Files.createDirectories(directory.resolve("root/usr/lib"));
    Files.writeString(rootTree.resolve("os-release"), "VERSION_ID=1.0.0\n");
    Path root = directory.resolve("root.ext4");
    mke2fs(directory.resolve("root"), root, "3M", "4096");
    ReleaseImages made =
        new ReleaseImageBuilder(root, TestImages.identity("1.0.0"), TestImages.layout())
            .build(directory);

    Path bootTree = Files.createDirectories(directory.resolve("boot/grub"));
    Files.writeString(bootTree.resolve("grub.cfg"), made.configuration().render());
    Files.write(directory.resolve("boot/vmlinuz"), new byte[300_000]);
    Path boot = directory.resolve("boot.ext4");
    mke2fs(directory.resolve("boot"), boot, "1M", "1024");

    ReleaseImages images =
        ReleaseImages.verify(made.identity(), boot, root, made.hash(), VerityOptions.defaults());
    assertEquals(made.configuration(), images.configuration());
    AssembledDisk disk =
        new DiskImageAssembler(TestImages.layout(), new Random(1))
            .assemble(images, directory.resolve("disk.img"));
    assertEquals(Version.of(1, 0, 0), disk.boot().version());
  }

  private static void mke2fs(Path tree, Path image, String size, String block) throws IOException {
    ExternalTool.run(
            ExternalTool.require("mke2fs"),
            "-q",
            "-F",
            "-t",
            "ext4",
            "-O",
            "^has_journal",
            "-b",
            block,
            "-d",
            tree.toString(),
            image.toString(),
            size)
        .orFail();
  }
}
