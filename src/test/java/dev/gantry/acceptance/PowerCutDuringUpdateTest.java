// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.Bytes;
import dev.gantry.core.Version;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.testkit.CrashStates;
import dev.gantry.testkit.RecordingDevice;
import dev.gantry.testkit.TestClock;
import dev.gantry.tuf.TrustedStore;
import dev.gantry.tuf.TufClient;
import dev.gantry.tuf.author.EditorOptions;
import dev.gantry.tuf.author.KeyAlgorithm;
import dev.gantry.tuf.author.KeyPolicy;
import dev.gantry.tuf.author.RepositoryEditor;
import dev.gantry.tuf.author.RepositoryPolicy;
import dev.gantry.tuf.author.SigningKey;
import dev.gantry.tuf.fetch.FileFetcher;
import dev.gantry.update.RunningSystem;
import dev.gantry.update.UpdateEngine;
import dev.gantry.update.boot.BootOutcome;
import dev.gantry.update.boot.BootSimulator;
import dev.gantry.update.image.DiskImageAssembler;
import dev.gantry.update.image.ReleaseIdentity;
import dev.gantry.update.image.ReleaseImageBuilder;
import dev.gantry.update.image.ReleaseImages;
import dev.gantry.update.plan.UpdatePolicy;
import dev.gantry.update.publish.ReleasePublisher;
import dev.gantry.update.publish.ReleaseTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a vendor can do with the exported API alone: publish, stage, record the switch to the new
 * slot, and cut the power at every moment of it.
 */
class PowerCutDuringUpdateTest {
  private static final Version OLD = Version.of(1, 0, 0);
  private static final Version NEW = Version.of(1, 1, 0);
  private static final TestClock CLOCK = TestClock.at("2026-11-22T00:00:00Z");

  @TempDir Path directory;

  private final SlotLayout layout =
      SlotLayout.builder()
          .slotSizes(1 << 20, 1 << 20, 1 << 20)
          .size(PartitionRole.PRIVATE, 1 << 20)
          .build();
  private Path repository = Path.of("");
  private Path disk = Path.of("");
  private Bytes trustedRoot = Bytes.empty();

  @BeforeEach
  void publishAndAssemble() throws IOException {
    repository = Files.createDirectory(directory.resolve("repository"));
    disk = directory.resolve("disk.img");
    SigningKey key = SigningKey.generate(KeyAlgorithm.ED25519, new SecureRandom());
    KeyPolicy one = KeyPolicy.of(1, key.publicKey());
    RepositoryEditor editor =
        RepositoryEditor.create(
            repository,
            new RepositoryPolicy(one, one, one, one),
            EditorOptions.defaults(),
            List.of(key));
    new ReleasePublisher(editor, layout)
        .publish(images(NEW), ReleaseTerms.forAll(), CLOCK.instant());
    trustedRoot = editor.rootFile();
    new DiskImageAssembler(layout, new SplittableRandom(1)).assemble(images(OLD), disk);
  }

  @Test
  void everyMomentOfTheSwitchLeavesAVerifiedSlotThatBoots() throws IOException {
    TreeSet<Version> seen = new TreeSet<>();
    long states;
    try (BlockDevice device = BlockDevices.open(disk)) {
      engine(device).stage(UpdatePolicy.defaults());
      RecordingDevice recording = new RecordingDevice(device);
      engine(recording).activate();
      states =
          CrashStates.forEach(
              recording.initial(),
              recording.events(),
              recording.logicalBlockSizeBytes(),
              state -> seen.add(bootedVersion(state.device())));
    }
    // The switch changes few sectors, so few disks are distinct: old, new, and those in between.
    assertTrue(states > 3, "only " + states + " states");
    assertEquals(new TreeSet<>(List.of(OLD, NEW)), seen);
  }

  private UpdateEngine engine(BlockDevice device) throws IOException {
    return UpdateEngine.builder(directory.resolve("engine"), RunningSystem.of(SlotId.A))
        .disk(device)
        .host("demo", "x86_64")
        .repository(this::client)
        .clock(CLOCK)
        .build();
  }

  private static Version bootedVersion(BlockDevice device) throws IOException {
    BootOutcome.Running running =
        assertInstanceOf(BootOutcome.Running.class, BootSimulator.of(device).boot());
    assertEquals(running.slot() == SlotId.A ? OLD : NEW, running.version());
    return running.version();
  }

  private TufClient client() throws IOException {
    return TufClient.builder(
            trustedRoot,
            TrustedStore.open(directory.resolve("tuf")),
            FileFetcher.of(repository.resolve("metadata")),
            FileFetcher.of(repository.resolve("targets")))
        .clock(CLOCK)
        .build();
  }

  private ReleaseImages images(Version version) throws IOException {
    byte[] content = new byte[16 * 4096];
    new SplittableRandom(version.minor()).nextBytes(content);
    Path root = Files.write(directory.resolve("root-" + version + ".img"), content);
    ReleaseIdentity identity =
        new ReleaseIdentity("bottlerocket", "demo", "x86_64", version, "0badcafe", "Demo OS");
    return new ReleaseImageBuilder(root, identity, layout).build(directory);
  }
}
