// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Version;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.BootChoice;
import dev.gantry.partition.slot.BootSelector;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.testkit.TestClock;
import dev.gantry.update.boot.BootConfiguration;
import dev.gantry.verity.VerityOptions;
import dev.gantry.verity.VerityVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A host: a disk in memory, a journal in memory, a slot that runs, and a boot loader. */
final class TestMachine {
  final byte[] content = TestDisks.bytes();
  final BlockDevice disk;
  final MemoryJournal journal = new MemoryJournal();
  final TestClock clock;
  private final Path stateDirectory;
  private final TestRepository repository;
  SlotId running = SlotId.A;

  TestMachine(Path directory, TestRepository repository, TestRelease installed) throws IOException {
    this.stateDirectory = directory.resolve("state");
    this.repository = repository;
    this.clock = repository.clock();
    this.disk = TestDisks.create(content);
    write(SlotId.A, installed);
  }

  /** Writes raw images to a slot, as an installer of whole disks would. */
  void write(SlotId slot, TestRelease release) throws IOException {
    SlotPartitions partitions = SlotPartitions.of(disk, table(), slot);
    partitions.boot().writeFully(0, ByteBuffer.wrap(release.boot()));
    partitions.root().writeFully(0, ByteBuffer.wrap(release.root()));
    partitions.hash().writeFully(0, ByteBuffer.wrap(release.hash()));
  }

  UpdateEngine.Builder builder(BlockDevice device) {
    return UpdateEngine.builder(stateDirectory, () -> new BootedSystem(running, Optional.empty()))
        .disk(device)
        .journalStore(journal)
        .repository(() -> repository.client(stateDirectory.resolve("tuf")))
        .host(TestRelease.VARIANT, TestRelease.ARCH)
        .clock(clock);
  }

  UpdateEngine engine() throws IOException {
    return builder(disk).build();
  }

  Path stateDirectory() {
    return stateDirectory;
  }

  Journal journal() throws IOException {
    return UpdateJournal.open(journal, table().table().diskGuid(), "test").current();
  }

  SlotTable table() throws IOException {
    return SlotTable.of(GptReader.read(disk).table());
  }

  Optional<SlotId> next() throws IOException {
    return BootSelector.select(GptReader.read(disk).table()).flatMap(BootChoice::slot);
  }

  /** Boots as the boot loader and the kernel would; a slot that is not whole reboots. */
  Version boot() throws IOException {
    for (int i = 0; i < 4; i++) {
      GptTable table = GptReader.read(disk).table();
      BootChoice choice = BootSelector.select(table).orElseThrow();
      GptCommitter.commit(disk, table, choice.after());
      SlotId slot = choice.slot().orElseThrow();
      Optional<Version> version = whole(slot);
      if (version.isPresent()) {
        running = slot;
        return version.get();
      }
    }
    throw new IOException("nothing boots");
  }

  /** The version in a slot, if the kernel would accept all of it. */
  Optional<Version> whole(SlotId slot) throws IOException {
    SlotPartitions partitions = SlotPartitions.of(disk, table(), slot);
    try {
      BootConfiguration configuration = BootConfiguration.read(partitions.boot());
      VerityVerifier.verify(
          partitions.root(),
          partitions.hash(),
          configuration.table(),
          VerityOptions.builder().parallelism(1).build());
      return Optional.of(configuration.version());
    } catch (dev.gantry.core.GantryException e) {
      return Optional.empty();
    }
  }

  /** Offset on the disk of the first byte of a slot's partition. */
  int offset(GptPartition partition) {
    return (int) partition.offsetBytes(512);
  }

  byte[] copyOfDisk() {
    return content.clone();
  }

  void restoreDisk(byte[] saved) {
    System.arraycopy(saved, 0, content, 0, content.length);
  }

  boolean diskEquals(byte[] saved) {
    return Arrays.equals(saved, content);
  }

  static BlockDevice over(byte[] bytes) {
    return BlockDevices.inMemory(bytes, 512);
  }
}
