// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.testkit.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what mke2fs makes. */
class ExtToolTest {
  private static final int LIMIT = 4 << 20;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-t ext4",
        "-t ext4 -O ^has_journal",
        "-t ext4 -O ^has_journal -b 1024",
        "-t ext4 -O ^has_journal -b 2048",
        "-t ext4 -O ^has_journal -b 4096",
        "-t ext4 -O ^has_journal -b 4096 -g 1024",
        "-t ext4 -O ^has_journal,^64bit -b 1024",
        "-t ext4 -O ^has_journal,^extents,^64bit -b 1024",
        "-t ext4 -O ^metadata_csum,^flex_bg -b 4096",
        "-t ext4 -O metadata_csum_seed -b 1024",
        "-t ext4 -I 128 -b 1024",
        "-t ext4 -I 1024 -b 4096",
        "-t ext3 -b 1024",
        "-t ext2 -b 1024",
        "-t ext2 -b 4096",
        "-t ext2 -r 0 -b 1024",
        "-t ext2 -O ^filetype -b 1024"
      })
  void readsEveryFile(String options) throws IOException {
    Path tree = ExtImages.tree(directory, 500);
    Path image = ExtImages.make(directory, tree, "48M", options.split(" "));
    try (BlockSource source = BlockDevices.openSource(image)) {
      BootFileSystem files = BootFileSystem.open(source);
      assertInstanceOf(ExtFileSystem.class, files);
      for (String name :
          List.of(
              "grub/grub.cfg",
              "vmlinuz",
              "big",
              "empty",
              "sparse",
              "grub/module-number-0.mod",
              "grub/module-number-257.mod",
              "grub/module-number-499.mod")) {
        List<String> path = List.of(name.split("/"));
        Bytes expected = Bytes.of(Files.readAllBytes(tree.resolve(name)));
        assertEquals(Optional.of(expected), files.read(path, LIMIT), name);
        assertEquals(OptionalLong.of(expected.size()), files.sizeBytes(path));
      }
      for (String name :
          List.of("grub.cfg", "grub/grub.cf", "grub/grub.cfgx", "vmlinuz/x", "no/no")) {
        assertEquals(Optional.empty(), files.read(List.of(name.split("/")), LIMIT), name);
      }
      assertThrows(LimitExceededException.class, () -> files.read(List.of("vmlinuz"), 2_999_999));
      for (String name : List.of("link/grub.cfg", "grub/link.cfg", "grub")) {
        assertThrows(
            UnsupportedFormatException.class,
            () -> files.read(List.of(name.split("/")), LIMIT),
            name);
      }
    }
  }

  @Test
  void readsIndexedDirectories() throws IOException {
    Path tree = ExtImages.tree(directory, 2000);
    Path image = ExtImages.make(directory, tree, "48M", "-t", "ext4", "-b", "1024");
    // Exit code 1 means that it changed something.
    assertTrue(
        ExternalTool.run(ExternalTool.require("e2fsck"), "-f", "-y", "-D", image.toString())
                .exitCode()
            <= 1);
    String inode =
        ExternalTool.run(ExternalTool.require("debugfs"), "-R", "htree_dump grub", image.toString())
            .stdout();
    assertTrue(inode.contains("Root node dump"), inode);
    try (BlockSource source = BlockDevices.openSource(image)) {
      BootFileSystem files = BootFileSystem.open(source);
      for (int i = 0; i < 2000; i += 111) {
        List<String> path = List.of("grub", "module-number-" + i + ".mod");
        assertEquals(Optional.of(Bytes.of((byte) i)), files.read(path, 1));
      }
      assertEquals(Optional.empty(), files.read(List.of("grub", "module-number-2000.mod"), 1));
    }
  }

  @Test
  void readsAFragmentedFile() throws IOException {
    Path tree = directory.resolve("tree");
    Files.createDirectories(tree.resolve("grub"));
    Path image =
        ExtImages.make(
            directory, tree, "4M", "-t", "ext4", "-O", "^has_journal", "-b", "1024", "-N", "3000");
    fragment(image);
    try (BlockSource source = BlockDevices.openSource(image)) {
      BootFileSystem files = BootFileSystem.open(source);
      byte[] expected = ExtImages.random(1_500_000);
      assertEquals(Optional.of(Bytes.of(expected)), files.read(List.of("late"), LIMIT));
    }
  }

  /** Fills the disk with small files, removes every second one and writes into the gaps. */
  private void fragment(Path image) throws IOException {
    Path debugfs = ExternalTool.require("debugfs");
    Path block = Files.write(directory.resolve("block"), ExtImages.random(1024));
    Path late = Files.write(directory.resolve("late"), ExtImages.random(1_500_000));
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 2900; i++) {
      script.append("write ").append(block).append(" small").append(i).append('\n');
    }
    for (int i = 0; i < 2900; i += 2) {
      script.append("rm small").append(i).append('\n');
    }
    script.append("write ").append(late).append(" late\n");
    Path commands = Files.writeString(directory.resolve("commands"), script);
    ExternalTool.run(debugfs, "-w", "-f", commands.toString(), image.toString()).orFail();
    String extents =
        ExternalTool.run(debugfs, "-R", "dump_extents late", image.toString()).orFail().stdout();
    assertTrue(extents.lines().count() > 500, "a tree of extents: " + extents.lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline_data", "meta_bg,^resize_inode", "encrypt", "casefold", "mmp"})
  void featuresThatWeCannotReadAreRefusedByName(String feature) throws IOException {
    Path tree = ExtImages.tree(directory, 1);
    Path image = ExtImages.make(directory, tree, "16M", "-t", "ext4", "-O", feature);
    try (BlockSource source = BlockDevices.openSource(image)) {
      UnsupportedFormatException e =
          assertThrows(UnsupportedFormatException.class, () -> BootFileSystem.open(source));
      assertEquals("s_feature_incompat", e.feature());
    }
  }
}
