// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.image;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Progress;
import dev.gantry.core.ProgressMeter;
import dev.gantry.core.SmallFiles;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReadResult;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.update.boot.BootOutcome;
import dev.gantry.update.boot.BootSimulator;
import dev.gantry.verity.VerityOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes disk images: a partition table, a release in slot A that is known to be good, an empty slot
 * B, and nothing in the other partitions. The file is sparse.
 *
 * <p>The same release, layout and sequence of random numbers give equal bytes. Not thread-safe.
 */
public final class DiskImageAssembler {
  private final SlotLayout layout;
  private final RandomGenerator random;
  private PartitionTypes types = PartitionTypes.BOTTLEROCKET;
  private VerityOptions options = VerityOptions.defaults();
  private boolean replaceExisting;

  /**
   * Starts an assembler for a layout with Bottlerocket's partition types.
   *
   * @param layout sizes and names of partitions
   * @param random where GUIDs of disk and partitions come from
   */
  public DiskImageAssembler(SlotLayout layout, RandomGenerator random) {
    this.layout = Objects.requireNonNull(layout, "layout");
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Sets what partition types mean.
   *
   * @param value the types that the layout was made with
   * @return this assembler
   */
  public DiskImageAssembler types(PartitionTypes value) {
    this.types = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Sets threads, progress and cancellation.
   *
   * @param value the options, also for the verification at the end
   * @return this assembler
   */
  public DiskImageAssembler options(VerityOptions value) {
    this.options = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Lets the next images replace files that exist.
   *
   * @return this assembler
   */
  public DiskImageAssembler replaceExisting() {
    this.replaceExisting = true;
    return this;
  }

  /**
   * Makes an image in a temporary file beside the target, reads it back, starts it in a simulation,
   * and moves it to its place. If that fails nothing is left behind, and a file that exists stays.
   *
   * @param images the release for slot A
   * @param file where the image goes
   * @return the image
   * @throws FileAlreadyExistsException if the file exists and may not be replaced
   * @throws dev.gantry.core.LimitExceededException if an image does not fit its partition
   * @throws MalformedDataException if the image does not start as it must ({@code
   *     DISK_IMAGE_READ_BACK}): the files changed meanwhile, or the medium is bad
   * @throws IOException if a file cannot be read or written
   * @throws java.util.concurrent.CancellationException if the options' token says so
   */
  public AssembledDisk assemble(ReleaseImages images, Path file) throws IOException {
    images.checkFits(ImageSizes.of(layout));
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(file + " is not a file in a directory");
    }
    refuseExisting(target);
    Path temporary = directory.resolve(".gantry-" + UUID.randomUUID() + ".tmp");
    try {
      AssembledDisk made = make(images, temporary, file);
      if (replaceExisting) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        refuseExisting(target);
        Files.move(temporary, target);
      }
      SmallFiles.forceDirectory(directory);
      return made;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void refuseExisting(Path target) throws FileAlreadyExistsException {
    if (!replaceExisting && Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  private AssembledDisk make(ReleaseImages images, Path temporary, Path file) throws IOException {
    try (BlockDevice disk =
        BlockDevices.create(temporary, layout.diskSizeBytes(), layout.sectorSizeBytes())) {
      GptTable table = layout.table(random);
      GptCommitter.create(disk, table);
      Slot slot = SlotTable.of(table, types).slot(SlotId.A);
      fill(disk, slot, images);
      disk.flush();
      return readBack(disk, images, file);
    }
  }

  private void fill(BlockDevice disk, Slot slot, ReleaseImages images) throws IOException {
    Path[] files = {images.boot(), images.root(), images.hash()};
    GptPartition[] partitions = {slot.boot(), slot.root(), slot.hash()};
    long total = 0;
    for (Path image : files) {
      total += Files.size(image);
    }
    ProgressMeter meter =
        new ProgressMeter(options.progress(), "assemble", total, Progress.Unit.BYTES);
    SparseCopy copy = new SparseCopy(options.cancellation(), meter);
    int sector = layout.sectorSizeBytes();
    for (int i = 0; i < files.length; i++) {
      try (BlockSource source = BlockDevices.openSource(files[i]);
          BlockDevice partition =
              disk.slice(partitions[i].offsetBytes(sector), partitions[i].sizeBytes(sector))) {
        copy.copy(source, partition);
      }
    }
  }

  private AssembledDisk readBack(BlockDevice disk, ReleaseImages images, Path file)
      throws IOException {
    GptReadResult read = GptReader.read(disk);
    BootOutcome outcome = BootSimulator.of(disk, types, options).boot();
    if (!read.issues().isEmpty()
        || !(outcome instanceof BootOutcome.Running running)
        || running.slot() != SlotId.A
        || !running.configuration().equals(images.configuration())) {
      throw new MalformedDataException(
          "DISK_IMAGE_READ_BACK",
          file.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "what the image starts",
          outcome + ", table issues " + read.issues(),
          images.configuration().toString());
    }
    return new AssembledDisk(file, SlotTable.of(read.table(), types), running);
  }
}
