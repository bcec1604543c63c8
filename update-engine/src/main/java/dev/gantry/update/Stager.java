// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.StateConflictException;
import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.partition.slot.SlotOperation;
import dev.gantry.update.manifest.UpdateEntry;
import dev.gantry.update.plan.CandidateVerdict;
import dev.gantry.update.plan.HostFacts;
import dev.gantry.update.plan.ImageTargets;
import dev.gantry.update.plan.UpdatePlan;
import dev.gantry.update.plan.UpdatePlanner;
import dev.gantry.update.plan.UpdatePolicy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans, and puts what was chosen into the idle slot. */
final class Stager {
  private static final String OPERATION = "stage";
  private static final String BOOT_FILE = "boot.lz4";
  private static final String ROOT_FILE = "root.lz4";
  private static final String HASH_FILE = "hash.lz4";

  private final EngineSettings settings;
  private final EngineSession session;
  private final WorkContext work;

  private Stager(EngineSettings settings, EngineSession session) {
    this.settings = settings;
    this.session = session;
    this.work = settings.work();
  }

  static UpdatePlan plan(EngineSettings settings, UpdatePolicy policy) throws IOException {
    TufClientFactory factory = factory(settings, "plan");
    HostFacts host;
    Instant now;
    try (EngineSession session = EngineSession.open(settings, "plan")) {
      host = facts(settings, session);
      now = session.now();
    }
    ReleaseRepository repository = refresh(settings, factory);
    return UpdatePlanner.plan(repository.manifest(), repository.catalog(), host, policy, now);
  }

  /**
   * Refreshes between two sessions, so that a slow repository keeps nobody from confirming or
   * leaving what runs; what the first session found is looked at again in the second.
   */
  static StagedUpdate stage(EngineSettings settings, UpdatePolicy policy) throws IOException {
    TufClientFactory factory = factory(settings, OPERATION);
    try (EngineSession session = EngineSession.open(settings, OPERATION)) {
      new Stager(settings, session).checkState();
    }
    ReleaseRepository repository = refresh(settings, factory);
    try (EngineSession session = EngineSession.open(settings, OPERATION)) {
      Stager stager = new Stager(settings, session);
      stager.checkState();
      return stager.stage(repository, policy);
    }
  }

  private static TufClientFactory factory(EngineSettings settings, String operation)
      throws StateConflictException {
    TufClientFactory factory =
        settings
            .repository()
            .orElseThrow(() -> new IllegalStateException("the engine has no repository"));
    if (settings.variant().isBlank() || settings.arch().isBlank()) {
      throw new StateConflictException(
          "HOST_UNKNOWN",
          operation,
          "variant "
              + Text.quote(settings.variant())
              + ", architecture "
              + Text.quote(settings.arch()),
          "the variant and architecture of the host");
    }
    return factory;
  }

  private static ReleaseRepository refresh(EngineSettings settings, TufClientFactory factory)
      throws IOException {
    return ReleaseRepository.refresh(factory.open(), settings.variant(), settings.arch());
  }

  private static HostFacts facts(EngineSettings settings, EngineSession session)
      throws IOException {
    return HostFacts.builder(settings.variant(), settings.arch(), session.runningVersion())
        .seed(settings.seed())
        .failed(session.journal().current().failed().stream().map(FailedVersion::release).toList())
        .build();
  }

  private void checkState() throws IOException {
    if (session.state() == EngineState.ACTIVATED) {
      throw session.refused(
          "UPDATE_ACTIVATED", OPERATION, "a reboot into the activated slot, or cancel");
    }
    if (session.state() == EngineState.ROLLED_BACK) {
      throw session.refused(
          "ROLLBACK_PENDING", OPERATION, "a reboot into the other slot, or cancel");
    }
    SlotOperation.CLEAR_INACTIVE.apply(session.table(), session.running());
    session.checkCommittable(OPERATION);
  }

