// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.GptReader;
import dev.gantry.partition.GptTable;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotTable;
import dev.gantry.update.image.DiskImageAssembler;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.update.image.TestImages;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A disk with 1.0.0 in slot A, whose parts a test can change. */
final class TestDisk implements Closeable {
  private final Path directory;
  private final BlockDevice device;

  TestDisk(Path directory) throws IOException {
    this.directory = directory;
    Path file = directory.resolve("disk.img");
    new DiskImageAssembler(TestImages.layout(), new Random(1))
        .assemble(TestImages.release(directory, "1.0.0"), file);
    this.device = BlockDevices.open(file);
  }

  BlockDevice device() {
    return device;
  }

  SlotTable slots() throws IOException {
    return SlotTable.of(GptReader.read(device).table());
  }

  /** Puts a release into slot B as an update would, with tries left. */
  TestDisk installB(String version) throws IOException {
    ReleaseImages images = TestImages.release(directory, version);
    Slot slot = slots().slot(SlotId.B);
    write(slot.boot(), images.boot());
    write(slot.root(), images.root());
    write(slot.hash(), images.hash());
    return set(SlotId.B, 2, 1, false);
  }

  TestDisk set(SlotId id, int priority, int tries, boolean successful) throws IOException {
    GptTable table = slots().table();
    GptPartition boot = slots().slot(id).boot();
    long bits = new SlotAttributes(priority, tries, successful).applyTo(boot.attributes());
    GptCommitter.commit(device, table, table.withPartition(boot.withAttributes(bits)));
    return this;
  }

  /** Changes one byte of a partition. */
  TestDisk flip(GptPartition partition, long offset) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    device.readFully(partition.offsetBytes(512) + offset, one);
    one.put(0, (byte) (one.get(0) ^ 0x20));
    device.writeFully(partition.offsetBytes(512) + offset, one.flip());
    return this;
  }

  private void write(GptPartition partition, Path image) throws IOException {
    device.writeFully(partition.offsetBytes(512), ByteBuffer.wrap(Files.readAllBytes(image)));
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
