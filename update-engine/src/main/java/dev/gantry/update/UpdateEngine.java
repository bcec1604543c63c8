// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.BlockDevice;
import dev.gantry.core.CancellationToken;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.ProgressListener;
import dev.gantry.partition.layout.PartitionTypes;
import dev.gantry.update.plan.HostFacts;
import dev.gantry.update.plan.UpdatePlan;
import dev.gantry.update.plan.UpdatePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Updates one host in place: plans, stages, activates, confirms, cancels and rolls back.
 *
 * <p>The engine keeps a journal in a state directory, see {@code docs/formats/update-state.md}.
 * Every call first compares the journal with the partition table and with the slot that runs, so
 * that a power cut, a failed boot or another tool's change is noticed; an activated release that
 * used up its tries while another slot runs is remembered as failed and not offered again.
 *
 * <p>The journal is about one disk, known by its GUID: with another one every call is refused with
 * {@code STATE_OF_OTHER_DISK}, before anything is written.
 *
 * <p>All calls but {@link #status()} hold a lock on the state directory, against other threads and
 * other processes, and are refused with {@code ENGINE_BUSY} while another holds it. Metadata of the
 * repository is refreshed without it, so that a slow repository keeps nobody from confirming or
 * leaving what runs; targets are downloaded under it. A disk must have one state directory only.
 * Engines with different ones keep each other out by a lock on the disk itself, where they were
 * given its path ({@link dev.gantry.partition.disk.DiskFileLock}). A call that is refused changes
 * neither the disk nor, but for that comparison, the journal. A call that fails in between, even by
 * a power cut, can be repeated; until it succeeds, the boot loader picks the slot that ran before.
 * The only network is in {@link #check}, {@link #plan} and {@link #stage}; failures of the
 * repository come through with their own types.
 *
 * <p>Thread-safe.
 */
public final class UpdateEngine {
  private final EngineSettings settings;
  private final UpdatePolicy policy;

  private UpdateEngine(EngineSettings settings, UpdatePolicy policy) {
    this.settings = settings;
    this.policy = policy;
  }

  /**
   * Starts an engine.
   *
   * @param stateDirectory where the engine keeps its state; the first call but {@link #status()}
   *     that finds the disk creates it. What it holds decides what is offered and activated, so
   *     nobody else should be able to write there
   * @param running tells which slot runs
   * @return a builder
   */
  public static Builder builder(Path stateDirectory, RunningSystem running) {
    return new Builder(stateDirectory, running);
  }

  /**
   * Refreshes trusted metadata and plans with the engine's own policy.
   *
   * @return the plan
   * @throws IOException as for {@link #plan}
   */
  public UpdatePlan check() throws IOException {
    return plan(policy);
  }

  /**
   * Refreshes trusted metadata and plans. Nothing on the disk changes.
   *
   * @param wanted the policy
   * @return the plan, which says of every release in the manifest why it was chosen or not
   * @throws dev.gantry.core.VerificationException if the repository's metadata is refused
   * @throws dev.gantry.core.StateConflictException if another call runs ({@code ENGINE_BUSY}) or
   *     only its refresh ({@code STORE_LOCKED}), or variant or architecture of the host were not
   *     set ({@code HOST_UNKNOWN})
   * @throws dev.gantry.core.GantryException if manifest, disk or journal cannot be read as such
   * @throws IOException if the repository cannot be reached, or a device or file fails
   * @throws IllegalStateException if the engine has no repository
   */
  public UpdatePlan plan(UpdatePolicy wanted) throws IOException {
    Objects.requireNonNull(wanted, "wanted");
    return Stager.plan(settings, wanted);
  }

  /**
   * Installs the release that the policy chooses into the idle slot, and proves it.
   *
   * <p>All three targets are fetched, verified, and decoded once to see that they are whole and
   * fit; only then is the idle slot cleared and written, and what was written is read back and
   * compared, and proved from the boot configuration down to the last block of the root file
   * system. The slot is marked valid after that, but it does not boot yet. If the release is staged
   * already, it is only proved again.
   *
   * <p>Phases of progress, in bytes: {@code download}, {@code check}, {@code write} and {@code read
   * back}, each for {@code boot}, {@code root} and {@code hash}; then {@code verify root}.
   *
   * @param wanted the policy
   * @return what is staged
   * @throws dev.gantry.core.StateConflictException if there is nothing to install ({@code
   *     NO_UPDATE_CHOSEN}), the running slot is not confirmed ({@code RUNNING_SLOT_NOT_CONFIRMED}),
   *     an activated update or a rollback waits for a reboot ({@code UPDATE_ACTIVATED}, {@code
   *     ROLLBACK_PENDING}), there is no room for the downloads ({@code STAGING_SPACE}), there is
   *     one slot only ({@code SINGLE_SLOT}), the partition table cannot be committed ({@code
   *     BACKUP_UNREACHABLE}, {@code NO_ROOM_FOR_REPAIR}), variant or architecture of the host were
   *     not set ({@code HOST_UNKNOWN}), or another call runs ({@code ENGINE_BUSY}) or only its
   *     refresh ({@code STORE_LOCKED})
   * @throws dev.gantry.core.VerificationException if metadata, a target or the written slot is not
   *     what it must be
   * @throws dev.gantry.core.LimitExceededException if an image does not fit its partition
   * @throws dev.gantry.core.GantryException if anything cannot be read as what it should be
   * @throws java.util.concurrent.CancellationException if it was cancelled; the idle slot is not
   *     valid then, or still as it was
   * @throws IOException if the repository cannot be reached, or a device or file fails
   * @throws IllegalStateException if the engine has no repository
   */
  public StagedUpdate stage(UpdatePolicy wanted) throws IOException {
    Objects.requireNonNull(wanted, "wanted");
    return Stager.stage(settings, wanted);
  }

  /**
   * Proves the staged slot again, every byte of it, and makes it the one that boots next, once, by
   * one commit of the partition table. If it is activated already, it is only proved again.
   *
   * @return the proof that the slot is whole
   * @throws dev.gantry.core.StateConflictException if nothing is staged ({@code NOTHING_STAGED}),
   *     the running slot is not confirmed, or another call runs
   * @throws dev.gantry.core.VerificationException if the slot is not what was staged
   * @throws dev.gantry.core.GantryException if anything cannot be read as what it should be
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws IOException if a device or file fails
   */
  public SlotProof activate() throws IOException {
    try (EngineSession session = EngineSession.open(settings, "activate")) {
      return new Switcher(session, settings.work()).activate();
    }
  }

  /**
   * Confirms that what runs is good, so that it boots from now on. Call it when the host is
   * healthy, after every boot: a slot that is confirmed already stays so.
   *
   * @return what was confirmed; after a failed update this is the old version
   * @throws dev.gantry.core.StateConflictException if another version runs than the one that was
   *     activated in this slot or that the slot's boot configuration starts, or the boot image is
   *     not the one that the engine installed there ({@code RUNNING_VERSION_DIFFERS}), or another
   *     call runs
   * @throws dev.gantry.core.GantryException if anything cannot be read as what it should be, for
   *     example the boot configuration of an empty slot
   * @throws IOException if a device or file fails
   */
  public ConfirmedRelease confirm() throws IOException {
    try (EngineSession session = EngineSession.open(settings, "confirm")) {
      return new Switcher(session, settings.work()).confirm();
    }
  }

  /**
   * Takes back the last step: an activated update is only staged then, a staged or half written one
   * is discarded, and a rollback that waits for its reboot is forgotten. If another tool has taken
   * the priority from the confirmed slot that runs, this call gives it back and does nothing else.
   *
   * @return the state after it
   * @throws dev.gantry.core.StateConflictException if there is nothing to take back ({@code
   *     NOTHING_TO_CANCEL}), the update runs already ({@code TRIAL_RUNNING}), the running slot is
   *     not confirmed, or another call runs
   * @throws dev.gantry.core.GantryException if anything cannot be read as what it should be
   * @throws IOException if a device or file fails
   */
  public EngineState cancel() throws IOException {
    try (EngineSession session = EngineSession.open(settings, "cancel")) {
      return new Switcher(session, settings.work()).cancel();
    }
  }

  /**
   * Makes the other slot the one that boots next and from then on, if it was successful before and
   * is still whole. The version that is left counts as failed, so that it is not offered again by
   * itself. Works from a confirmed system and from one on trial.
   *
   * <p>A slot that this engine installed is compared with all that was proved then. One that came
   * otherwise is proved by its own boot configuration, which covers the root file system, but not
   * the kernel.
   *
   * @return the proof that the other slot is whole
   * @throws dev.gantry.core.StateConflictException if the other slot was never successful or is not
   *     there any more ({@code ROLLBACK_TARGET_NOT_GOOD}), an activated update waits for its reboot
   *     ({@code UPDATE_ACTIVATED}), or another call runs
   * @throws dev.gantry.core.VerificationException if the other slot is not whole
   * @throws dev.gantry.core.GantryException if anything cannot be read as what it should be
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws IOException if a device or file fails
   */
  public SlotProof rollback() throws IOException {
    try (EngineSession session = EngineSession.open(settings, "rollback")) {
      return new Switcher(session, settings.work()).rollback();
    }
  }

  /**
   * Says where the host stands. Needs neither network nor lock and writes nothing; during another
   * call it may show a state in between.
   *
   * @return the status
   * @throws dev.gantry.core.GantryException if disk or journal cannot be read as such
   * @throws IOException if a device or file fails
   */
  public EngineStatus status() throws IOException {
    return StatusReader.read(settings);
  }

  /** Collects what an engine needs; not thread-safe. */
  public static final class Builder {
    private final Path stateDirectory;
    private final RunningSystem running;
    private @Nullable DiskOpener disk;
    private Optional<TufClientFactory> repository = Optional.empty();
    private String variant = "";
    private String arch = "";
    private int seed;
    private PartitionTypes partitionTypes = PartitionTypes.BOTTLEROCKET;
    private InstantSource clock = InstantSource.system();
    private ProgressListener progress = ProgressListener.NONE;
    private CancellationToken cancellation = CancellationToken.NONE;
    private UpdatePolicy policy = UpdatePolicy.defaults();
    private Optional<JournalStore> journalStore = Optional.empty();

    private Builder(Path stateDirectory, RunningSystem running) {
      this.stateDirectory = Objects.requireNonNull(stateDirectory, "stateDirectory");
      this.running = Objects.requireNonNull(running, "running");
    }

    /**
     * Sets the disk, by path: it is opened for each call.
     *
     * @param path a device or an image file
     * @return this
     */
    public Builder disk(Path path) {
      this.disk = DiskOpener.path(Objects.requireNonNull(path, "path"));
      return this;
    }

    /**
     * Sets the disk.
     *
     * @param device the device; it stays open, and the caller closes it
     * @return this
     */
    public Builder disk(BlockDevice device) {
      this.disk = DiskOpener.device(Objects.requireNonNull(device, "device"));
      return this;
    }

    /**
     * Sets the repository; without one the engine can do all that needs none.
     *
     * @param factory makes clients of the repository
     * @return this
     */
    public Builder repository(TufClientFactory factory) {
      this.repository = Optional.of(factory);
      return this;
    }

    /**
     * Sets what kind of host this is; without it, plan and stage are refused.
     *
     * @param hostVariant the variant, for example {@code aws-k8s-1.31}
     * @param hostArch the processor architecture, for example {@code x86_64}
     * @return this
     */
    public Builder host(String hostVariant, String hostArch) {
      this.variant = Objects.requireNonNull(hostVariant, "hostVariant");
      this.arch = Objects.requireNonNull(hostArch, "hostArch");
      return this;
    }

    /**
     * Sets the host's place in waves.
     *
     * @param value 0, which is the default, to 2047
     * @return this
     * @throws MalformedDataException with {@code SEED_OUT_OF_RANGE} if it is anything else
     */
    public Builder seed(long value) throws MalformedDataException {
      this.seed = HostFacts.checkSeed(value);
      return this;
    }

    /**
     * Sets what partition types mean on the disk.
     *
     * @param types the types, Bottlerocket's unless set
     * @return this
     */
    public Builder partitionTypes(PartitionTypes types) {
      this.partitionTypes = Objects.requireNonNull(types, "types");
      return this;
    }

    /**
     * Sets what tells the time, for waves and records.
     *
     * @param source the clock, the system's unless set
     * @return this
     */
    public Builder clock(InstantSource source) {
      this.clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets who hears of progress.
     *
     * @param listener the listener
     * @return this
     */
    public Builder progress(ProgressListener listener) {
      this.progress = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets what stops long work.
     *
     * @param token the token
     * @return this
     */
    public Builder cancellation(CancellationToken token) {
      this.cancellation = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Sets the policy of {@link UpdateEngine#check}.
     *
     * @param wanted the policy
     * @return this
     */
    public Builder policy(UpdatePolicy wanted) {
      this.policy = Objects.requireNonNull(wanted, "wanted");
      return this;
    }

    Builder journalStore(JournalStore store) {
      this.journalStore = Optional.of(store);
      return this;
    }

    /**
     * Makes the engine; touches neither disk nor state directory.
     *
     * @return the engine
     * @throws IOException never, but callers are prepared for it
     * @throws IllegalStateException if no disk was set
     */
    public UpdateEngine build() throws IOException {
      DiskOpener opener = disk;
      if (opener == null) {
        throw new IllegalStateException("no disk was set");
      }
      return new UpdateEngine(
          new EngineSettings(
              stateDirectory,
              opener,
              running,
              repository,
              variant,
              arch,
              seed,
              partitionTypes,
              clock,
              new WorkContext(progress, cancellation),
              journalStore.orElseGet(
                  () -> JournalStore.file(stateDirectory.resolve(EngineSettings.STATE_FILE)))),
          policy);
    }
  }
}
