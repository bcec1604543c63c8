// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Progress;
import dev.gantry.core.Version;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.layout.BottlerocketLayout;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.testkit.ExternalTool;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskImageAssemblerTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void slotAHoldsTheReleaseAndBoots(int sector) throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    Path file = directory.resolve("disk.img");
    AssembledDisk made =
        new DiskImageAssembler(TestImages.layout(sector), new Random(1)).assemble(images, file);
    assertEquals(Version.of(1, 0, 0), made.boot().version());
    assertEquals(images.proof().rootHash(), made.boot().rootHash());
    try (BlockSource disk = BlockDevices.openSource(file)) {
      assertEquals(TestImages.layout(sector).diskSizeBytes(), disk.sizeBytes());
      SlotTable slots = SlotTable.of(GptReader.read(disk).table());
      assertEquals(made.slots().table(), slots.table());
      Slot a = slots.slot(SlotId.A);
      assertEquals(new SlotAttributes(1, 0, true), a.attributes());
      assertEquals(SlotAttributes.EMPTY, slots.slot(SlotId.B).attributes());
      assertArrayEquals(
          Files.readAllBytes(images.root()),
          read(disk, a.root().offsetBytes(sector), images.root()));
      assertArrayEquals(
          Files.readAllBytes(images.boot()),
          read(disk, a.boot().offsetBytes(sector), images.boot()));
      assertArrayEquals(
          Files.readAllBytes(images.hash()),
          read(disk, a.hash().offsetBytes(sector), images.hash()));
      long b = slots.slot(SlotId.B).boot().offsetBytes(sector);
      ByteBuffer rest =
          ByteBuffer.allocate((int) (slots.slot(SlotId.B).hash().offsetBytes(sector) - b));
      disk.readFully(b, rest);
      assertEquals(ByteBuffer.allocate(rest.capacity()), rest.flip());
    }
  }

  @Test
  void sameRandomNumbersGiveSameBytes() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    byte[] one = assemble(images, "one", 1);
    assertArrayEquals(one, assemble(images, "two", 1));
    assertFalse(java.util.Arrays.equals(one, assemble(images, "three", 2)));
  }

  @Test
  void imageOfRealLayoutIsSparse() throws IOException {
    SlotLayout layout = BottlerocketLayout.builder(2, 1).build().osLayout();
    ReleaseImages images =
        new ReleaseImageBuilder(
                TestImages.root(directory, "1.0.0", 900), TestImages.identity("1.0.0"), layout)
            .build(directory);
    Path file = directory.resolve("disk.img");
    new DiskImageAssembler(layout, new Random(1)).assemble(images, file);
    assertEquals(2L << 30, Files.size(file));
    Path du = ExternalTool.require("du");
    String kib = ExternalTool.run(du, "-k", file.toString()).orFail().stdout().split("\\s", 2)[0];
    assertTrue(Long.parseLong(kib) < 8192, kib + " KiB");
    Path sgdisk = ExternalTool.require("sgdisk");
    String verdict = ExternalTool.run(sgdisk, "--verify", file.toString()).orFail().stdout();
    assertTrue(verdict.contains("No problems found"), verdict);
  }

  @Test
  void existingFileStaysUnlessReplaced() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    Path file = Files.write(directory.resolve("disk.img"), new byte[] {1});
    DiskImageAssembler assembler = new DiskImageAssembler(TestImages.layout(), new Random(1));
    assertThrows(FileAlreadyExistsException.class, () -> assembler.assemble(images, file));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    assembler.replaceExisting().assemble(images, file);
    assertEquals(TestImages.layout().diskSizeBytes(), Files.size(file));
    assertNoTemporaryFiles();
  }

  @Test
  void failureLeavesNothingBehind() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    Path file = directory.resolve("disk.img");
    SlotLayout small =
        SlotLayout.builder()
            .slotSizes(1 << 20, 3 << 20, 1 << 20)
            .size(PartitionRole.PRIVATE, 1 << 20)
            .build();
    assertThrows(
        LimitExceededException.class,
        () -> new DiskImageAssembler(small, new Random(1)).assemble(images, file));
    VerityOptions cancelled = VerityOptions.builder().cancellation(() -> true).build();
    assertThrows(
        CancellationException.class,
        () ->
            new DiskImageAssembler(TestImages.layout(), new Random(1))
                .options(cancelled)
                .assemble(images, file));
    try (RandomAccessFile root = new RandomAccessFile(images.root().toFile(), "rw")) {
      root.seek(5000);
      root.write(root.read() + 1);
    }
    GantryException e =
        assertThrows(
            GantryException.class,
            () ->
                new DiskImageAssembler(TestImages.layout(), new Random(1)).assemble(images, file));
    assertEquals("DISK_IMAGE_READ_BACK", e.code());
    assertFalse(Files.exists(file));
    assertNoTemporaryFiles();
  }

  @Test
  void progressIsReported() throws IOException {
    ReleaseImages images = TestImages.release(directory, "1.0.0");
    List<Progress> reports = new ArrayList<>();
    VerityOptions options =
        VerityOptions.builder()
            .progress(
                progress -> {
                  synchronized (reports) {
                    reports.add(progress);
                  }
                })
            .build();
    new DiskImageAssembler(TestImages.layout(), new Random(1))
        .options(options)
        .assemble(images, directory.resolve("disk.img"));
    assertTrue(reports.stream().anyMatch(p -> p.phase().equals("assemble") && p.isComplete()));
  }

  private byte[] assemble(ReleaseImages images, String name, long seed) throws IOException {
    Path file = directory.resolve(name);
    new DiskImageAssembler(TestImages.layout(), new Random(seed)).assemble(images, file);
    return Files.readAllBytes(file);
  }

  private static byte[] read(BlockSource disk, long offset, Path like) throws IOException {
    byte[] content = new byte[(int) Files.size(like)];
    disk.readFully(offset, ByteBuffer.wrap(content));
    return content;
  }

  private void assertNoTemporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertFalse(files.anyMatch(p -> p.getFileName().toString().endsWith(".tmp")));
    }
  }
}