  private StagedUpdate stage(ReleaseRepository repository, UpdatePolicy policy) throws IOException {
    StagedRelease release =
        release(
            UpdatePlanner.plan(
                repository.manifest(),
                repository.catalog(),
                facts(settings, session),
                policy,
                session.now()));
    Optional<StagedUpdate> already = alreadyStaged(release);
    if (already.isPresent()) {
      clean(Set.of());
      return already.get();
    }
    SlotInstaller.checkFits(
        release.targets(),
        SlotPartitions.of(session.disk().device(), session.table(), release.slot()));
    StagedTargets targets = fetch(repository, release.targets());
    StagedUpdate staged =
        new SlotInstaller(session.disk(), session.running(), session.journal(), work)
            .install(release, targets);
    clean(Set.of());
    return staged;
  }

  private StagedRelease release(UpdatePlan plan) throws StateConflictException {
    UpdateEntry chosen =
        plan.chosen()
            .orElseThrow(
                () ->
                    new StateConflictException(
                        "NO_UPDATE_CHOSEN", OPERATION, verdicts(plan), "a release to install"));
    SlotId slot = session.running().other();
    return new StagedRelease(
        slot, chosen.variant(), chosen.arch(), chosen.version(), plan.targets().orElseThrow());
  }

  private static String verdicts(UpdatePlan plan) {
    String verdicts =
        plan.verdicts().stream().map(Stager::verdict).collect(Collectors.joining("; "));
    return verdicts.isEmpty() ? "the manifest offers nothing" : verdicts;
  }

  private static String verdict(CandidateVerdict verdict) {
    return verdict.candidate().version() + ": " + verdict.reason();
  }

  /** Staging what is staged already costs a check of the slot and no download. */
  private Optional<StagedUpdate> alreadyStaged(StagedRelease release) throws IOException {
    Journal journal = session.journal().current();
    if (session.state() != EngineState.STAGED || !journal.release().equals(Optional.of(release))) {
      return Optional.empty();
    }
    SlotContent content = journal.content().orElseThrow();
    try {
      session.verifier(release.slot(), work).proveStaged(release.version(), content);
      return Optional.of(new StagedUpdate(release, content));
    } catch (VerificationException e) {
      return Optional.empty();
    }
  }

  private StagedTargets fetch(ReleaseRepository repository, ImageTargets images)
      throws IOException {
    Path directory = settings.stagingDirectory();
    Files.createDirectories(directory);
    Set<String> kept = new HashSet<>(Set.of(BOOT_FILE, ROOT_FILE, HASH_FILE));
    for (Path partial : repository.keepPartials(directory, images)) {
      kept.add(String.valueOf(partial.getFileName()));
    }
    clean(kept);
    checkSpace(directory, kept, images);
    return new StagedTargets(
        repository.download(images.boot(), directory.resolve(BOOT_FILE), "download boot", work),
        repository.download(images.root(), directory.resolve(ROOT_FILE), "download root", work),
        repository.download(images.hash(), directory.resolve(HASH_FILE), "download hash", work));
  }

  private static void checkSpace(Path directory, Set<String> kept, ImageTargets images)
      throws IOException {
    long usable = Files.getFileStore(directory).getUsableSpace();
    for (String file : kept) {
      Path old = directory.resolve(file);
      usable += Files.exists(old) ? Files.size(old) : 0;
    }
    if (usable < images.totalBytes()) {
      throw new StateConflictException(
          "STAGING_SPACE",
          OPERATION,
          usable + " bytes are free in " + directory,
          images.totalBytes() + " bytes for the targets");
    }
  }

  /** Deletes what a call that was killed may have left, or what is not needed any more. */
  private void clean(Set<String> keep) throws IOException {
    if (!Files.isDirectory(settings.stagingDirectory())) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.stagingDirectory())) {
      for (Path file : files) {
        Path name = file.getFileName();
        boolean isFile = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (isFile && name != null && !keep.contains(name.toString())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
