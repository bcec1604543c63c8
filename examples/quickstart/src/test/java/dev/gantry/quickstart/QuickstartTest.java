// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Version;
import dev.gantry.partition.layout.BottlerocketLayout;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.RunningSystem;
import dev.gantry.update.boot.BootOutcome;
import dev.gantry.update.boot.BootSimulator;
import dev.gantry.update.image.DiskImageAssembler;
import dev.gantry.update.image.ReleaseImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the README shows. */
class QuickstartTest {
  @TempDir Path directory;

  @Test
  void hostIsUpdatedAndRolledBack() throws IOException {
    // The engine's own clock is the system's, so the repository must not have expired by it.
    Instant now = InstantSource.system().instant();
    SlotLayout layout = BottlerocketLayout.builder(1, 1).build().osLayout();
    Path repository = Files.createDirectory(directory.resolve("repository"));
    Publisher publisher = new Publisher(repository, layout);
    Bytes trustedRoot = publisher.create(now);
    ReleaseImages first = publisher.build(rootImage(1), "1.0.0", directory);
    ReleaseImages second = publisher.build(rootImage(2), "1.1.0", directory);
    publisher.publish(second, now);
    Path disk = directory.resolve("disk.img");
    new DiskImageAssembler(layout, new SplittableRandom(1)).assemble(first, disk);

    assertBoots(disk, SlotId.A, "1.0.0");
    assertTrue(agent(disk, repository, trustedRoot, SlotId.A).update().isPresent());
    assertBoots(disk, SlotId.B, "1.1.0");
    HostAgent agent = agent(disk, repository, trustedRoot, SlotId.B);
    agent.healthy();
    assertTrue(agent.update().isEmpty());
    agent.rollBack();
    assertBoots(disk, SlotId.A, "1.0.0");
  }

  private HostAgent agent(Path disk, Path repository, Bytes trustedRoot, SlotId running)
      throws IOException {
    return new HostAgent(
        disk, directory.resolve("state"), repository, trustedRoot, RunningSystem.of(running));
  }

  private static void assertBoots(Path disk, SlotId slot, String version) throws IOException {
    try (BlockDevice device = BlockDevices.open(disk)) {
      BootOutcome.Running running =
          assertInstanceOf(BootOutcome.Running.class, BootSimulator.of(device).boot());
      assertEquals(slot, running.slot());
      assertEquals(Version.parse(version), running.version());
    }
  }

  private Path rootImage(int seed) throws IOException {
    byte[] content = new byte[64 * 4096];
    new SplittableRandom(seed).nextBytes(content);
    return Files.write(directory.resolve("root" + seed + ".img"), content);
  }
}
