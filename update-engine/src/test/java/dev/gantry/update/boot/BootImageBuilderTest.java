// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.MalformedDataException;
import dev.gantry.testkit.ExternalTool;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootImageBuilderTest {
  @TempDir private Path directory;

  @Test
  void imageIsReadBack() throws IOException {
    Path kernel = Files.write(directory.resolve("kernel"), ExtImages.random(100_000));
    Path image = directory.resolve("boot");
    new BootImageBuilder(BootConfigurationTest.sample()).kernel(kernel).write(image);
    try (BlockSource source = dev.gantry.core.BlockDevices.openSource(image)) {
      assertEquals(BootConfigurationTest.sample(), BootConfiguration.read(source));
      assertEquals(
          Optional.of(Bytes.of(ExtImages.random(100_000))),
          BootFileSystem.open(source).read(List.of("vmlinuz"), 100_000));
    }
  }

  @Test
  void equalInputGivesEqualBytes() throws IOException {
    assertArrayEquals(build(), build());
    assertEquals(0, build().length % 512);
  }

  @Test
  void existingFileIsNotOverwritten() throws IOException {
    Path image = Files.write(directory.resolve("boot"), new byte[1]);
    assertThrows(
        FileAlreadyExistsException.class,
        () -> new BootImageBuilder(BootConfigurationTest.sample()).write(image));
  }

  @Test
  void bytesBehindTheArchiveDoNotMatter() throws IOException {
    byte[] archive = build();
    byte[] partition = ExtImages.random(1 << 20);
    System.arraycopy(archive, 0, partition, 0, archive.length);
    assertEquals(
        BootConfigurationTest.sample(), BootConfiguration.read(GoldenBootImages.source(partition)));
  }

  @Test
  void emptyKernelIsRefused() throws IOException {
    assertThrows(
        IllegalArgumentException.class,
        () -> new BootImageBuilder(BootConfigurationTest.sample()).kernel(Bytes.empty()));
    Path image = directory.resolve("boot");
    new BootImageBuilder(BootConfigurationTest.sample())
        .kernel(Files.createFile(directory.resolve("kernel")))
        .write(image);
    byte[] content = Files.readAllBytes(image);
    assertEquals(
        "BOOT_KERNEL_MISSING",
        assertThrows(
                MalformedDataException.class,
                () -> BootConfiguration.read(GoldenBootImages.source(content)))
            .code());
  }

  @Test
  void tarListsAndExtractsOurs() throws IOException {
    Path tar = ExternalTool.require("tar");
    Path image = Files.write(directory.resolve("boot"), build());
    assertEquals(
        List.of("grub/", "grub/grub.cfg", "vmlinuz"),
        ExternalTool.run(tar, "tf", image.toString()).orFail().stdout().lines().toList());
    assertEquals(
        BootConfigurationTest.sample().render(),
        ExternalTool.run(tar, "xOf", image.toString(), "grub/grub.cfg").orFail().stdout());
  }

  private byte[] build() throws IOException {
    Path image = Files.createTempDirectory(directory, "build").resolve("boot");
    new BootImageBuilder(BootConfigurationTest.sample()).write(image);
    return Files.readAllBytes(image);
  }
}
