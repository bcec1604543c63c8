// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Guid;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of the journal. Immutable.
 *
 * @param phase the state or intention
 * @param release the release that the idle slot gets or has, in all phases that are about one
 * @param content what the slot held when it was proved
 * @param confirming what is being confirmed, in {@link JournalPhase#CONFIRMING}
 * @param rollback what is being left, in the phases of a rollback
 * @param confirmed what was confirmed last in each slot that still holds it, the latest last
 * @param failed what failed, oldest first
 * @param disk the disk that all of this is about; empty in a journal that was never written, or was
 *     written before journals named their disk
 */
record Journal(
    JournalPhase phase,
    Optional<StagedRelease> release,
    Optional<SlotContent> content,
    Optional<ConfirmedRelease> confirming,
    Optional<PendingRollback> rollback,
    List<ConfirmedRelease> confirmed,
    List<FailedVersion> failed,
    Optional<Guid> disk) {
  /** More failures than this are forgotten, the oldest first. */
  static final int MAX_FAILED = 64;

  static final Journal EMPTY =
      new Journal(
          JournalPhase.IDLE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty());

  Journal {
    confirmed = List.copyOf(confirmed);
    failed = List.copyOf(failed);
  }

  Optional<ConfirmedRelease> lastConfirmed() {
    return confirmed.isEmpty()
        ? Optional.empty()
        : Optional.of(confirmed.get(confirmed.size() - 1));
  }

  /** Says which disk the journal is about. */
  Journal about(Guid guid) {
    return new Journal(
        phase, release, content, confirming, rollback, confirmed, failed, Optional.of(guid));
  }

  Journal withPhase(JournalPhase next) {
    return new Journal(next, release, content, confirming, rollback, confirmed, failed, disk);
  }

  Journal idle() {
    return new Journal(
        JournalPhase.IDLE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        confirmed,
        failed,
        disk);
  }

  /**
   * Intends to clear and write a slot. What was confirmed there stays known until the slot is
   * cleared: if it comes to nothing, the slot is still the way back.
   */
  Journal staging(StagedRelease next) {
    return new Journal(
        JournalPhase.STAGING,
        Optional.of(next),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        confirmed,
        failed,
        disk);
  }

  Journal marking(SlotContent proved) {
    return new Journal(
        JournalPhase.MARKING,
        release,
        Optional.of(proved),
        Optional.empty(),
        Optional.empty(),
        confirmed,
        failed,
        disk);
  }

  Journal confirming(ConfirmedRelease next) {
    return new Journal(
        JournalPhase.CONFIRMING,
        release,
        content,
        Optional.of(next),
        Optional.empty(),
        confirmed,
        failed,
        disk);
  }

  /** Ends a trial: a release that works now has no failures any more. */
  Journal confirmed(ConfirmedRelease done) {
    return idle().withConfirmed(done);
  }

  Journal withConfirmed(ConfirmedRelease done) {
    List<ConfirmedRelease> all = confirmedExcept(done.slot());
    all.add(done);
    List<FailedVersion> kept = new ArrayList<>(failed);
    kept.removeIf(failure -> isSame(failure, done));
    return new Journal(phase, release, content, confirming, rollback, all, kept, disk);
  }

  /** What is known of a version that runs: where it came from and what was proved of it. */
  ConfirmedRelease confirmationOf(SlotId running, Version version, Instant now) {
    if (release.isPresent()
        && release.get().slot() == running
        && release.get().version().equals(version)) {
      return new ConfirmedRelease(
          running, version, release.get().targets().digests(), content, now);
    }
    Optional<ConfirmedRelease> known =
        confirmedIn(running).filter(last -> last.version().equals(version));
    return new ConfirmedRelease(
        running,
        version,
        known.map(ConfirmedRelease::imageDigests).orElse(List.of()),
        known.flatMap(ConfirmedRelease::content),
        now);
  }

  Optional<ConfirmedRelease> confirmedIn(SlotId slot) {
    return confirmed.stream().filter(last -> last.slot() == slot).findFirst();
  }

  /** Forgets a confirmation: somebody else has changed the slot since. */
  Journal withoutConfirmed(SlotId slot) {
    return new Journal(
        phase, release, content, confirming, rollback, confirmedExcept(slot), failed, disk);
  }

  private List<ConfirmedRelease> confirmedExcept(SlotId slot) {
    List<ConfirmedRelease> kept = new ArrayList<>(confirmed);
    kept.removeIf(each -> each.slot() == slot);
    return kept;
  }

  Journal rollingBack(PendingRollback next) {
    return new Journal(
        JournalPhase.ROLLING_BACK,
        release,
        content,
        Optional.empty(),
        Optional.of(next),
        confirmed,
        failed,
        disk);
  }

  Journal withFailure(FailedVersion failure) {
    List<FailedVersion> all = withoutFailure(failure);
    all.add(failure);
    return withFailed(all.subList(Math.max(0, all.size() - MAX_FAILED), all.size()));
  }

  /** Forgets that a release was left by a rollback, because the rollback was taken back. */
  Journal withoutRollbackOf(PendingRollback undone) {
    List<FailedVersion> kept = new ArrayList<>(failed);
    kept.removeIf(
        failure ->
            failure.kind() == FailureKind.ROLLED_BACK
                && failure.version().equals(undone.version())
                && failure.imageDigests().equals(undone.imageDigests()));
    return withFailed(kept);
  }

  private List<FailedVersion> withoutFailure(FailedVersion same) {
    List<FailedVersion> kept = new ArrayList<>(failed);
    kept.removeIf(
        failure ->
            failure.version().equals(same.version())
                && failure.imageDigests().equals(same.imageDigests()));
    return kept;
  }

  private static boolean isSame(FailedVersion failure, ConfirmedRelease done) {
    return failure.version().equals(done.version())
        && (failure.imageDigests().isEmpty()
            || done.imageDigests().isEmpty()
            || failure.imageDigests().equals(done.imageDigests()));
  }

  private Journal withFailed(List<FailedVersion> next) {
    return new Journal(phase, release, content, confirming, rollback, confirmed, next, disk);
  }
}
