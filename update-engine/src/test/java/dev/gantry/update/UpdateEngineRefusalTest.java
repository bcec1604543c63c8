// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.Bytes;
import dev.gantry.core.DigestMismatchException;
import dev.gantry.core.GantryException;
import dev.gantry.core.LengthMismatchException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.StateConflictException;
import dev.gantry.core.VerificationException;
import dev.gantry.core.Version;
import dev.gantry.partition.GptCommitter;
import dev.gantry.partition.layout.PartitionRole;
import dev.gantry.partition.layout.SlotLayout;
import dev.gantry.partition.slot.SlotAttributes;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.tuf.ExpiredMetadataException;
import dev.gantry.tuf.RollbackException;
import dev.gantry.tuf.TargetNotFoundException;
import dev.gantry.update.boot.BootConfiguration;
import dev.gantry.update.manifest.UpdateManifest;
import dev.gantry.update.plan.UpdatePolicy;
import dev.gantry.verity.CorruptBlockException;
import dev.gantry.verity.VerityTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class UpdateEngineRefusalTest {
  private static final UpdatePolicy LATEST = UpdatePolicy.defaults();

  @TempDir private Path directory;
  private TestRepository repository;
  private TestMachine machine;

  @BeforeEach
  void setUp() throws IOException {
    repository = new TestRepository(directory.resolve("repo"));
    TestRelease first = TestRelease.of("1.0.0");
    repository.publish(first);
    machine = new TestMachine(directory, repository, first);
  }

  private void offer() throws IOException {
    repository.publish(TestRelease.of("1.1.0"));
  }

  private void update() throws IOException {
    offer();
    machine.engine().stage(LATEST);
    machine.engine().activate();
    machine.boot();
    machine.engine().confirm();
  }

  private <T extends Throwable> T refused(Class<T> type, Executable call) throws IOException {
    byte[] disk = machine.copyOfDisk();
    Optional<Bytes> journal = machine.journal.content();
    T refusal = assertThrows(type, call);
    assertTrue(machine.diskEquals(disk), "the disk changed");
    assertEquals(journal, machine.journal.content());
    return refusal;
  }

  private void conflict(String code, Executable call) throws IOException {
    assertEquals(code, refused(StateConflictException.class, call).code());
  }

  private void stage() throws IOException {
    machine.engine().stage(LATEST);
  }

  private void activate() throws IOException {
    machine.engine().activate();
  }

  private void cancel() throws IOException {
    machine.engine().cancel();
  }

  private void rollback() throws IOException {
    machine.engine().rollback();
  }

  private void confirm() throws IOException {
    machine.engine().confirm();
  }

  @Test
  void nothingIsDoneWhereNothingIsUnderWay() throws IOException {
    conflict("NO_UPDATE_CHOSEN", this::stage);
    conflict("NOTHING_STAGED", this::activate);
    conflict("NOTHING_TO_CANCEL", this::cancel);
    conflict("ROLLBACK_TARGET_NOT_GOOD", this::rollback);
  }

  @Test
  void aStagedSlotIsNoWayBack() throws IOException {
    offer();
    stage();
    conflict("ROLLBACK_TARGET_NOT_GOOD", this::rollback);
  }

  @Test
  void anActivatedUpdateWaitsForItsBoot() throws IOException {
    offer();
    stage();
    activate();
    conflict("UPDATE_ACTIVATED", this::stage);
    conflict("UPDATE_ACTIVATED", this::rollback);
  }

  @Test
  void aTrialIsConfirmedOrLeftFirst() throws IOException {
    offer();
    stage();
    activate();
    machine.boot();
    repository.publish(TestRelease.of("1.2.0"));
    conflict("RUNNING_SLOT_NOT_CONFIRMED", this::stage);
    conflict("NOTHING_STAGED", this::activate);
    conflict("TRIAL_RUNNING", this::cancel);
  }

  @Test
  void aRollbackWaitsForItsBoot() throws IOException {
    update();
    rollback();
    repository.publish(TestRelease.of("1.2.0"));
    conflict("ROLLBACK_PENDING", this::stage);
    conflict("NOTHING_STAGED", this::activate);
  }

  @Test
  void rollbackToADamagedSlotIsRefused() throws IOException {
    update();
    machine.content[machine.offset(machine.table().slot(SlotId.A).root()) + 4096] ^= 1;
    CorruptBlockException e = refused(CorruptBlockException.class, this::rollback);
    assertEquals(1, e.blockIndex());
    machine.content[machine.offset(machine.table().slot(SlotId.A).root()) + 4096] ^= 1;
    Arrays.fill(
        machine.content,
        machine.offset(machine.table().slot(SlotId.A).boot()),
        machine.offset(machine.table().slot(SlotId.A).boot()) + 4096,
        (byte) 0);
    refused(GantryException.class, this::rollback);
  }

  @Test
  void rollbackToASlotWhoseKernelChangedIsRefusedIfItIsKnown() throws IOException {
    update();
    repository.publish(TestRelease.of("1.2.0"));
    stage();
    activate();
    assertEquals(Version.of(1, 2, 0), machine.boot());
    confirm();
    SlotContent known = machine.journal().confirmedIn(SlotId.B).orElseThrow().content().get();
    int end =
        machine.offset(machine.table().slot(SlotId.B).boot()) + (int) known.boot().lengthBytes();
    machine.content[end - 1] ^= 1;
    assertTrue(machine.whole(SlotId.B).isPresent());
    refused(DigestMismatchException.class, this::rollback);
    machine.content[end - 1] ^= 1;
    rollback();
    assertEquals(Version.of(1, 1, 0), machine.boot());
  }

  @Test
  void confirmOfAnotherVersionThanWasActivatedIsRefused() throws IOException {
    offer();
    stage();
    activate();
    machine.boot();
    BootedSystem other = new BootedSystem(machine.running, Optional.of(Version.of(7, 0, 0)));
    UpdateEngine engine =
        UpdateEngine.builder(machine.stateDirectory(), () -> other)
            .disk(machine.disk)
            .journalStore(machine.journal)
            .clock(machine.clock)
            .build();
    engine.status();
    machine.engine().check();
    conflict("RUNNING_VERSION_DIFFERS", engine::confirm);
  }

  @Test
  void aSecondCallIsRefusedWhileOneRuns() throws IOException {
    offer();
    List<Throwable> refusals = new ArrayList<>();
    AtomicBoolean once = new AtomicBoolean();
    machine
        .builder(machine.disk)
        .progress(
            report -> {
              if (report.phase().equals("write root") && once.compareAndSet(false, true)) {
                List<Executable> calls =
                    List.of(
                        this::stage,
                        this::activate,
                        this::cancel,
                        this::rollback,
                        this::confirm,
                        () -> machine.engine().check());
                calls.forEach(
                    call -> refusals.add(assertThrows(StateConflictException.class, call)));
                try {
                  assertEquals(EngineState.STAGING, machine.engine().status().state());
                } catch (IOException e) {
                  refusals.add(e);
                }
              }
            })
        .build()
        .stage(LATEST);
    assertEquals(6, refusals.size());
    refusals.forEach(
        refusal -> assertEquals("ENGINE_BUSY", ((StateConflictException) refusal).code()));
    activate();
  }

  @Test
  void aDiskWithOneSlotCannotUpdateInPlace() throws IOException {
    offer();
    SlotLayout layout =
        SlotLayout.builder()
            .size(PartitionRole.BOOT_A, TestDisks.MIB)
            .size(PartitionRole.ROOT_A, TestDisks.MIB)
            .size(PartitionRole.HASH_A, TestDisks.MIB)
            .size(PartitionRole.PRIVATE, TestDisks.MIB)
            .build();
    BlockDevice single = TestMachine.over(new byte[(int) layout.diskSizeBytes()]);
    GptCommitter.create(single, layout.table(new Random(1)));
    conflict("SINGLE_SLOT", () -> machine.builder(single).build().stage(LATEST));
    conflict("SINGLE_SLOT", () -> machine.builder(single).build().rollback());
  }

  /** What is found before the slot is cleared leaves its old content alone. */
  private void refusedBeforeClear(Class<? extends Throwable> type) throws IOException {
    machine.write(SlotId.B, TestRelease.of("0.9.0"));
    refused(type, this::stage);
    assertEquals(Optional.of(Version.of(0, 9, 0)), machine.whole(SlotId.B));
  }

  @Test
  void imagesThatCannotFitAreRefusedByTheirTrustedLength() throws IOException {
    byte[] large = new byte[2 * TestDisks.MIB];
    new Random(1).nextBytes(large);
    repository.publish(TestRelease.of("1.1.0").withTarget("hash", large));
    int before = repository.targetRequests();
    refusedBeforeClear(LimitExceededException.class);
    assertEquals(before, repository.targetRequests());
  }

  @Test
  void imagesThatDecodeToMoreThanFitsAreRefused() throws IOException {
    repository.publish(TestRelease.of("1.1.0").withBoot(new byte[TestDisks.MIB + 1]));
    refusedBeforeClear(LimitExceededException.class);
  }

  @Test
  void damagedFramesAreRefused() throws IOException {
    TestRelease release = TestRelease.of("1.1.0");
    byte[] frame = TestRelease.compress(release.root());
    repository.publish(release.withTarget("root", Arrays.copyOf(frame, frame.length - 5)));
    refusedBeforeClear(MalformedDataException.class);
  }

  @Test
  void bytesBehindTheFrameAreRefused() throws IOException {
    TestRelease release = TestRelease.of("1.1.0");
    byte[] frame = TestRelease.compress(release.hash());
    repository.publish(release.withTarget("hash", Arrays.copyOf(frame, frame.length + 1)));
    refusedBeforeClear(MalformedDataException.class);
  }

  @Test
  void targetsOnTheServerThatWereChangedAreRefused() throws IOException {
    offer();
    Path root = repository.target("1.1.0-root.lz4");
    byte[] content = Files.readAllBytes(root);
    content[content.length / 2] ^= 4;
    Files.write(root, content);
    refusedBeforeClear(DigestMismatchException.class);
  }

  @Test
  void anOldTimestampIsRefusedByName() throws IOException {
    Path timestamp = repository.metadata().resolve("timestamp.json");
    byte[] old = Files.readAllBytes(timestamp);
    offer();
    machine.engine().check();
    Files.write(timestamp, old);
    refusedBeforeClear(RollbackException.class);
    refused(RollbackException.class, () -> machine.engine().check());
  }

  @Test
  void expiredMetadataIsRefusedByName() throws IOException {
    offer();
    machine.clock.advance(Duration.ofDays(1000));
    refusedBeforeClear(ExpiredMetadataException.class);
  }

  @Test
  void manifestsThatAreNoneAreRefused() throws IOException {
    repository.publishManifest(Bytes.of("{\"updates\": 1}".getBytes(StandardCharsets.UTF_8)));
    MalformedDataException e =
        refused(MalformedDataException.class, () -> machine.engine().check());
    assertEquals(UpdateManifest.TARGET_NAME, e.source());
  }

  @Test
  void aRepositoryWithoutAManifestIsRefused(@TempDir Path other) throws IOException {
    TestRepository empty = new TestRepository(other.resolve("repo"));
    empty.publishWithoutManifest();
    UpdateEngine engine =
        machine.builder(machine.disk).repository(() -> empty.client(other.resolve("s"))).build();
    refused(TargetNotFoundException.class, engine::check);
  }

  /** What is found when the slot is written: it stays cleared and cannot be activated. */
  private <T extends GantryException> T refusedAfterClear(Class<T> type) throws IOException {
    T refusal = assertThrows(type, this::stage);
    assertEquals(SlotAttributes.EMPTY, machine.table().slot(SlotId.B).attributes());
    assertEquals(EngineState.STAGING, machine.engine().status().state());
    assertEquals(JournalPhase.STAGING, machine.journal().phase());
    conflict("NOTHING_STAGED", this::activate);
    assertEquals(Version.of(1, 0, 0), machine.boot());
    assertEquals(EngineState.IDLE, machine.engine().cancel());
    return refusal;
  }

  @Test
  void aBootConfigurationOfAnotherVersionIsRefused() throws IOException {
    repository.publish(TestRelease.of("1.1.0", "1.0.9", 40));
    SlotMismatchException e = refusedAfterClear(SlotMismatchException.class);
    assertEquals("SLOT_VERSION", e.code());
    assertEquals("1.0.9", e.found());
  }

  @Test
  void aBootImageWithoutConfigurationIsRefused() throws IOException {
    repository.publish(TestRelease.of("1.1.0").withBoot(new byte[8192]));
    refusedAfterClear(GantryException.class);
  }

  @Test
  void aBootConfigurationForOtherPartitionsIsRefused() throws IOException {
    TestRelease release = TestRelease.of("1.1.0");
    String text;
    try (BlockDevice boot = TestMachine.over(release.boot())) {
      text = BootConfiguration.read(boot).render();
    }
    String swapped = text.replace("PARTNROFF=1 ", "PARTNROFF=4 ");
    repository.publish(
        release.withBoot(TestRelease.boot(BootConfiguration.parse(swapped, "test"))));
    SlotMismatchException e = refusedAfterClear(SlotMismatchException.class);
    assertEquals("SLOT_ROOT_DEVICE", e.code());
    assertTrue(e.expected().startsWith("PARTUUID=" + VerityTable.BOOT_UUID_VARIABLE));
  }

  @Test
  void aRootThatIsNotTheBootConfigurationsIsRefused() throws IOException {
    repository.publish(TestRelease.of("1.1.0").withRoot(TestRelease.of("1.2.0").root()));
    refusedAfterClear(CorruptBlockException.class);
  }

  @Test
  void aHashTreeThatIsNotTheRootsIsRefused() throws IOException {
    repository.publish(TestRelease.of("1.1.0").withHash(TestRelease.of("1.2.0").hash()));
    refusedAfterClear(CorruptBlockException.class);
  }

  @Test
  void aRootThatIsLongerThanItsTreeIsRefused() throws IOException {
    TestRelease release = TestRelease.of("1.1.0");
    byte[] longer = Arrays.copyOf(release.root(), release.root().length + 4096);
    repository.publish(release.withRoot(longer));
    refusedAfterClear(LengthMismatchException.class);
  }

  @Test
  void aDeviceThatDoesNotKeepWhatIsWrittenIsRefused() throws IOException {
    offer();
    int from = machine.offset(machine.table().slot(SlotId.B).root()) + 70_000;
    BlockDevice liar = new ForgetfulDevice(machine.disk, from);
    assertThrows(VerificationException.class, () -> machine.builder(liar).build().stage(LATEST));
    assertEquals(SlotAttributes.EMPTY, machine.table().slot(SlotId.B).attributes());
    assertEquals(Version.of(1, 0, 0), machine.boot());
  }

  /** Loses one byte of what it is given. */
  private static final class ForgetfulDevice implements BlockDevice {
    private final BlockDevice device;
    private final long lost;

    ForgetfulDevice(BlockDevice device, long lost) {
      this.device = device;
      this.lost = lost;
    }

    @Override
    public long sizeBytes() {
      return device.sizeBytes();
    }

    @Override
    public int logicalBlockSizeBytes() {
      return device.logicalBlockSizeBytes();
    }

    @Override
    public void readFully(long offsetBytes, ByteBuffer target) throws IOException {
      device.readFully(offsetBytes, target);
    }

    @Override
    public void writeFully(long offsetBytes, ByteBuffer source) throws IOException {
      long end = offsetBytes + source.remaining();
      device.writeFully(offsetBytes, source);
      if (offsetBytes <= lost && lost < end) {
        ByteBuffer one = ByteBuffer.allocate(1);
        device.readFully(lost, one);
        one.put(0, (byte) (one.get(0) ^ 1));
        device.writeFully(lost, one.flip());
      }
    }

    @Override
    public void flush() throws IOException {
      device.flush();
    }

    @Override
    public String description() {
      return "forgetful " + device.description();
    }

    @Override
    public void close() {}
  }
}
