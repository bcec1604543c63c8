// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Version;
import dev.gantry.testkit.RecordingDevice;
import dev.gantry.update.boot.BootOutcome.Failed;
import dev.gantry.update.boot.BootOutcome.Running;
import dev.gantry.verity.RootHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/** Whatever is on the disk: an outcome, and a system that runs is the one that was put there. */
class BootSimulatorPropertyTest {
  private static final byte[] DISK = makeDisk();
  private static final Running GOOD = goodOutcome();

  private record Change(long offset, byte value) {}

  @Property(tries = 400)
  void damagedDisksGiveOutcomes(@ForAll("changes") List<Change> changes) throws IOException {
    RecordingDevice disk = new RecordingDevice(source());
    for (Change change : changes) {
      disk.writeFully(change.offset(), ByteBuffer.wrap(new byte[] {change.value()}));
    }
    BootOutcome outcome = BootSimulator.of(disk).boot();
    if (outcome instanceof Failed failed) {
      assertFalse(failed.code().isEmpty());
      assertFalse(failed.detail().isEmpty());
    } else if (outcome instanceof Running running
        && running.configuration().table().equals(GOOD.configuration().table())) {
      assertEquals(rootHash(), running.rootHash());
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    // Tables at both ends, and the first of boot, root and hash partition.
    Arbitrary<Long> offsets =
        Arbitraries.oneOf(
            near(512, 1536),
            near(DISK.length - 512L * 33, 512 * 33),
            near(1 << 20, 3072),
            near(2 << 20, 900 * 4096),
            near(6 << 20, 32768));
    Arbitrary<Change> change = Combinators.combine(offsets, Arbitraries.bytes()).as(Change::new);
    return change.list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<Long> near(long start, long length) {
    return Arbitraries.longs()
        .between(start, start + length - 1)
        .withDistribution(RandomDistribution.uniform());
  }

  private static RootHash rootHash() {
    return GOOD.rootHash();
  }

  private static BlockSource source() {
    return BlockDevices.inMemory(DISK, 512);
  }

  private static Running goodOutcome() {
    try {
      Running running = (Running) BootSimulator.of(new RecordingDevice(source())).boot();
      assertEquals(Version.of(1, 0, 0), running.version());
      return running;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] makeDisk() {
    try {
      Path directory = Files.createTempDirectory("boot-simulator");
      try (TestDisk disk = new TestDisk(directory)) {
        byte[] content = new byte[(int) disk.device().sizeBytes()];
        disk.device().readFully(0, ByteBuffer.wrap(content));
        return content;
      } finally {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
