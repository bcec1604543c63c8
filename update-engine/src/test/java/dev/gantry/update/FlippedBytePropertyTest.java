// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.VerificationException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptPartition;
import dev.gantry.partition.slot.Slot;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.testkit.FaultyDevice;
import dev.gantry.update.plan.UpdatePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Any single byte that is changed, on the server or in the staged slot, is noticed. */
class FlippedBytePropertyTest {
  private static final UpdatePolicy LATEST = UpdatePolicy.defaults();
  private static final List<String> TARGETS =
      List.of("1.1.0-boot.lz4", "1.1.0-root.lz4", "1.1.0-hash.lz4", ".manifest.json");

  private Path directory = Path.of("");
  private Optional<TestMachine> current = Optional.empty();
  private Optional<TestRepository> served = Optional.empty();

  @BeforeProperty
  void setUp() throws IOException {
    directory = Files.createTempDirectory("gantry-flips");
    TestRepository repository = new TestRepository(directory.resolve("repo"));
    TestRelease first = TestRelease.of("1.0.0", "1.0.0", 8);
    repository.publish(first, TestRelease.of("1.1.0", "1.1.0", 8));
    served = Optional.of(repository);
    current = Optional.of(new TestMachine(directory, repository, first));
  }

  @AfterProperty
  void tearDown() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(FlippedBytePropertyTest::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 600)
  void inATargetOnTheServer(
      @ForAll @IntRange(max = 3) int target,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double place,
      @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    TestMachine machine = current.orElseThrow();
    Path file = served.orElseThrow().target(TARGETS.get(target));
    byte[] content = Files.readAllBytes(file);
    byte[] changed = content.clone();
    changed[(int) (place * changed.length)] ^= (byte) change;
    FaultyDevice disk = FaultyDevice.builder(machine.disk).build();
    UpdateEngine engine = machine.builder(disk).build();
    Files.write(file, changed);
    try {
      assertThrows(VerificationException.class, () -> engine.stage(LATEST));
    } finally {
      Files.write(file, content);
    }
    assertEquals(0, disk.writes());
    assertEquals(EngineState.IDLE, machine.engine().status().state());
    Path staging = machine.stateDirectory().resolve("staging");
    if (Files.exists(staging)) {
      // Or the next try would find the good downloads of this one.
      try (Stream<Path> files = Files.list(staging)) {
        files.forEach(FlippedBytePropertyTest::delete);
      }
    }
  }

  @Property(tries = 1500)
  void inTheStagedSlot(
      @ForAll @IntRange(max = 2) int image,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double place,
      @ForAll @IntRange(min = 1, max = 255) int change)
      throws IOException {
    TestMachine machine = current.orElseThrow();
    if (machine.engine().status().state() == EngineState.IDLE) {
      machine.engine().stage(LATEST);
    }
    SlotContent content = machine.journal().content().orElseThrow();
    Slot slot = machine.table().slot(SlotId.B);
    GptPartition partition = List.of(slot.boot(), slot.root(), slot.hash()).get(image);
    WrittenImage written = List.of(content.boot(), content.root(), content.hash()).get(image);
    int offset = machine.offset(partition) + (int) (place * written.lengthBytes());
    Optional<Bytes> journal = machine.journal.content();
    machine.content[offset] ^= (byte) change;
    FaultyDevice disk = FaultyDevice.builder(machine.disk).build();
    UpdateEngine engine = machine.builder(disk).build();
    try {
      assertThrows(GantryException.class, engine::activate);
    } finally {
      machine.content[offset] ^= (byte) change;
    }
    assertEquals(0, disk.writes());
    assertEquals(journal, machine.journal.content());
    assertEquals(new SlotAttributes(0, 1, false), slot.attributes());
    assertEquals(Version.of(1, 0, 0), machine.boot());
  }
}
