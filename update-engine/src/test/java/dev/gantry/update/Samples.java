// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.Version;
import dev.gantry.partition.slot.SlotId;
import dev.gantry.update.plan.ImageTarget;
import dev.gantry.update.plan.ImageTargets;
import dev.gantry.verity.RootHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Values for tests of journal and reconciliation. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");

  private Samples() {}

  static Digest digest(int seed) {
    return Digest.compute(DigestAlgorithm.SHA256, Bytes.of((byte) seed));
  }

  static StagedRelease release(SlotId slot) {
    return new StagedRelease(
        slot,
        "dev",
        "x86_64",
        Version.of(1, 1, 0),
        new ImageTargets(
            new ImageTarget("boot", 1, digest(1)),
            new ImageTarget("root", 2, digest(2)),
            new ImageTarget("hash", 3, digest(3))));
  }

  static SlotContent content() {
    return new SlotContent(
        new WrittenImage(10, digest(4)),
        new WrittenImage(4096, digest(5)),
        new WrittenImage(12, digest(6)),
        RootHash.of(digest(7)),
        1);
  }

  static ConfirmedRelease confirmed(SlotId slot) {
    return new ConfirmedRelease(
        slot, Version.of(1, 1, 0), release(slot).targets().digests(), Optional.of(content()), NOW);
  }

  static FailedVersion failed(int patch) {
    return new FailedVersion(
        Version.of(0, 9, patch), List.of(digest(8)), FailureKind.NOT_CONFIRMED, "seen \u00e9", NOW);
  }

  static PendingRollback rollback(SlotId from) {
    return new PendingRollback(from, Version.of(1, 1, 0), release(from).targets().digests());
  }

  /** A journal in a phase, with all that the phase needs. */
  static Journal journal(JournalPhase phase, SlotId slot) {
    Journal staged = Journal.EMPTY.withFailure(failed(0)).staging(release(slot));
    return switch (phase) {
      case IDLE -> staged.idle();
      case STAGING -> staged;
      case MARKING -> staged.marking(content());
      case STAGED, ACTIVATING, ACTIVATED, CANCELLING -> staged.marking(content()).withPhase(phase);
      case CONFIRMING -> staged.marking(content()).confirming(confirmed(slot));
      case ROLLING_BACK, ROLLED_BACK -> staged.idle().rollingBack(rollback(slot)).withPhase(phase);
    };
  }
}
